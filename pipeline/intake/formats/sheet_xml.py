"""One sheet part in one pass over its XML: gate and reader are the same pass, and nothing is held twice."""

from __future__ import annotations

from typing import IO

from pipeline.intake.cells import Sheet
from pipeline.intake.formats.grid import Grid, RawCell, Strings, Styles
from pipeline.intake.formats.markup import check_depth, local, parse
from pipeline.intake.formats.rich_text import RichText
from pipeline.intake.limits import CELLS, MERGED_RANGES
from pipeline.intake.refusal import Refused

ROWS_OF, ROW, CELL, CONTENT = 2, 3, 4, 5  # depths: worksheet / sheetData / row / c / v, f, is
SPREADSHEETS = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",  # Strict
)


def read_sheet(stream: IO[bytes], sheet: Sheet, strings: Strings, styles: Styles, room: int = CELLS) -> int:
    """Fills the sheet and returns its number of cells, at most `room`."""
    parser = _SheetParser(Grid(sheet, strings, styles, room))
    try:
        parse(stream, sheet.name, parser.start, parser.end, parser.characters)
    except Refused as refusal:
        refusal.sheet = sheet.name
        refusal.cell = refusal.cell or parser.reference
        raise
    return parser.grid.close()


class _SheetParser:
    """Expat's handlers. They run five times per cell: plain attributes and few calls, on purpose."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.sheet = grid, grid.sheet
        self.depth = 0
        self.in_data = self.capture = self.formula = False
        self.namespace = self.cell_tag = self.value_tag = ""
        self.row: dict[str, str] = {}
        self.cell: dict[str, str] = {}
        self.text: str | None = None
        self.rich: RichText | None = None
        self.cells: list[RawCell] = []

    @property
    def reference(self) -> str:
        """The cell at hand, or the last one."""
        return self.cell.get("r", "") if self.depth >= CELL else self.grid.reference

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth = depth = self.depth + 1
        if not self.in_data:
            self._start_outside(local(tag), tag, attributes)
        elif tag == self.cell_tag and depth == CELL:
            self.cell, self.text, self.formula = attributes, None, False
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
            attribute = self.cell.get
            self.cells.append((attribute("r"), attribute("s"), attribute("t"), self.text, self.formula))
        elif depth == CELL:
            self._end_content()
        elif depth == ROWS_OF:
            self.grid.row(self.row, self.cells)
            self.cells = []
        elif depth < ROWS_OF:
            self.in_data = False
        elif self.rich:
            self.rich.end(local(tag))

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
        elif name == "sheetData" and self.depth == ROWS_OF:
            self._expect(tag, "sheetData")
            self.in_data = True
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
            self.row = attributes
        elif self.depth > CONTENT and self.rich:
            self.rich.start(name)
        elif self.depth == CONTENT and name == "f":
            self.formula = True
            self.sheet.formulas += 1
        elif self.depth == CONTENT and name == "is" and self.text is None:
            self.rich = RichText()
        else:
            raise Refused("xml-unexpected", name)
