"""Rate tables against plain fractions: exact, monotone, continuous where they should be, sharp on their bounds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pipeline.findings import Place
from pipeline.plan.model import RateTable, Tier
from pipeline.rate_tables import read_against, read_table
from schemas.terms import Boundary, Direction, Method

AMOUNTS = st.integers(0, 10**9).map(lambda mills: Fraction(mills, 1000))
RATES = st.integers(0, 1000).map(lambda mills: Fraction(mills, 1000))
BOUNDS = st.lists(AMOUNTS, min_size=1, max_size=6, unique=True).map(sorted)
BOUNDARIES = st.sampled_from(Boundary)


@st.composite
def tables(draw: st.DrawFn, method: Method, *, rising: bool = False, unbounded: bool = True) -> RateTable:
    """A table that holds for every x ≥ 0: its first tier is unbounded, or begins at 0."""
    bounds: list[Fraction | None] = [None if unbounded else Fraction(-1), *draw(BOUNDS)]
    values = draw(st.lists(RATES, min_size=len(bounds), max_size=len(bounds)))
    pairs = zip(bounds, sorted(values) if rising else values, strict=True)
    tiers = tuple(Tier(low, value, Place()) for low, value in pairs)
    return RateTable("档位", method, draw(BOUNDARIES), tiers, Place())


def in_tiers(table: RateTable, x: Fraction) -> list[tuple[Fraction, Fraction]]:
    """The part of x ≥ 0 that lies in each tier, with the tier's value: the definition, with nothing clever."""
    lows = [tier.lower or Fraction(0) for tier in table.tiers]
    highs = [*lows[1:], max(x, lows[-1])]
    return [
        (max(min(x, high) - low, Fraction(0)), Fraction(tier.value or 0))
        for low, high, tier in zip(lows, highs, table.tiers, strict=True)
    ]


@given(tables(Method.MARGINAL), AMOUNTS)
def test_marginal_is_the_sum_over_the_parts_of_x(table: RateTable, x: Fraction) -> None:
    assert read_table(table, x).number == sum(part * rate for part, rate in in_tiers(table, x))


@given(tables(Method.MARGINAL), AMOUNTS, AMOUNTS)
def test_marginal_never_falls_and_never_jumps(table: RateTable, x: Fraction, more: Fraction) -> None:
    """Rates are at most 1, so that pay grows by at most what x grows by."""
    assert 0 <= read_table(table, x + more).number - read_table(table, x).number <= more


@given(tables(Method.MARGINAL), AMOUNTS)
def test_marginal_on_a_bound_is_the_same_with_either_boundary(table: RateTable, x: Fraction) -> None:
    for bound in (x, *(tier.lower for tier in table.tiers if tier.lower is not None)):
        values = {read_table(replace(table, boundary=boundary), bound).value for boundary in Boundary}
        assert len(values) == 1


@given(tables(Method.STEP), AMOUNTS)
def test_step_is_the_last_tier_whose_bound_is_reached(table: RateTable, x: Fraction) -> None:
    upper = table.boundary is Boundary.UPPER
    reached = [
        tier.value for tier in table.tiers if tier.lower is None or tier.lower < x or (upper and tier.lower == x)
    ]
    assert read_table(table, x).value == reached[-1]


@given(tables(Method.STEP))
def test_a_bound_itself_belongs_to_the_tier_that_the_plan_says(table: RateTable) -> None:
    for place, tier in enumerate(table.tiers[1:], start=1):
        assert tier.lower is not None
        assert read_table(replace(table, boundary=Boundary.UPPER), tier.lower).value == tier.value
        assert read_table(replace(table, boundary=Boundary.LOWER), tier.lower).value == table.tiers[place - 1].value


@given(tables(Method.STEP, rising=True), AMOUNTS, AMOUNTS)
def test_rising_values_never_give_less_for_more(table: RateTable, x: Fraction, more: Fraction) -> None:
    assert read_table(table, x).number <= read_table(table, x + more).number


@given(tables(Method.WHOLE), AMOUNTS, AMOUNTS)
def test_whole_is_the_amount_times_the_step(table: RateTable, x: Fraction, amount: Fraction) -> None:
    step = read_table(replace(table, method=Method.STEP), x).number
    assert read_table(table, x, amount=amount).number == amount * step


@given(tables(Method.LADDER), AMOUNTS)
def test_ladder_adds_one_value_at_each_bound(table: RateTable, x: Fraction) -> None:
    steps = [replace(table, method=Method.STEP, tiers=table.tiers[: place + 1]) for place in range(len(table.tiers))]
    reached = [one for one in steps if read_table(one, x).tiers == one.tiers[-1:]]
    assert read_table(table, x).number == sum(Fraction(one.tiers[-1].value or 0) for one in reached)


