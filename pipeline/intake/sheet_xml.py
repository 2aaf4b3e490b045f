"""The cells of one sheet part, in one pass over its XML: gate and reader are the same pass, nothing is held twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from pipeline.intake.cells import CellType, Column, Sheet
from pipeline.intake.limits import CELLS, COLUMNS, MERGED_RANGES, ROWS, TEXT_LENGTH
from pipeline.intake.markup import check_depth, local, parse
from pipeline.intake.number_text import number_text
from pipeline.intake.refusal import Refused
from pipeline.intake.rich_text import RichText, unescape

ROW, CELL, VALUE, INLINE = 3, 4, 5, 6  # depths: worksheet / sheetData / row / c / v, is / t, r
NUMBER, TEXT, BOOL, ERROR, DATE = CellType.NUMBER, CellType.TEXT, CellType.BOOL, CellType.ERROR, CellType.DATE


def read_sheet(
    stream: IO[bytes], sheet: Sheet, strings: Sequence[str], styles: Sequence[int], room: int = CELLS
) -> int:
    """Fills the sheet and returns its number of cells, at most `room`.

    `styles` maps a cell's style to its index in `sheet.formats`; `strings` are the workbook's shared strings.
    """
    parser = _SheetParser(sheet, strings, styles, room)
    try:
        parse(stream, sheet.name, parser.start, parser.end, parser.characters)
    except Refused as refusal:
        refusal.sheet = sheet.name
        refusal.cell = refusal.cell or parser.reference
        raise
    sheet.hidden_rows = frozenset(parser.hidden)
    return parser.cells


class _SheetParser:
    """Expat's handlers. They run five times per cell: plain attributes and few calls, on purpose."""

    def __init__(self, sheet: Sheet, strings: Sequence[str], styles: Sequence[int], room: int) -> None:
        self.sheet, self.strings, self.styles, self.room = sheet, strings, styles, room
        self.depth = self.cells = self.row = self.column = 0
        self.row_text = self.reference = self.value = ""
        self.in_data = self.capture = self.has_value = self.formula = False
        self.attributes: dict[str, str] = {}
        self.rich = RichText()
        self.numbers: dict[str, int] = {}
        self.hidden: list[int] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth = depth = self.depth + 1
        if depth <= ROW or not self.in_data:
            self._start_outside(local(tag), attributes)
        elif depth == CELL:
            self.attributes = attributes
            self.formula = self.has_value = False
            self.value = ""
        elif depth == VALUE:
            self._start_value(local(tag))
        else:
            check_depth(depth, self.sheet.name)
            self.rich.start(local(tag))

    def characters(self, text: str) -> None:
        if self.capture:
            self.value += text
        elif self.depth >= INLINE:
            self.rich.characters(text)

    def end(self, tag: str) -> None:
        self.depth = depth = self.depth - 1
        if not self.in_data:
            return
        if depth == ROW:
            self._cell()
        elif depth == CELL:
            self._end_value(local(tag))
        elif depth >= VALUE:
            self.rich.end(local(tag))
        elif depth == 1:
            self.in_data = False

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        check_depth(self.depth, self.sheet.name)
        if self.depth == ROW and self.in_data:
            self._row(attributes)
        elif name == "sheetData" and self.depth == ROW - 1:
            self.in_data = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _merge(self, reference: str) -> None:
        if len(self.sheet.merged) >= MERGED_RANGES:
            raise Refused("merged-too-many", MERGED_RANGES)
        self.sheet.merged.append(reference)

    def _row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r") or str(self.row + 1)
        number = int(text) if text.isascii() and text.isdigit() else 0
        if not self.row < number <= ROWS or text[0] == "0":
            raise Refused("rows-out-of-order", text)
        self.row, self.row_text, self.column = number, text, 0
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden.append(number)

    def _start_value(self, name: str) -> None:
        if name == "v":
            self.capture = self.has_value = True
        elif name == "f":
            self.formula = True
            self.sheet.formulas += 1
        elif name == "is":
            self.rich = RichText()

    def _end_value(self, name: str) -> None:
        self.capture = False
        if name == "is":
            self.value, self.has_value = self.rich.text, True

    def _cell(self) -> None:
        attributes = self.attributes
        column = self._place(attributes.get("r"))
        if not (self.has_value or self.formula):
            return
        kind, text = self._content(attributes.get("t", "n"))
        if text == "" and kind is TEXT:
            return
        if len(text) > TEXT_LENGTH:
            raise Refused("text-too-long", text[:40])
        self.cells += 1
        if self.cells > self.room:
            raise Refused("cells-too-many", CELLS)
        cells = self.sheet.columns.get(column)
        if cells is None:
            cells = self.sheet.columns[column] = Column()
        cells.rows.append(self.row)
        cells.texts.append(text)
        cells.types.append(kind)
        cells.formats.append(self._format(attributes.get("s")))

    def _format(self, style: str | None) -> int:
        if style is None:
            return 0
        try:
            return self.styles[int(style)]
        except (ValueError, IndexError):
            raise Refused("style-unknown", style) from None

    def _place(self, reference: str | None) -> int:
        """The column of a cell, which must lie in its row and right of the one before."""
        if reference is None:
            self.column += 1
            return self.column
        self.reference = reference
        cut = -len(self.row_text)
        letters = reference[:cut]
        number = self.numbers.get(letters) or self._column(letters)
        if reference[cut:] != self.row_text or number <= self.column:
            raise Refused("cells-out-of-order", reference)
        self.column = number
        return number

    def _column(self, letters: str) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64 if "A" <= letter <= "Z" else COLUMNS + 1
        if not 0 < number <= COLUMNS:
            raise Refused("cell-outside-grid", self.reference)
        self.numbers[letters] = number
        return number

    def _content(self, kind: str) -> tuple[CellType, str]:
        """Type and text of the cell at hand, by its attribute `t`."""
        text = self.value
        if self.formula and text == "" and kind != "str":
            return CellType.NO_VALUE, ""
        if kind == "s":
            return TEXT, self._shared(text)
        if kind == "n":
            return _number(text)
        if kind == "inlineStr":
            return TEXT, unescape(text)
        return _other(kind, text)

    def _shared(self, index: str) -> str:
        try:
            return self.strings[int(index)]
        except (ValueError, IndexError):
            raise Refused("string-unknown", index) from None


def _number(text: str) -> tuple[CellType, str]:
    exact = number_text(text)
    if exact is not None:
        return NUMBER, exact
    return (ERROR, text) if text.strip() else (TEXT, "")


def _other(kind: str, text: str) -> tuple[CellType, str]:
    if kind == "str":
        return TEXT, unescape(text)
    if kind == "b":
        return BOOL, "TRUE" if text.strip() in {"1", "true"} else "FALSE"
    if kind in {"e", "d"}:
        return (ERROR if kind == "e" else DATE), text
    raise Refused("cell-type-unknown", kind)
