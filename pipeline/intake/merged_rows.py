"""Cells merged down several rows: words hold for each of the rows, a figure for none can be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.intake.column_cells import FIGURES, Cells
from pipeline.intake.fault import Fault
from pipeline.intake.layout import Layout
from pipeline.intake.merged_cells import Block


def spread_down(cells: Mapping[str, Cells], layout: Layout, tall: Sequence[Block]) -> list[Fault]:
    """Writes a merged word into each of its rows; a merged figure is a fault: it could count once or in each row."""
    types = {field.name: field.type for field in layout.table.fields}
    return [
        fault
        for block in tall
        for name, number in layout.columns.items()
        if number == block.first_column and (place := cells[name].position(block.first_row)) is not None
        for fault in _spread(name, cells[name], place, block, figure=types.get(name) in FIGURES)
    ]


def _spread(name: str, column: Cells, place: int, block: Block, *, figure: bool) -> Iterator[Fault]:
    if figure:
        yield Fault(name, block.first_row, "merged-figure", column.texts[place], (("rows", str(block.last_row)),))
        return
    for row in range(block.first_row + 1, block.last_row + 1):
        column.put(row, place)
