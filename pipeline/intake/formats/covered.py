"""Values under merged ranges: nobody sees them in a spreadsheet, so nobody means them; they go, with a warning."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from pipeline.findings import Finding, Place, warning
from pipeline.intake.cells import Column, Lists, Sheet
from pipeline.intake.merged_cells import Block, block

SHOWN = 3  # lost values that a finding quotes


def uncover(sheet: Sheet, workbook: str) -> list[Finding]:
    """Removes what merged ranges cover, all but their first cell; one finding per range that covered anything."""
    findings = []
    sheet.pack()
    for reference in sheet.merged:
        lost = _lost(sheet, block(reference))
        if lost:
            findings.append(
                warning("cell-under-merge", Place(workbook, sheet.name, reference), "、".join(lost[:SHOWN]))
            )
    sheet.pack()
    sheet.columns = {column: cells for column, cells in sheet.columns.items() if cells.blocks}
    return findings


def _lost(sheet: Sheet, covering: Block | None) -> list[str]:
    if covering is None:
        return []
    columns = range(covering.first_column, covering.last_column + 1)
    return [
        text for column, cells in sheet.columns.items() if column in columns for text in _cut(cells, column, covering)
    ]


def _cut(cells: Column, column: int, covering: Block) -> list[str]:
    """Cuts the covered cells out of one column and returns their texts."""
    first = covering.first_row + (column == covering.first_column)
    lost: list[str] = []
    for place, one in enumerate(cells.blocks):
        if one.rows and one.rows[0] <= covering.last_row and one.rows[-1] >= first:
            lost += _cut_out(cells.opened(place), first, covering.last_row)
    return lost


def _cut_out(cells: Lists, first: int, last: int) -> list[str]:
    covered = slice(bisect_left(cells.rows, first), bisect_right(cells.rows, last))
    lost = cells.texts[covered]
    for part in (cells.rows, cells.texts, cells.types, cells.formats) if lost else ():
        del part[covered]
    return lost
