"""Control totals, and the departments' sign-offs held against them (SPEC 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

import pandas as pd

from pipeline.findings import Finding, error
from pipeline.intake.characters import compact
from pipeline.intake.result import ControlTotal
from pipeline.intake.totals import agrees, shown
from pipeline.tables import Tables
from schemas.field import Table, Type


def control_totals(tables: Tables, schemas: Iterable[Table]) -> tuple[ControlTotal, ...]:
    """Rows and the exact sum of every money column that has figures, per table that was delivered."""
    return tuple(_total(table, tables.frames[table.name]) for table in schemas if tables.has(table.name))


def wrong_signoffs(tables: Tables, totals: Iterable[ControlTotal], schemas: Sequence[Table]) -> Iterator[Finding]:
    """Sign-offs that name no table, or whose count or sum is not what was read."""
    known = {total.table: total for total in totals}
    by_word = {compact(word): table for table in schemas for word in (table.header, table.name)}
    rows = tables.frames["signoffs"].to_dict("records") if tables.has("signoffs") else []
    for row in ({str(name): cell for name, cell in row.items()} for row in rows):
        table = by_word.get(compact(str(row["table"])))
        if pd.isna(row["table"]):
            continue
        if table is None or table.name not in known:
            code = "signoff-table-unknown" if table is None else "signoff-table-absent"
            yield error(code, tables.place(row, "table"), row["table"])
        else:
            yield from _compared(tables, row, table, known[table.name])


def _compared(tables: Tables, row: Mapping[str, Any], table: Table, read: ControlTotal) -> Iterator[Finding]:
    if isinstance(row["rows"], Decimal) and row["rows"] != read.rows:
        yield error("signoff-rows-differ", tables.place(row, "rows"), row["rows"], table=table.header, read=read.rows)
    stated = row["total"]
    if not isinstance(stated, Decimal):
        return
    place = tables.place(row, "total")
    summed = dict(read.sums).get(table.amount_field or "")
    if table.amount_field is None:
        yield error("signoff-no-amount", place, shown(stated), table=table.header)
    elif summed is not None and not agrees(stated, summed):
        difference = shown(stated - summed)
        yield error(
            "signoff-total-differs",
            place,
            shown(stated),
            table=table.header,
            read=shown(summed),
            difference=difference,
        )


def _total(table: Table, frame: pd.DataFrame) -> ControlTotal:
    money = [field.name for field in table.fields if field.type is Type.MONEY]
    filled = [name for name in money if frame.empty or frame[name].notna().any()]
    return ControlTotal(table.name, len(frame), tuple((name, _sum(frame[name])) for name in filled))


def _sum(figures: pd.Series) -> Decimal:
    """The exact sum of the figures that are there."""
    found: Any = figures.sum()
    return cast("Decimal", found)
