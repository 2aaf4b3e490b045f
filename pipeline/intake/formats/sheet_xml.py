"""One sheet part in one pass over its XML: gate and reader are the same pass, and nothing is held twice."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from pipeline.intake.formats.grid import Grid, RawCell
from pipeline.intake.formats.markup import check_depth, chunks, local, parse
from pipeline.intake.formats.package import Package
from pipeline.intake.formats.plain import ROWS, NotPlain, take_rows, without_items
from pipeline.intake.formats.rich_text import RichText
from pipeline.intake.limits import MERGED_RANGES
from pipeline.intake.merged_cells import column_letters, column_number
from pipeline.intake.refusal import Refused

IN_DATA, ROW, CELL, CONTENT = 2, 3, 4, 5  # depths: worksheet / sheetData / row / c / v, f, is
DIGITS = "0123456789"
SPREADSHEETS = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict
)


def read_sheet(package: Package, part: str, grid: Grid) -> int:
    """Fills the sheet of the grid and returns its number of cells; plain rows take the short way."""
    try:
        with package.open(part) as stream:
            return _read(without_items(chunks(stream), ROWS, partial(take_rows, grid=grid)), grid)
    except NotPlain:
        grid.clear()
    with package.open(part) as stream:
        return _read(chunks(stream), grid)


def _read(content: Iterable[bytes], grid: Grid) -> int:
    parser = _SheetParser(grid)
    try:
        parse(content, grid.sheet.name, parser.start, parser.end, parser.characters)
        parser.check_data()
    except Refused as refusal:
        refusal.sheet = grid.sheet.name
        refusal.cell = refusal.cell or parser.reference
        raise
    return grid.close()


class _SheetParser:
    """Expat's handlers. They run five times per cell: plain attributes and few calls, on purpose."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.sheet = grid, grid.sheet
        self.depth = 0
        self.in_data = self.capture = self.had_data = False
        self.namespace = self.cell_tag = self.value_tag = self.formula = ""
        self.row: dict[str, str] = {}
        self.cell: dict[str, str] = {}
        self.text: str | None = None
        self.rich: RichText | None = None
        self.cells: list[RawCell] = []

    @property
    def reference(self) -> str:
        """The cell at hand."""
        return self.cell.get("r", "") if self.in_data and self.depth >= CELL else ""

    def check_data(self) -> None:
        """Refuses a sheet whose rows stand where no reader looks for rows."""
        if self.grid.last_row and not self.had_data:
            raise Refused("xml-unexpected", "sheetData")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth = depth = self.depth + 1
        if not self.in_data:
            self._start_outside(local(tag), tag, attributes)
        elif tag == self.cell_tag and depth == CELL:
            self.cell, self.text, self.formula = attributes, None, ""
        elif tag == self.value_tag and depth == CONTENT and self.text is None:
            self.text, self.capture = "", True
        else:
            self._start_inside(local(tag), tag, attributes)

    def characters(self, text: str) -> None:
        if self.capture:
            self.text = f"{self.text}{text}"
        elif self.rich:
            self.rich.characters(text)

    def end(self, tag: str) -> None:
        self.depth = depth = self.depth - 1
        if not self.in_data:
            return
        if depth == ROW:
            self._end_cell()
        elif depth == CELL:
            self._end_content()
        elif depth == IN_DATA:
            self.grid.row(self.row, self.cells)
            self.cells = []
        elif depth < IN_DATA:
            self.in_data = False
        elif self.rich:
            self.rich.end(local(tag))

    def _end_cell(self) -> None:
        attribute = self.cell.get
        place = attribute("r") or self._next_place()
        letters = place.rstrip(DIGITS)
        content = (attribute("s", ""), attribute("t", ""), self.formula, self.text or "")
        self.cells.append((letters, place[len(letters) :], *content))

    def _next_place(self) -> str:
        """Where a cell lies that does not say: right of the one before it."""
        before = column_number(self.cells[-1][0]) if self.cells else 0
        return f"{column_letters(before + 1)}{self.row['r']}"

    def _end_content(self) -> None:
        self.capture = False
        if self.rich:
            self.text, self.rich = self.rich.text, None

    def _expect(self, tag: str, name: str) -> None:
        if tag != f"{self.namespace} {name}":
            raise Refused("xml-unexpected", local(tag))

    def _start_outside(self, name: str, tag: str, attributes: dict[str, str]) -> None:
        check_depth(self.depth, self.sheet.name)
        if self.depth == 1:
            self._root(tag)
        elif name == "sheetData" and self.depth == IN_DATA:
            self._expect(tag, "sheetData")
            self.in_data = self.had_data = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _root(self, tag: str) -> None:
        namespace = tag.partition(" ")[0]
        self.namespace = namespace if namespace in SPREADSHEETS else ""
        self.cell_tag, self.value_tag = f"{self.namespace} c", f"{self.namespace} v"
        self._expect(tag, "worksheet")

    def _merge(self, reference: str) -> None:
        if len(self.sheet.merged) >= MERGED_RANGES:
            raise Refused("merged-too-many", MERGED_RANGES)
        self.sheet.merged.append(reference)

    def _start_inside(self, name: str, tag: str, attributes: dict[str, str]) -> None:
        check_depth(self.depth, self.sheet.name)
        if self.depth == ROW:
            self._expect(tag, "row")
            self.row = {"r": str(self.grid.last_row + 1)} | attributes
        elif self.depth > CONTENT and self.rich:
            self.rich.start(name)
        elif self.depth == CONTENT and name == "f":
            self.formula = name
        elif self.depth == CONTENT and name == "is" and self.text is None:
            self.rich = RichText()
        else:
            raise Refused("xml-unexpected", name)
