"""A period's own delivery held against what its parts sealed: every difference is told, nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.findings import Finding, Place, warning
from pipeline.parts.delivered import Delivered, Gathered, gathered
from pipeline.parts.identity import IDENTITIES, Identity
from pipeline.parts.roster import with_pay_summed
from pipeline.parts.rows_once import Group, differing, grouped_by, latest, shown
from pipeline.parts.targets import united_targets
from pipeline.plan.model import Plan
from pipeline.rules.rows import Row
from pipeline.tables import Tables
from schemas import TABLES

DATES: Mapping[str, str] = {table.name: table.date_field for table in TABLES if table.date_field}
TABLE_HEADERS: Mapping[str, str] = {table.name: table.header for table in TABLES}
LOOSE = ("manager_id", "mentor_id", "email")
ROSTER = Identity(("employee_id",), LOOSE)
TARGETS = Identity(("employee_id", "kpi"))


def compared(own: Tables, parts: Sequence[Delivered], plans: Sequence[Plan], *, complete: bool) -> Iterator[Finding]:
    """Rows of the parts that the period lacks, rows that only it has, and figures that differ."""
    both = gathered([*parts, Delivered("", parts[-1].period, own)])
    months = gathered(parts, complete=complete)
    for table, identity in _identities().items():
        if not months.tables.has(table):
            continue
        if not own.has(table):
            yield warning("own-table-absent", Place(), TABLE_HEADERS[table], parts="、".join(one.name for one in parts))
        else:
            yield from _table(both, months, table, identity, plans)


def _identities() -> Mapping[str, Identity]:
    return {**IDENTITIES, "people": ROSTER, "targets": TARGETS}


def _table(
    both: Gathered, months: Gathered, table: str, identity: Identity, plans: Sequence[Plan]
) -> Iterator[Finding]:
    last = len(months.parts)
    frame = both.frame(table)
    own = grouped_by(frame[frame["part"] == last], identity.key)
    sealed = grouped_by(_once(months, table, identity, plans), identity.key)
    for key, group in sealed.items():
        if key in own:
            yield from _told(both.tables, table, identity, group, own[key])
        elif _within(months.parts, table, group[0]):
            yield _alone(both.tables, "own-row-absent", table, identity, group)
    for key, group in own.items():
        if key not in sealed and _within(months.parts, table, group[0]):
            yield _alone(both.tables, "own-row-extra", table, identity, group)


def _once(months: Gathered, table: str, identity: Identity, plans: Sequence[Plan]) -> Any:
    if table == "targets":
        return united_targets(months, plans).frame
    once = latest(months.frame(table), table, identity) if len(months.frame(table)) else months.frame(table)
    return with_pay_summed(once, months) if table == "people" else once


def _told(tables: Tables, table: str, identity: Identity, sealed: Group, own: Group) -> Iterator[Finding]:
    """The differences of one row, worded for somebody who looks at the period's own workbook."""
    for one in differing(tables, table, identity, sealed, own):
        code = one.code.replace("part-", "own-")
        yield warning(code, one.place, one.value, **dict(one.params))


def _alone(tables: Tables, code: str, table: str, identity: Identity, group: Group) -> Finding:
    row = group[0]
    told = "、".join(shown(row[name]) for name in identity.key if row[name] is not None)
    return warning(code, tables.place(row, identity.key[0]), told, table=TABLE_HEADERS[table], rows=len(group))


def _within(parts: Sequence[Delivered], table: str, row: Row) -> bool:
    """Whether a row belongs to the days of the parts; rows without a date always do."""
    day = row.get(DATES[table]) if table in DATES else None
    return not isinstance(day, date) or any(part.period.covers(day) for part in parts)
