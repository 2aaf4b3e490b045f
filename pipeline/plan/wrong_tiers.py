"""Rate tables that cannot be read: bounds missing, repeated, falling, values of the wrong sort (SPEC 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import groupby, pairwise

from pipeline.findings import Finding, Place, error
from pipeline.money import number_text
from pipeline.plan.model import Plan, RateTable, Tier
from schemas.terms import Method

Check = Callable[[Plan, RateTable], Iterator[Finding]]


def wrong_tiers(plan: Plan) -> Iterator[Finding]:
    """What blocks in each rate table."""
    for table in plan.tables.values():
        yield from BY_METHOD.get(table.method, _bounds)(plan, table)
        if table.table != plan.parameters.rating_table:
            yield from _values(plan, table)
        if table.method is not Method.GRID:
            yield from _second_bounds(plan, table)


def _bounds(plan: Plan, table: RateTable) -> Iterator[Finding]:
    """Bounds rise from tier to tier; only the first may be empty."""
    for tier in table.tiers[1:]:
        if tier.lower is None:
            yield _wrong(plan, "bound-missing", table, tier)
    bounded = [tier for tier in table.tiers if tier.lower is not None]
    for before, tier in pairwise(bounded):
        yield from _rising(plan, table, tier, before.lower, tier.lower)


def _rising(
    plan: Plan, table: RateTable, tier: Tier, before: Fraction | None, bound: Fraction | None
) -> Iterator[Finding]:
    if before is None or bound is None or bound > before:
        return
    code = "bound-repeated" if bound == before else "bound-falling"
    yield _wrong(plan, code, table, tier, number_text(bound), before=number_text(before))


def _points(plan: Plan, table: RateTable) -> Iterator[Finding]:
    """插值 runs between points, and a point needs its bound."""
    yield from _bounds(plan, table)
    if table.tiers[0].lower is None:
        yield _wrong(plan, "point-unbounded", table, table.tiers[0])


def _places(plan: Plan, table: RateTable) -> Iterator[Finding]:
    """名次 lists places: whole numbers from 1."""
    yield from _bounds(plan, table)
    for tier in table.tiers:
        if tier.lower is None or tier.lower < 1 or tier.lower.denominator != 1:
            yield _wrong(plan, "place", table, tier, _shown(tier.lower))


def _quantile(plan: Plan, table: RateTable) -> Iterator[Finding]:
    """强制分布 begins at the top, 0 %, and ends below 100 %."""
    yield from _bounds(plan, table)
    for number, tier in enumerate(table.tiers):
        bound = tier.lower or Fraction(0)
        if not 0 <= bound < 1 or (number == 0 and bound != 0):
            yield _wrong(plan, "quantile", table, tier, _shown(tier.lower))


def _grid(plan: Plan, table: RateTable) -> Iterator[Finding]:
    """二维: every first bound with the same second bounds, each once."""
    bands = [list(group) for _, group in groupby(table.tiers, key=lambda tier: tier.lower)]
    for band in bands:
        for before, tier in pairwise(band):
            yield from _rising(plan, table, tier, before.lower2, tier.lower2)
        if {tier.lower2 for tier in band} != {tier.lower2 for tier in bands[0]}:
            yield _wrong(plan, "grid-shape", table, band[0], _shown(band[0].lower))


def _second_bounds(plan: Plan, table: RateTable) -> Iterator[Finding]:
    for tier in table.tiers:
        if tier.lower2 is not None:
            yield _at(plan.at(tier.place, "lower2"), "second-bound", table, number_text(tier.lower2))


def _values(plan: Plan, table: RateTable) -> Iterator[Finding]:
    for tier in table.tiers:
        if isinstance(tier.value, str):
            yield _at(plan.at(tier.place, "value"), "value-text", table, tier.value)


def _wrong(plan: Plan, code: str, table: RateTable, tier: Tier, value: str = "", **params: str) -> Finding:
    return _at(plan.at(tier.place, "lower"), code, table, value, **params)


def _at(place: Place, code: str, table: RateTable, value: str = "", **params: str) -> Finding:
    return error(f"plan-tier-{code}", place, value, table=table.table, **params)


def _shown(bound: Fraction | None) -> str:
    return "" if bound is None else number_text(bound)


BY_METHOD: Mapping[Method, Check] = {
    Method.INTERPOLATED: _points,
    Method.PLACES: _places,
    Method.QUANTILE: _quantile,
    Method.GRID: _grid,
}
