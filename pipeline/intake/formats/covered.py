"""Values under merged ranges: nobody sees them in a spreadsheet, so nobody means them; they go, with a warning."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from pipeline.findings import Finding, Place, warning
from pipeline.intake.cells import Column, Sheet
from pipeline.intake.merged_cells import Block, blocks


def uncover(sheet: Sheet, workbook: str) -> list[Finding]:
    """Removes what merged ranges cover, all but their first cell; one finding per range that covered anything."""
    findings = []
    for reference, block in zip(sheet.merged, blocks(sheet.merged), strict=True):
        lost = [text for column in _columns(sheet, block) for text in _cut(sheet.columns[column], column, block)]
        if lost:
            findings.append(warning("cell-under-merge", Place(workbook, sheet.name, reference), "、".join(lost[:3])))
    sheet.columns = {column: cells for column, cells in sheet.columns.items() if cells.rows}
    return findings


def _columns(sheet: Sheet, block: Block) -> list[int]:
    return [column for column in sheet.columns if block.first_column <= column <= block.last_column]


def _cut(cells: Column, column: int, block: Block) -> list[str]:
    """Cuts the covered cells out of one column and returns their texts."""
    first = block.first_row + (column == block.first_column)
    covered = slice(bisect_left(cells.rows, first), bisect_right(cells.rows, block.last_row))
    lost = cells.texts[covered]
    for part in (cells.rows, cells.texts, cells.types, cells.formats) if lost else ():
        del part[covered]
    return lost
