"""Rate tables read for a whole column of people at once: the numbers that `rate_tables.py` words one by one (SPEC 4).

By the number of tiers that x reaches, every method is a constant and a rate: 查表 and 累计定额 are the constant, 插值
adds the rate times x, 全额 is the rate times the amount, 分段累进 what the tiers below bring and the rate times x in
money. Only 二维 asks a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

import numpy as np
import pandas as pd

from pipeline.money import ZERO
from pipeline.plan.model import RateTable, Tier
from pipeline.rate_tables import Problem, beyond_bounds, rising_bounds
from pipeline.rational_array import Rationals
from pipeline.rationals import greatest, or_zero, quotient, rationals, scaled
from schemas.terms import Boundary, Direction, Method


@dataclass(frozen=True, slots=True)
class Readings:
    """What a table says for each row: the number, missing where there is a problem; and the `Problem`, if any."""

    numbers: pd.Series
    problems: pd.Series


@dataclass(frozen=True, slots=True)
class _At:
    """Where a table is read: at x = top ÷ unit; 全额 pays on the amount."""

    top: pd.Series
    unit: pd.Series
    amount: pd.Series
    y: pd.Series | None

    @property
    def x(self) -> pd.Series:
        return quotient(self.top, self.unit)


@dataclass(frozen=True, slots=True)
class _Step:
    """What a table says once so many tiers are reached."""

    constant: Fraction = ZERO
    rate: Fraction = ZERO
    problem: Problem | None = None


def read_column(table: RateTable, x: pd.Series, *, y: pd.Series | None = None) -> Readings:
    """`read_table` for each row: bounds are amounts, 全额 and 分段累进 pay on x."""
    return _read(table, _At(x, _ones(x), x, y))


def read_column_factor(table: RateTable, attainment: pd.Series) -> Readings:
    """`read_factor` for each row: the table at an attainment, at least 0."""
    return read_column(table, greatest(attainment, ZERO))


def read_column_against(
    table: RateTable,
    actual: pd.Series,
    baseline: pd.Series,
    *,
    direction: Direction = Direction.HIGHER,
    excess: bool = False,
    y: pd.Series | None = None,
    amount: pd.Series | None = None,
) -> Readings:
    """`read_against` for each row: bounds are percentages of the baseline (above 0), compared in exact money."""
    lower = direction is Direction.LOWER
    if lower and not excess:
        return _read_lower(table, actual, baseline, y, actual if amount is None else amount)
    beyond = (baseline - actual if lower else actual - baseline) if excess else actual
    paid_on = greatest(beyond, ZERO)
    return _read(table, _At(paid_on, baseline, paid_on if amount is None else greatest(amount, ZERO), y))


def _read_lower(
    table: RateTable, actual: pd.Series, baseline: pd.Series, y: pd.Series | None, amount: pd.Series
) -> Readings:
    """Where less is better a bound is reached when actual × bound ≤ baseline; an actual of 0 reaches them all."""
    some = actual > ZERO
    top, unit = baseline.where(some, beyond_bounds(table)), actual.where(some, Fraction(1))
    if table.method is Method.MARGINAL:
        return _refused(actual.index, Problem.NO_AMOUNT)
    return _read(table, _At(top, unit, greatest(amount, ZERO), y))


def _refused(index: pd.Index, problem: Problem) -> Readings:
    nothing = rationals(pd.Series(np.nan, index=index, dtype=object))
    return Readings(nothing, pd.Series(problem, index=index, dtype=object))


def _read(table: RateTable, at: _At) -> Readings:
    if table.method is Method.GRID:
        return _grid(table, at)
    steps = _STEPS[table.method](table.tiers)
    reached = _reached([tier.lower for tier in table.tiers], at.top, at.unit, table.boundary)
    constant, rate = (_by_step([getattr(one, name) for one in steps], reached, at) for name in ("constant", "rate"))
    if table.method is Method.MARGINAL:
        values = constant * at.unit + rate * at.top
    elif table.method is Method.WHOLE:
        values = rate * at.amount
    elif any(one.rate for one in steps):
        values = constant + rate * at.x
    else:
        values = constant
    return _known(values, [one.problem for one in steps], reached)


def _known(values: pd.Series, problems: Sequence[Problem | None], reached: np.ndarray) -> Readings:
    """The values, without those of steps that have a problem."""
    told = np.empty(len(problems), dtype=object)
    told[:] = [np.nan if problem is None else problem for problem in problems]
    by_row = pd.Series(told[reached], index=values.index, dtype=object)
    return Readings(values.mask(by_row.notna()), by_row)


def _by_step(values: Sequence[Fraction], reached: np.ndarray, at: _At) -> pd.Series:
    return pd.Series(Rationals.of(list(values))[reached], index=at.top.index)


def _reached(bounds: Sequence[Fraction | None], top: pd.Series, unit: pd.Series, boundary: Boundary) -> np.ndarray:
    """How many of the rising bounds each row reaches; on a bound it belongs above it, or below with 下档."""
    found = np.zeros(len(top), dtype=np.int64)
    for place, bound in enumerate(bounds):
        if bound is None:
            found += 1
        else:
            start = scaled(unit, bound)
            found += (top >= start if not place or boundary is Boundary.UPPER else top > start).to_numpy(dtype=bool)
    return found


def _value(tier: Tier) -> _Step:
    return _Step(tier.value) if isinstance(tier.value, Fraction) else _Step(problem=Problem.NO_VALUE)


def _plain(tiers: Sequence[Tier]) -> list[_Step]:
    return [_Step(problem=Problem.BELOW), *map(_value, tiers)]


def _whole(tiers: Sequence[Tier]) -> list[_Step]:
    return [_Step(ZERO, step.constant, step.problem) for step in _plain(tiers)]


def _ladder(tiers: Sequence[Tier]) -> list[_Step]:
    sums = accumulate((step.constant for step in _plain(tiers)), initial=ZERO)
    return _ended(tiers, [_Step(whole) for whole in list(sums)[1:]])


def _marginal(tiers: Sequence[Tier]) -> list[_Step]:
    """The whole tiers below, and of the last one the part of x above its start; an unbounded first begins at 0."""
    starts = [ZERO if tier.lower is None else tier.lower for tier in tiers]
    rates = [step.constant for step in map(_value, tiers)]
    widths = [max(end - start, ZERO) for start, end in pairwise(starts)]
    below = accumulate((width * rate for width, rate in zip(widths, rates, strict=False)), initial=ZERO)
    steps = [_Step(whole - start * rate, rate) for whole, start, rate in zip(below, starts, rates, strict=True)]
    return _ended(tiers, [_Step(), *steps])


def _ended(tiers: Sequence[Tier], steps: list[_Step]) -> list[_Step]:
    """An empty value ends the table: from there on there is no sum."""
    empty = next((place for place, tier in enumerate(tiers) if tier.value is None), len(tiers))
    told = [*steps[: empty + 1], *[_Step(problem=Problem.NO_VALUE)] * (len(tiers) - empty)]
    return [_Step(problem=Problem.BELOW), *told[1:]]


def _interpolated(tiers: Sequence[Tier]) -> list[_Step]:
    """The first value below the first point, the last beyond the last, a line between two points."""
    lines = [_between(here, after) for here, after in pairwise(tiers)]
    return [_value(tiers[0]), *lines, _value(tiers[-1])]


def _between(here: Tier, after: Tier) -> _Step:
    low, high = _value(here), _value(after)
    if here.lower is None or after.lower is None or low.problem or high.problem:
        return low
    rate = (high.constant - low.constant) / (after.lower - here.lower)
    return _Step(low.constant - rate * here.lower, rate)


_STEPS = {
    Method.STEP: _plain,
    Method.WHOLE: _whole,
    Method.LADDER: _ladder,
    Method.MARGINAL: _marginal,
    Method.INTERPOLATED: _interpolated,
}


def _grid(table: RateTable, at: _At) -> Readings:
    """The cells of x's band up to y's row, in whatever order the plan lists them."""
    bands = rising_bounds([tier.lower for tier in table.tiers])
    band = _reached(bands, at.top, at.unit, table.boundary)
    y = rationals(pd.Series(ZERO, index=at.top.index, dtype=object)) if at.y is None else or_zero(at.y)
    cells: list[_Step] = [_Step(problem=Problem.BELOW)]
    found = np.zeros(len(band), dtype=np.int64)
    for number, bound in enumerate(bands, start=1):
        mine = {tier.lower2: tier for tier in table.tiers if tier.lower == bound}
        rows = rising_bounds(list(mine))
        row = _reached(rows, y, _ones(y), table.boundary)
        found = np.where((band == number) & (row > 0), row + len(cells) - 1, found)
        cells += [_value(mine[lower2]) for lower2 in rows]
    return _known(_by_step([one.constant for one in cells], found, at), [one.problem for one in cells], found)


def _ones(like: pd.Series) -> pd.Series:
    return rationals(pd.Series(1, index=like.index))
