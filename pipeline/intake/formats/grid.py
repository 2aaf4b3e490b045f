"""What the cells of a sheet part mean: their place in the grid, their type, text and format (ECMA-376, 18.3.1.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.intake.cells import CellType, Column, Content, Sheet
from pipeline.intake.formats.rich_text import unescape
from pipeline.intake.limits import CELLS, COLUMNS, ROWS, TEXT_LENGTH
from pipeline.intake.merged_cells import column_letters
from pipeline.intake.number_text import number_text
from pipeline.intake.refusal import Refused

LETTERS = 26
RawCell = tuple[str | None, str | None, str | None, str | None, bool]  # its r, s, t, content, whether a formula


class _Target(NamedTuple):
    """A column and where its next cell goes."""

    number: int
    add_row: Callable[[int], None]
    add_text: Callable[[str], None]
    add_type: Callable[[CellType], None]
    add_format: Callable[[int], None]


class Styles(dict[str | None, int]):
    """Style numbers, as the file writes them, with the index of their number format; any other is a broken file."""

    def __missing__(self, style: str | None) -> int:
        raise Refused("style-unknown", style)


class Strings(dict[str | None, str]):
    """Shared strings by their number, as the file writes it; any other is a broken file."""

    def __missing__(self, number: str | None) -> str:
        raise Refused("string-unknown", number)


class Grid:
    """Puts rows of raw cells into a sheet, strictly downwards and rightwards."""

    def __init__(self, sheet: Sheet, strings: Strings, styles: Styles, room: int = CELLS) -> None:
        self.sheet, self.strings, self.styles, self.room = sheet, strings, styles, room
        self.hidden: list[int] = []
        self.last_row = self.cells = 0
        self.reference = ""
        self._targets: dict[str, _Target] = {}

    def row(self, attributes: dict[str, str], cells: Iterable[RawCell]) -> None:
        """One row. This loop runs for every cell of a sheet: plain names and few calls, on purpose."""
        label = attributes.get("r") or str(self.last_row + 1)
        number = self.last_row = self._row_number(label)
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden.append(number)
        cut, last, styles, targets = -len(label), 0, self.styles, self._targets
        for place, style, kind, text, formula in cells:
            self.reference = reference = place or f"{column_letters(last + 1)}{label}"
            target = targets.get(reference[:cut]) or self._target(reference[:cut])
            if reference[cut:] != label or target[0] <= last:
                raise Refused("cells-out-of-order", reference)
            last, add_row, add_text, add_type, add_format = target
            content = self._content(kind or "n", text, formula=formula)
            if content:
                add_row(number)
                add_type(content[0])
                add_text(content[1])
                add_format(styles[style])
                self.cells += 1
        if self.cells > self.room:
            raise Refused("cells-too-many", CELLS)

    def close(self) -> int:
        """Ends the sheet: empty columns go; returns the number of cells."""
        self.sheet.columns = {column: cells for column, cells in sorted(self.sheet.columns.items()) if cells.rows}
        self.sheet.hidden_rows = frozenset(self.hidden)
        return self.cells

    def _row_number(self, label: str) -> int:
        number = int(label) if label.isascii() and label.isdigit() and label[0] != "0" else 0
        self.reference = f"{label}:{label}"
        if not self.last_row < number <= ROWS:
            raise Refused("cells-out-of-order" if 0 < number <= ROWS else "cell-outside-grid", label)
        return number

    def _target(self, letters: str) -> _Target:
        number = 0
        for letter in letters:
            number = number * LETTERS + ord(letter) - 64 if "A" <= letter <= "Z" else COLUMNS + 1
        if not 0 < number <= COLUMNS:
            raise Refused("cell-outside-grid", self.reference)
        cells = self.sheet.columns.setdefault(number, Column())
        appends = (cells.rows.append, cells.texts.append, cells.types.append, cells.formats.append)
        target = self._targets[letters] = _Target(number, *appends)
        return target

    def _content(self, kind: str, text: str | None, *, formula: bool) -> Content:
        """Type and text by the cell's attribute `t`; None for a cell that shows nothing."""
        if not text:
            return (CellType.NO_VALUE, "") if formula and kind != "str" else None
        if kind == "s":
            shared = self.strings[text]
            return (CellType.TEXT, shared) if shared else None
        if kind == "n":
            return _number(text)
        return _other(kind, text)


def checked_text(text: str) -> str:
    """Text within Excel's own limit for a cell."""
    if len(text) > TEXT_LENGTH:
        raise Refused("cell-text-too-long", f"{text[:40]}…", limit=TEXT_LENGTH)
    return text


def _number(text: str) -> Content:
    exact = number_text(text)
    if exact is not None:
        return CellType.NUMBER, exact
    return (CellType.ERROR, checked_text(text)) if text.strip() else None


def _other(kind: str, text: str) -> Content:
    checked_text(text)
    if kind in {"str", "inlineStr"}:
        return CellType.TEXT, unescape(text)
    if kind == "b":
        return CellType.BOOL, "TRUE" if text.strip() in {"1", "true"} else "FALSE"
    if kind in {"e", "d"}:
        return (CellType.ERROR if kind == "e" else CellType.DATE), text
    raise Refused("cell-type-unknown", kind)
