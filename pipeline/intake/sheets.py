"""The sheets that hold tables, as typed rows with the place they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace

from pipeline.intake.body import Body, body
from pipeline.intake.cells import CellType, Sheet
from pipeline.intake.characters import compact
from pipeline.intake.column_cells import Cells
from pipeline.intake.layout import TOP_ROWS, Layout
from pipeline.intake.mapping import Mapping
from pipeline.intake.merged_cells import column_letters
from pipeline.intake.opened import Opened
from pipeline.intake.typed import Typed, typed
from pipeline.tables import Source
from schemas.field import Table

Wide = Map[str, tuple[str, str]]
"""Tables that may be written wide → the field whose values are the headers, and the field of the figures below them."""
REMARKS = frozenset({"说明", "备注", "note", "notes", "合计", "总计", "total"})


@dataclass(frozen=True, slots=True)
class Part:
    """The rows that one sheet holds of a table, and where it stands."""

    table: Table
    source: Source
    found: Body
    rows: Typed


def parts(sheets: Iterable[Opened], mapping: Mapping, wide: Wide) -> list[Part]:
    """The typed rows of every sheet that is a table; a sheet written wide has a part for each of its columns."""
    return [part for one in sheets for part in _parts(one, mapping, wide)]


def _parts(one: Opened, mapping: Mapping, wide: Wide) -> list[Part]:
    """The typed rows of a sheet; of its cells only those stay that may be headers."""
    bodies = _bodies(one.sheet, one.guess.layout, wide) if one.guess.layout else ()
    found = [_part(one, layout, below, mapping) for layout, below in bodies]
    one.sheet.keep_top(TOP_ROWS)
    return found


def is_wide(layout: Layout, wide: Wide) -> bool:
    """Whether a sheet has one column for each value of a field, such as a grade, instead of that field's column."""
    return layout.table.name in wide and wide[layout.table.name][0] not in layout.columns


def _bodies(sheet: Sheet, layout: Layout, wide: Wide) -> Iterator[tuple[Layout, Body]]:
    if not is_wide(layout, wide):
        yield layout, body(sheet, layout)
        return
    name, figure = wide[layout.table.name]
    for number, header in sorted(layout.others.items()):
        if compact(header) not in REMARKS:
            yield _one_column(sheet, layout, number, header, name=name, figure=figure)


def _one_column(
    sheet: Sheet, layout: Layout, number: int, header: str, *, name: str, figure: str
) -> tuple[Layout, Body]:
    """A column of a wide sheet as rows of its own, all with the header as the value of a field."""
    columns, headers = {**layout.columns, figure: number}, {**layout.headers, figure: header}
    one = replace(layout, columns=columns, headers=headers, others={})
    found = body(sheet, one, once=False)
    same = Cells.made(found.rows, [header] * len(found.rows), [(CellType.TEXT, "General")])
    return one, replace(found, cells={**found.cells, name: same})


def _part(one: Opened, layout: Layout, found: Body, mapping: Mapping) -> Part:
    place = (one.workbook.name, one.sheet.name, layout.table)
    means = {name: mapping.values(*place, header) for name, header in layout.headers.items()}
    letters = {name: column_letters(number) for name, number in layout.columns.items()}
    rows = typed(layout.table, found, layout.units, means, date1904=one.workbook.date1904)
    source = Source(one.workbook.name, one.sheet.name, letters, dict(layout.headers))
    return Part(layout.table, source, found, rows)


def place_label(source: Source, name: str, row: int) -> str:
    """A cell for a message: `orders.xlsx!订单!A5`."""
    return f"{source.workbook}!{source.sheet}!{source.columns.get(name, '')}{row}"
