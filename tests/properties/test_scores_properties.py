"""Scores against plain fractions: within their limits, monotone, weights that always make a whole."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money import ONE, ZERO
from pipeline.rules import scores, scorings
from pipeline.rules.ranks import places
from schemas.terms import Direction, Missing

AMOUNTS = st.integers(-(10**8), 10**8).map(lambda cents: Fraction(cents, 100))
TARGETS = st.integers(1, 10**8).map(lambda cents: Fraction(cents, 100))
PLACES = st.sampled_from([None, 0, 1, 2, 4])
CAPS = st.integers(100, 200).map(Fraction)
CAP = Fraction(3, 2)
COUNTS = pd.Series([False])


def column(*values: object) -> pd.Series:
    return pd.Series(values, dtype=object)


def attained(actual: Fraction, baseline: Fraction, direction: Direction, places: int | None) -> Fraction:
    exact = scores.attainment_exact(column(actual), column(baseline), column(str(direction)), COUNTS, CAP)
    return Fraction(scores.attainment(exact, places)[0])


def scored(points: Fraction, cap: Fraction, places: int | None) -> Fraction:
    return Fraction(scores.score(column(points), column(cap), COUNTS, places)[0])


@given(AMOUNTS, TARGETS, PLACES)
def test_printed_attainment_is_within_half_a_unit_of_the_quotient(
    actual: Fraction, baseline: Fraction, places: int | None
) -> None:
    printed, exact = attained(actual, baseline, Direction.HIGHER, places), actual / baseline
    assert printed == exact if places is None else abs(printed - exact) <= Fraction(1, 2 * 10 ** (places + 2))


@given(AMOUNTS, TARGETS, PLACES)
def test_less_is_better_never_divides_by_nothing(actual: Fraction, baseline: Fraction, places: int | None) -> None:
    found = attained(actual, baseline, Direction.LOWER, places)
    assert (found == CAP) if actual <= 0 else (found >= 0)


@given(AMOUNTS, CAPS, PLACES)
def test_a_score_is_between_zero_and_the_cap(points: Fraction, cap: Fraction, places: int | None) -> None:
    assert 0 <= scored(points, cap, places) <= cap


@given(AMOUNTS, AMOUNTS, TARGETS, CAPS, PLACES)
def test_more_never_scores_less(
    one: Fraction, two: Fraction, baseline: Fraction, cap: Fraction, places: int | None
) -> None:
    low, high = (scorings.ratio(column(attained(x, baseline, Direction.HIGHER, places))) for x in sorted((one, two)))
    assert scored(low[0], cap, places) <= scored(high[0], cap, places)


@given(TARGETS, TARGETS, st.integers(101, 400), st.integers(101, 200))
def test_dual_is_continuous_at_the_baseline_and_reaches_the_cap_at_the_challenge(
    actual: Fraction, baseline: Fraction, stretch: int, cap: int
) -> None:
    def dual(attainment: Fraction) -> Fraction:
        return Fraction(scorings.dual(column(attainment), column(Fraction(stretch, 100)), column(Fraction(cap)))[0])

    assert dual(ONE) == 100
    assert dual(Fraction(stretch, 100)) == cap
    part = actual / baseline
    expected = 100 * part if part < 1 else 100 + (part - 1) / (Fraction(stretch, 100) - 1) * (cap - 100)
    assert dual(part) == expected


WEIGHTS = st.lists(st.tuples(st.integers(1, 100), st.booleans()), min_size=1, max_size=8)


@given(WEIGHTS)
def test_weights_make_a_whole_as_long_as_one_kpi_counts(rows: list[tuple[int, bool]]) -> None:
    whole = sum(weight for weight, _ in rows)
    given_weights = column(*(Fraction(weight, whole) for weight, _ in rows))
    dropped = pd.Series([gone for _, gone in rows])
    found = scores.weight(column(*["1001"] * len(rows)), given_weights, dropped)
    assert sum(found) == (ZERO if dropped.all() else ONE)
    kept = found[~dropped] / given_weights[~dropped]
    assert len(set(kept)) <= 1


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from(Missing)), min_size=1, max_size=6))
def test_what_lacks_something_is_dropped_zeroed_or_an_error(rows: list[tuple[bool, bool, Missing]]) -> None:
    actual = column(*(ONE if there else float("nan") for there, _, _ in rows))
    baseline = column(*(ONE if there else float("nan") for _, there, _ in rows))
    missing = column(*(str(handling) for _, _, handling in rows))
    lacks = scores.lacks(actual, baseline, column(*["ratio"] * len(rows)))
    assert (lacks == "").tolist() == [has_actual and has_target for has_actual, has_target, _ in rows]
    dropped, zeroed = scores.dropped(lacks, missing), scores.zeroed(lacks, missing)
    assert not (dropped & zeroed).any()
    assert ((dropped | zeroed) == ((lacks != "") & (missing != Missing.ERROR))).all()


@given(st.lists(st.integers(0, 6), max_size=12))
def test_a_place_is_one_more_than_the_number_of_those_above(totals: list[int]) -> None:
    found = places(column(*map(Fraction, totals)))
    assert found.tolist() == [1 + sum(other > own for other in totals) for own in totals]
