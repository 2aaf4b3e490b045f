"""A rate table read for a whole column says of each row what it says of that row alone, problems included."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.findings import Place
from pipeline.plan.model import RateTable, Tier
from pipeline.rate_columns import Readings, read_column, read_column_against, read_column_factor
from pipeline.rate_tables import Reading, read_against, read_factor, read_table
from pipeline.rationals import rationals
from schemas.terms import Boundary, Direction, Method

METHODS = (Method.STEP, Method.INTERPOLATED, Method.MARGINAL, Method.WHOLE, Method.LADDER)
NUMBERS = st.integers(-40, 400).map(lambda tenths: Fraction(tenths, 10))
POSITIVE = st.integers(1, 400).map(lambda tenths: Fraction(tenths, 7))
VALUES = st.one_of(NUMBERS, st.none())
BOUNDS = st.lists(NUMBERS, min_size=1, max_size=5, unique=True).map(sorted)
CASES = settings(max_examples=150)


@st.composite
def tables(draw: st.DrawFn) -> RateTable:
    """Any table of numbers: unbounded or not, with empty values, of either boundary."""
    bounds: list[Fraction | None] = [*([None] if draw(st.booleans()) else []), *draw(BOUNDS)]
    tiers = tuple(Tier(bound, draw(VALUES), Place()) for bound in bounds)
    return RateTable("档位", draw(st.sampled_from(METHODS)), draw(st.sampled_from(Boundary)), tiers, Place())


@st.composite
def grids(draw: st.DrawFn) -> RateTable:
    """A 二维 table whose cells stand in any order."""
    bounds = st.one_of(st.none(), st.integers(0, 3).map(Fraction))
    cells = draw(st.lists(st.tuples(bounds, bounds), min_size=1, max_size=8, unique=True))
    tiers = tuple(Tier(lower, draw(VALUES), Place(), lower2) for lower, lower2 in cells)
    return RateTable("档位", Method.GRID, draw(st.sampled_from(Boundary)), tiers, Place())


def column(values: list[Fraction]) -> pd.Series:
    return rationals(pd.Series(values, dtype=object, index=range(5, 5 + len(values))))


def same(found: Readings, alone: list[Reading]) -> bool:
    said = [(None if one.problem else one.number, one.problem) for one in alone]
    values, problems = ([None if pd.isna(cell) else cell for cell in part] for part in (found.numbers, found.problems))
    return list(zip(values, problems, strict=True)) == said


STEPS = tuple(Tier(Fraction(low), Fraction(value), Place()) for low, value in ((10, 1), (20, 5), (30, 4)))
ODD = (STEPS, (Tier(None, Fraction(7), Place()), *STEPS), (STEPS[0], Tier(Fraction(20), None, Place()), STEPS[2]))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("boundary", list(Boundary))
@pytest.mark.parametrize("steps", ODD)
def test_below_on_between_and_beyond_the_bounds(method: Method, boundary: Boundary, steps: tuple[Tier, ...]) -> None:
    table = RateTable("档位", method, boundary, steps, Place())
    xs = [Fraction(x) for x in range(0, 45, 5)]
    assert same(read_column(table, column(xs)), [read_table(table, x) for x in xs])
    for direction in Direction:
        found = read_column_against(table, column(xs), column([Fraction(2)] * len(xs)), direction=direction)
        assert same(found, [read_against(table, x, Fraction(2), direction=direction) for x in xs])


@CASES
@given(tables(), st.lists(NUMBERS.map(abs), min_size=1, max_size=5))
def test_amounts(table: RateTable, xs: list[Fraction]) -> None:
    xs = [*xs, *(tier.lower for tier in table.tiers if tier.lower is not None and tier.lower >= 0)]
    assert same(read_column(table, column(xs)), [read_table(table, x) for x in xs])
    assert same(read_column_factor(table, column(xs)), [read_factor(table, x) for x in xs])


@CASES
@given(
    tables(),
    st.lists(st.tuples(NUMBERS, POSITIVE, NUMBERS), min_size=1, max_size=4),
    st.sampled_from(Direction),
    st.booleans(),
    st.booleans(),
)
def test_against_a_baseline(
    table: RateTable, rows: list[tuple[Any, Any, Any]], direction: Direction, excess: bool, has_amount: bool
) -> None:
    rows += [(baseline, baseline, amount) for _, baseline, amount in rows]
    actual, baseline, amount = (column(list(cells)) for cells in zip(*rows, strict=True))
    ways: Any = {"direction": direction, "excess": excess}
    found = read_column_against(table, actual, baseline, amount=amount if has_amount else None, **ways)
    assert same(found, [read_against(table, a, b, amount=m if has_amount else None, **ways) for a, b, m in rows])


@CASES
@given(grids(), st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5))
def test_grids(table: RateTable, places: list[tuple[Fraction, Fraction]]) -> None:
    x, y = (column(list(cells)) for cells in zip(*places, strict=True))
    assert same(read_column(table, x, y=y), [read_table(table, one, y=two) for one, two in places])
    assert same(read_column(table, x), [read_table(table, one) for one, _ in places])
