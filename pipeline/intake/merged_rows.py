"""Cells merged down several rows: words hold for each of the rows, a figure for none can be told."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.intake.column_cells import FIGURES, Cells
from pipeline.intake.fault import Fault
from pipeline.intake.layout import Layout
from pipeline.intake.merged_cells import Block


def spread_down(cells: dict[str, Cells], layout: Layout, tall: Sequence[Block]) -> list[Fault]:
    """Puts a merged word into each of its rows; a merged figure is a fault: it could count once or in each row."""
    types = {field.name: field.type for field in layout.table.fields}
    figures = [name for name in layout.columns if types.get(name) in FIGURES]
    faults = [
        Fault(name, block.first_row, "merged-figure", cells[name].cell(place)[0], (("rows", str(block.last_row)),))
        for block in tall
        for name in figures
        if block.first_column == layout.columns[name] and (place := cells[name].position(block.first_row)) is not None
    ]
    for name in layout.columns.keys() - set(figures):
        merged = [block for block in tall if block.first_column == layout.columns[name]]
        if places := _places(cells[name], merged):
            cells[name] = cells[name].spread(places)
    return faults


def _places(column: Cells, merged: Sequence[Block]) -> dict[int, int]:
    """For each row below the first of a merged range, where the cell stands that holds for it."""
    places: dict[int, int] = {}
    for block in merged:
        first = places.get(block.first_row, column.position(block.first_row))
        if first is not None:
            places |= dict.fromkeys(range(block.first_row + 1, block.last_row + 1), first)
    return places
