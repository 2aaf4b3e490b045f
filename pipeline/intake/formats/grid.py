"""What the cells of a sheet part mean: their place in the grid, their type, text and format (ECMA-376, 18.3.1.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn

from pipeline.intake.cells import BLOCK_ROWS, CellType, Column, Content, Sheet
from pipeline.intake.formats.rich_text import unescape
from pipeline.intake.limits import CELLS, COLUMNS, ROWS, TEXT_LENGTH
from pipeline.intake.merged_cells import column_number
from pipeline.intake.number_text import number_text
from pipeline.intake.refusal import Refused

RawCell = tuple[str, str, str, str, str, str]  # letters and digits of its place, attributes s and t, formula, content


class _Target(NamedTuple):
    """A column and where its next cell goes."""

    number: int
    add_row: Callable[[int], None]
    add_text: Callable[[str], None]
    add_type: Callable[[CellType], None]
    add_format: Callable[[int], None]


class Styles(dict[str, int]):
    """Style numbers, as the file writes them, with the index of their number format; any other is a broken file."""

    def __missing__(self, style: str) -> int:
        raise Refused("style-unknown", style)


class Strings(dict[str, Content]):
    """Shared strings by their number, as the file writes it; any other is a broken file."""

    def add(self, text: str) -> None:
        """The next string; the empty one shows nothing."""
        text = unescape(text)
        self[str(len(self))] = (CellType.TEXT, checked_text(text)) if text else None

    def __missing__(self, number: str) -> Content:
        raise Refused("string-unknown", number)


class Grid:
    """Puts rows of raw cells into a sheet, strictly downwards and rightwards."""

    def __init__(self, sheet: Sheet, strings: Strings, styles: Styles, room: int = CELLS) -> None:
        self.sheet, self.strings, self.styles, self.room = sheet, strings, styles, room
        self.clear()

    def clear(self) -> None:
        """Starts at the top, with nothing read."""
        self.columns: dict[int, Column] = {}
        self.hidden: list[int] = []
        self.last_row = self.cells = self.formulas = 0
        self._targets: dict[str, _Target] = {}
        self._pack_at = BLOCK_ROWS

    def row(self, attributes: dict[str, str], cells: Sequence[RawCell]) -> None:
        """One row. This loop runs for every cell of a sheet: plain names and few calls, on purpose."""
        label, letters = attributes["r"], ""
        number = self._next_row(label, len(cells))
        if number >= self._pack_at:
            self._pack(number)
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden.append(number)
        targets, strings, styles, last = self._targets, self.strings, self.styles, 0
        try:
            for letters, digits, style, kind, formula, text in cells:
                target = targets.get(letters) or self._target(letters)
                if digits != label or target[0] <= last:
                    _refuse_order(letters + digits)
                last, add_row, add_text, add_type, add_format = target
                content = strings[text] if kind == "s" and text else self._content(kind, formula, text)
                if content:
                    add_row(number)
                    add_type(content[0])
                    add_text(content[1])
                    add_format(styles[style])
        except Refused as refusal:
            refusal.cell = refusal.cell or letters + label
            raise

    def close(self) -> int:
        """Ends the sheet: empty columns go; returns the number of cells."""
        self.sheet.columns = {column: cells for column, cells in sorted(self.columns.items()) if len(cells)}
        self.sheet.formulas = self.formulas
        self.sheet.hidden_rows = frozenset(self.hidden)
        return self.cells

    def _pack(self, row: int) -> None:
        self._pack_at = row + BLOCK_ROWS
        for column in self.columns.values():
            column.pack()

    def _next_row(self, label: str, cells: int) -> int:
        number = int(label) if label.isascii() and label.isdigit() and label[0] != "0" else 0
        if not self.last_row < number <= ROWS:
            code = "cells-out-of-order" if 0 < number <= ROWS else "cell-outside-grid"
            raise Refused(code, label, cell=f"{label}:{label}")
        self.cells += cells
        if self.cells > self.room:
            raise Refused("cells-too-many", CELLS, cell=f"{label}:{label}")
        self.last_row = number
        return number

    def _target(self, letters: str) -> _Target:
        number = column_number(letters) if letters.isascii() and letters.isalpha() and letters.isupper() else 0
        if not 0 < number <= COLUMNS:
            raise Refused("cell-outside-grid", letters)
        cells = self.columns.setdefault(number, Column()).last
        appends = (cells.rows.append, cells.texts.append, cells.types.append, cells.formats.append)
        target = self._targets[letters] = _Target(number, *appends)
        return target

    def _content(self, kind: str, formula: str, text: str) -> Content:
        """Type and text by the cell's attribute `t`; a formula of type `str` without a value shows the empty text."""
        if formula:
            self.formulas += 1
        if not text:
            return (CellType.NO_VALUE, "") if formula and kind != "str" else None
        return _number(text) if kind in {"", "n"} else _other(kind, text)


def _refuse_order(cell: str) -> NoReturn:
    raise Refused("cells-out-of-order", cell, cell=cell)


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