@given(tables(Method.INTERPOLATED, unbounded=False), AMOUNTS)
def test_interpolation_hits_its_points_and_stays_between_them(table: RateTable, x: Fraction) -> None:
    for tier in table.tiers:
        assert tier.lower is not None
        assert read_table(table, tier.lower).value == tier.value
    values = [Fraction(tier.value or 0) for tier in table.tiers]
    assert min(values) <= read_table(table, x).number <= max(values)


@given(tables(Method.INTERPOLATED, rising=True, unbounded=False), AMOUNTS, AMOUNTS)
def test_interpolation_of_rising_values_never_falls(table: RateTable, x: Fraction, more: Fraction) -> None:
    assert read_table(table, x).number <= read_table(table, x + more).number


@given(tables(Method.INTERPOLATED, unbounded=False), AMOUNTS)
def test_interpolation_does_not_depend_on_the_boundary(table: RateTable, x: Fraction) -> None:
    assert len({read_table(replace(table, boundary=boundary), x).value for boundary in Boundary}) == 1


@given(st.lists(RATES, min_size=2, max_size=4), st.lists(RATES, min_size=2, max_size=4), AMOUNTS, AMOUNTS)
def test_a_grid_whose_rows_are_alike_is_a_step_over_y(
    rows: list[Fraction], row: list[Fraction], x: Fraction, y: Fraction
) -> None:
    tiers = tuple(
        Tier(Fraction(1000 * low), value, Place(), lower2=Fraction(1000 * low2))
        for low, _ in enumerate(rows)
        for low2, value in enumerate(row)
    )
    grid = RateTable("二维", Method.GRID, Boundary.UPPER, tiers, Place())
    line = tuple(Tier(Fraction(1000 * low2), value, Place()) for low2, value in enumerate(row))
    step = RateTable("查表", Method.STEP, Boundary.UPPER, line, Place())
    assert read_table(grid, x, y=y).value == read_table(step, y).value


POSITIVE = st.integers(1, 10**9).map(lambda sevenths: Fraction(sevenths, 700))


@given(tables(Method.MARGINAL), AMOUNTS, POSITIVE, POSITIVE)
def test_doubling_actual_and_target_doubles_what_is_paid_on_money(
    table: RateTable, actual: Fraction, baseline: Fraction, scale: Fraction
) -> None:
    once = read_against(table, actual, baseline).number
    assert read_against(table, actual * scale, baseline * scale).number == once * scale


@given(tables(Method.STEP), AMOUNTS, POSITIVE)
def test_a_bound_in_percent_is_reached_in_exact_money(table: RateTable, actual: Fraction, baseline: Fraction) -> None:
    for tier in table.tiers[1:]:
        upper = replace(table, boundary=Boundary.UPPER)
        at_bound = baseline * (tier.lower or Fraction(0))
        assert read_against(upper, at_bound, baseline).value == tier.value
        reached = tier in read_against(replace(upper, method=Method.LADDER), actual, baseline).tiers
        assert reached == (actual >= at_bound)


@given(tables(Method.LADDER), POSITIVE, POSITIVE)
def test_less_is_better_reaches_a_bound_when_actual_times_bound_is_at_most_the_baseline(
    table: RateTable, actual: Fraction, baseline: Fraction
) -> None:
    upper = replace(table, boundary=Boundary.UPPER)
    reached = read_against(upper, actual, baseline, direction=Direction.LOWER).tiers
    assert reached[1:] == tuple(
        tier for tier in table.tiers[1:] if tier.lower is not None and actual * tier.lower <= baseline
    )


@given(tables(Method.MARGINAL), AMOUNTS, POSITIVE)
def test_the_excess_pays_like_an_amount_above_the_baseline(
    table: RateTable, actual: Fraction, baseline: Fraction
) -> None:
    excess = max(actual - baseline, Fraction(0))
    assert read_against(table, actual, baseline, excess=True) == read_against(table, excess, baseline)


@given(tables(Method.MARGINAL), AMOUNTS)
def test_the_words_of_the_formula_add_up_to_its_value(table: RateTable, x: Fraction) -> None:
    reading = read_table(table, x)
    if "≈" not in reading.words:
        assert _evaluated(reading.words) == reading.number


def _evaluated(words: str) -> Fraction:
    return sum((_product(part) for part in words.split(" + ")), start=Fraction(0))


def _product(words: str) -> Fraction:
    money, rate = words.replace(",", "").split(" × ")
    return Fraction(money) * (Fraction(rate[:-1]) / 100 if rate.endswith("%") else Fraction(rate))
