"""The sheet 档位 read into rate tables: method and boundary stand on a table's first row (SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pipeline.findings import Finding, error
from pipeline.plan.literals import read_number
from pipeline.plan.model import RateTable, Tier
from pipeline.plan.rows import Row
from schemas.terms import Boundary, Method


def rate_tables(rows: Iterable[Row], ratings: str) -> tuple[dict[str, RateTable], list[Finding]]:
    """Every rate table by name, and rows whose method or boundary is missing or differs from the first.

    The values of the table named by `ratings` are words, also when they look like numbers.
    """
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.text("table"), []).append(row)
    tables = {name: _table(name, group, name == ratings) for name, group in grouped.items()}
    findings = [finding for group in grouped.values() for finding in _first_row_rules(group)]
    return tables, findings


def _table(name: str, rows: list[Row], worded: bool) -> RateTable:
    first = rows[0]
    method = first.member("method", Method) or Method.STEP
    boundary = first.member("boundary", Boundary) or Boundary.UPPER
    tiers = [_tier(row, worded) for row in rows]
    return RateTable(name, method, boundary, _ordered(tiers, method), first.place())


def _ordered(tiers: list[Tier], method: Method) -> tuple[Tier, ...]:
    """As written; the cells of a 二维 table by their bounds, since people write them along either side."""
    if method is not Method.GRID:
        return tuple(tiers)
    return tuple(sorted(tiers, key=lambda tier: (_bound(tier.lower), _bound(tier.lower2))))


def _bound(bound: Fraction | None) -> tuple[bool, Fraction]:
    return bound is not None, bound or Fraction(0)


def _tier(row: Row, worded: bool) -> Tier:
    text = row.text("value")
    number = None if worded else read_number(text)
    return Tier(
        lower=row.number("lower"),
        value=(text or None) if number is None else number,
        place=row.place(),
        lower2=row.number("lower2"),
        upper=row.number("upper"),
        bare=not row.flag("lower_percent"),
        note=row.text("note"),
    )


def _first_row_rules(rows: list[Row]) -> Iterator[Finding]:
    first = rows[0]
    if not first.filled("method"):
        yield error("plan-tier-method-missing", first.place("method"), first.text("table"))
    for row in rows[1:]:
        for name, choice in (("method", Method), ("boundary", Boundary)):
            if row.filled(name) and row.text(name) != first.text(name):
                word = choice(row.text(name)).header
                yield error(f"plan-tier-{name}-differs", row.place(name), word, table=first.text("table"))
