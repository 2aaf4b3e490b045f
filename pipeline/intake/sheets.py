"""The sheets that hold tables, as typed rows with the place they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace

from pipeline.intake.body import Body, body
from pipeline.intake.cells import CellType, Sheet
from pipeline.intake.column_cells import Cells
from pipeline.intake.layout import Layout
from pipeline.intake.mapping import Mapping
from pipeline.intake.merged_cells import column_letters
from pipeline.intake.opened import Opened
from pipeline.intake.typed import Typed, typed
from pipeline.tables import Source
from schemas.field import Table


@dataclass(frozen=True, slots=True)
class Part:
    """The rows that one sheet holds of a table, and where it stands."""

    table: Table
    source: Source
    found: Body
    rows: Typed


def parts(sheets: Iterable[Opened], mapping: Mapping, wide: Map[str, tuple[str, str]]) -> list[Part]:
    """The typed rows of every sheet that is a table; a sheet written wide has a part for each of its columns."""
    return [
        _part(one, layout, found, mapping)
        for one in sheets
        if one.guess.layout
        for layout, found in _bodies(one.sheet, one.guess.layout, wide)
    ]


def _bodies(sheet: Sheet, layout: Layout, wide: Map[str, tuple[str, str]]) -> Iterator[tuple[Layout, Body]]:
    name, figure = wide.get(layout.table.name, ("", ""))
    if not name or name in layout.columns:
        yield layout, body(sheet, layout)
        return
    for number, header in sorted(layout.others.items()):
        one = replace(
            layout, columns={**layout.columns, figure: number}, headers={**layout.headers, figure: header}, others={}
        )
        found = body(sheet, one)
        same = Cells(
            found.rows, [header] * len(found.rows), [CellType.TEXT] * len(found.rows), ["General"] * len(found.rows)
        )
        yield one, replace(found, cells={**found.cells, name: same})


def _part(one: Opened, layout: Layout, found: Body, mapping: Mapping) -> Part:
    place = (one.workbook.name, one.sheet.name, layout.table)
    means = {name: mapping.values(*place, header) for name, header in layout.headers.items()}
    letters = {name: column_letters(number) for name, number in layout.columns.items()}
    rows = typed(layout.table, found, layout.units, means, date1904=one.workbook.date1904)
    return Part(layout.table, Source(one.workbook.name, one.sheet.name, letters, dict(layout.headers)), found, rows)


def place_label(source: Source, name: str, row: int) -> str:
    """A cell for a message: `orders.xlsx!订单!A5`."""
    return f"{source.workbook}!{source.sheet}!{source.columns.get(name, '')}{row}"
