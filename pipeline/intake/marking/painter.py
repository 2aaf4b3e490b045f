"""Marks painted into a workbook that openpyxl has opened, and the sheet of links before its first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.findings import Severity
from pipeline.intake.limits import MARKED_CELLS, MARKED_COMMENTS, MARKED_LINKS
from pipeline.intake.marking.marks import Mark, Texts

COLOURS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C"}
AUTHOR = "validate"
WIDTHS = (8, 26, 24, 60, 60)
COMMENT_SIZE = (360, 140)
SHEET_NAME_LENGTH = 31
WIDEST_ROW = 64
HEADER_ROW = 3


def paint(book: openpyxl.Workbook, found: Sequence[Mark], lost: Sequence[str], words: Texts) -> None:
    """Colours and comments the marked cells, and puts the sheet of links first; `lost` names what the copy lacks."""
    sheets: dict[str, Worksheet] = {sheet.title: sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)}
    for mark, (row, column) in islice(_places(sheets, found), MARKED_CELLS):
        cell = _shown(sheets[mark.sheet], row, column)
        if not _is_painted(cell):
            cell.fill = PatternFill("solid", start_color=COLOURS[mark.severity])
    for mark in [one for one in found if one.cells and one.sheet in sheets][:MARKED_COMMENTS]:
        _comment(sheets[mark.sheet], mark)
    _links(book, sheets, found, lost, words)


def _places(sheets: dict[str, Worksheet], found: Sequence[Mark]) -> Iterator[tuple[Mark, tuple[int, int]]]:
    """Every cell of every mark; of a whole row the cells that the sheet fills."""
    for mark in found:
        if mark.sheet in sheets:
            for cells in mark.cells:
                left, top, right, bottom = _bounds(cells, sheets[mark.sheet])
                yield from ((mark, (row, col)) for row in range(top, bottom + 1) for col in range(left, right + 1))


def _bounds(cells: str, sheet: Worksheet) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(cells)
    return left or 1, top or 1, right or min(sheet.max_column, WIDEST_ROW), bottom or sheet.max_row


def _shown(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell that shows at a place: of merged ones the one at the top left."""
    cell = sheet.cell(row, column)
    if isinstance(cell, Cell):
        return cell
    around = next(one for one in sheet.merged_cells.ranges if cell.coordinate in one)
    return _shown(sheet, around.min_row, around.min_col)


def _is_painted(cell: Cell) -> bool:
    """Whether a graver finding has coloured the cell already."""
    return cell.fill.fill_type == "solid" and cell.fill.start_color.rgb in {f"00{rgb}" for rgb in COLOURS.values()}


def _comment(sheet: Worksheet, mark: Mark) -> None:
    """Adds what is wrong to the comment of a mark's first cell."""
    left, top, _, _ = _bounds(mark.cells[0], sheet)
    cell = _shown(sheet, top, left)
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    width, height = COMMENT_SIZE
    cell.comment = Comment(_sound(before + mark.comment), AUTHOR, height=height, width=width)


def _links(
    book: openpyxl.Workbook, sheets: dict[str, Worksheet], found: Sequence[Mark], lost: Sequence[str], words: Texts
) -> None:
    sheet = book.create_sheet(_free_name(words.sheet, book.sheetnames), 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    _say(sheet, 1, 1, words.title, bold=True)
    for number, heading in enumerate(words.headings, 1):
        _say(sheet, HEADER_ROW, number, heading, bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[number - 1]
    for row, mark in enumerate(found[:MARKED_LINKS], HEADER_ROW + 1):
        for number, word in enumerate(mark.line, 1):
            _say(sheet, row, number, word)
        if mark.sheet in sheets:
            _link(sheet.cell(row, 2), mark)
    notes = [*([words.more] if len(found) > MARKED_LINKS else []), *(words.lost[name] for name in lost)]
    for row, note in enumerate(notes, sheet.max_row + 2):
        _say(sheet, row, 2, note, wrap=False)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 1)


def _link(cell: Cell | MergedCell, mark: Mark) -> None:
    target = mark.cells[0] if mark.cells else "A1"
    cell.hyperlink = Hyperlink(cell.coordinate, location=f"{quote_sheetname(mark.sheet)}!{target}")
    cell.font = Font(color="0563C1", underline="single")


def _say(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False, wrap: bool = True) -> None:
    """Text as text, also where it begins like a formula."""
    cell = sheet.cell(row, column)
    cell.value, cell.data_type = _sound(text), "s"
    cell.font, cell.alignment = Font(bold=bold), Alignment(wrap_text=wrap and not bold, vertical="top")


def _sound(text: str) -> str:
    """Text without characters that a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _free_name(name: str, taken: Sequence[str]) -> str:
    """A sheet's name that no other sheet has."""
    used = {one.casefold() for one in taken}
    names = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 3)))
    return next(one[:SHEET_NAME_LENGTH] for one in names if one.casefold() not in used)
