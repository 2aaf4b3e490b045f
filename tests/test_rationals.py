"""Columns of rationals: whatever is done to a whole column is exactly what `fractions` does row by row."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.money import round_half_up
from pipeline.rationals import RationalDtype, greatest, least, quotient, rationals, rounded, sums_by, whole_units

NAN = float("nan")
CENTS = st.integers(-(10**14), 10**14).map(lambda cents: Fraction(cents, 100))
LARGE = st.integers(-(10**40), 10**40).map(Fraction)
EDGE = st.sampled_from([2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**31, 2**62]).map(Fraction)
HALVES = st.builds(
    lambda whole, places: Fraction(2 * whole + 1, 2 * 10**places), st.integers(-999, 999), st.integers(0, 6)
)
EXACT = st.one_of(CENTS, LARGE, EDGE, HALVES, st.fractions(), st.fractions(max_denominator=7))
NUMBERS = st.one_of(EXACT, st.just(NAN))
FIFTY = settings(max_examples=50)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=8)
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv]
COMPARISONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]


def column(values: list[Any]) -> pd.Series:
    return pd.Series(values, dtype=object)


def known(values: pd.Series) -> list[Any]:
    assert all(isinstance(value, Fraction) or value != value for value in values.tolist())  # noqa: PLR0124
    return [None if isinstance(value, float) else value for value in values.tolist()]


def by_fractions(rule: Callable[..., Any], *cells: Any) -> Any:
    if any(isinstance(cell, float) for cell in cells) or (rule is operator.truediv and not cells[1]):
        return None
    return rule(*cells)


@FIFTY
@pytest.mark.parametrize("rule", OPERATORS)
@given(pairs=PAIRS)
def test_columns_reckon_as_fractions_do(rule: Callable[..., Any], pairs: list[tuple[Any, Any]]) -> None:
    one, two = (rationals(column([pair[side] for pair in pairs])) for side in (0, 1))
    assert known(rule(one, two)) == [by_fractions(rule, *pair) for pair in pairs]


@FIFTY
@given(pairs=PAIRS)
def test_a_quotient_is_missing_where_it_divides_by_0_or_by_nothing(pairs: list[tuple[Any, Any]]) -> None:
    one, two = (column([pair[side] for pair in pairs]) for side in (0, 1))
    found = quotient(one, two)
    assert isinstance(found.dtype, RationalDtype)
    assert known(found) == [by_fractions(operator.truediv, *pair) for pair in pairs]


@FIFTY
@given(values=st.lists(NUMBERS | st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(-1)]), max_size=9))
@example([NAN, Fraction(0), Fraction(-1), Fraction(0), NAN, Fraction(-1, 2)])
def test_equal_numbers_are_one_and_missing_ones_are_none(values: list[Any]) -> None:
    there = [value for value in values if isinstance(value, Fraction)]
    each = list(dict.fromkeys(there))
    codes, found = pd.factorize(rationals(column(values)).array)
    assert found.tolist() == each
    assert codes.tolist() == [each.index(value) if isinstance(value, Fraction) else -1 for value in values]


@FIFTY
@pytest.mark.parametrize("rule", OPERATORS)
@given(values=st.lists(NUMBERS, max_size=5), by=EXACT)
def test_one_number_stands_for_a_column_of_it_on_either_side(
    rule: Callable[..., Any], values: list[Any], by: Fraction
) -> None:
    one = rationals(column(values))
    assert known(rule(one, by)) == [by_fractions(rule, value, by) for value in values]
    assert known(rule(by, one)) == [by_fractions(rule, by, value) for value in values]


@given(st.lists(st.tuples(EXACT, EXACT, EXACT), max_size=5))
def test_long_chains_stay_exact(rows: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    one, two, three = (rationals(column([row[place] for row in rows])) for place in range(3))
    found = (one * two + three) * (one - three) * two + one * one * one
    assert known(found) == [(a * b + c) * (a - c) * b + a * a * a for a, b, c in rows]


@FIFTY
@pytest.mark.parametrize("rule", COMPARISONS)
@given(pairs=PAIRS)
def test_comparisons_are_exact_and_a_missing_value_is_unlike_all(
    rule: Callable[..., Any], pairs: list[tuple[Any, Any]]
) -> None:
    one, two = (rationals(column([pair[side] for pair in pairs])) for side in (0, 1))
    wanted = [rule is operator.ne if by_fractions(rule, *pair) is None else rule(*pair) for pair in pairs]
    assert rule(one, two).tolist() == wanted


@given(st.lists(NUMBERS), st.integers(0, 8))
@example([Fraction(1, 2), Fraction(-1, 2), Fraction(5, 1000), Fraction(-5, 1000), Fraction(2, 3)], 2)
def test_rounding_is_half_up_away_from_zero(values: list[Any], places: int) -> None:
    found = rounded(rationals(column(values)), places)
    assert known(found) == [None if isinstance(one, float) else round_half_up(one, places) for one in values]


def test_not_rounded_stays_as_it_is() -> None:
    assert known(rounded(column([Fraction(1, 3), NAN]), None)) == [Fraction(1, 3), None]


@given(PAIRS)
def test_least_and_greatest_of_two_columns(pairs: list[tuple[Any, Any]]) -> None:
    one, two = (column([pair[side] for pair in pairs]) for side in (0, 1))
    assert known(least(one, two)) == [by_fractions(min, *pair) for pair in pairs]
    assert known(greatest(one, two)) == [by_fractions(max, *pair) for pair in pairs]


def test_least_and_greatest_take_one_bound_for_all() -> None:
    values = pd.Series([Fraction(1), Fraction(5)], index=["B", "A"], dtype=object)
    assert least(values, Fraction(3)).to_dict() == {"B": 1, "A": 3}
    assert greatest(values, Fraction(3)).to_dict() == {"B": 3, "A": 5}


@given(st.lists(st.tuples(st.sampled_from(["a", "b", None]), NUMBERS)))
def test_sums_by_key_are_exact(rows: list[tuple[str | None, Any]]) -> None:
    found = sums_by(column([amount for _, amount in rows]), column([key for key, _ in rows]))
    there = [(key, amount) for key, amount in rows if key is not None and not isinstance(amount, float)]
    assert found.to_dict() == {
        key: sum((amount for other, amount in there if other == key), start=Fraction(0)) for key, _ in there
    }


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), NUMBERS), min_size=1))
def test_grouping_by_pandas_gives_the_same_sums(rows: list[tuple[str, Any]]) -> None:
    frame = pd.DataFrame({"key": [key for key, _ in rows], "value": rationals(column([one for _, one in rows]))})
    wanted = {
        key: sum((one for other, one in rows if other == key and isinstance(one, Fraction)), start=Fraction(0))
        for key, _ in rows
    }
    assert frame.groupby("key")["value"].sum().to_dict() == wanted
    assert frame.groupby("key")["value"].transform("sum").tolist() == [wanted[key] for key, _ in rows]


@given(st.lists(EXACT, min_size=1))
def test_whole_columns_add_up_and_order_as_fractions_do(values: list[Fraction]) -> None:
    made = rationals(column(values))
    assert (made.sum(), made.min(), made.max()) == (sum(values), min(values), max(values))
    assert made.sort_values().tolist() == sorted(values)
    order = whole_units(made).tolist()
    assert [one > two for one, two in pairwise(order)] == [one > two for one, two in pairwise(values)]
    assert len(made.drop_duplicates()) == len(set(values))


@given(st.lists(st.one_of(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.just(NAN), st.integers())))
def test_decimals_and_whole_numbers_become_the_same_rationals(values: list[Any]) -> None:
    wanted = [None if isinstance(value, float) else Fraction(value) for value in values]
    assert known(rationals(column(values))) == wanted


def test_whole_numbers_of_any_column_of_pandas() -> None:
    assert known(rationals(pd.Series([1, -2]))) == [1, -2]
    assert known(rationals(pd.Series([1, None], dtype="Int64"))) == [1, None]


@pytest.mark.parametrize("value", [0.1, 1.0, "x"])
def test_nothing_but_exact_numbers_becomes_a_rational(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        rationals(column([value]))
    with pytest.raises((TypeError, ValueError)):
        rationals(column([Fraction(1)])) * value


@given(st.lists(NUMBERS, min_size=1), st.data())
def test_choosing_joining_and_filling_keep_the_numbers(values: list[Any], data: st.DataObject) -> None:
    made = rationals(column(values))
    wanted = known(made)
    kept = pd.Series(data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values))))
    other = data.draw(EXACT)
    assert known(made.where(kept, other)) == [one if keep else other for one, keep in zip(wanted, kept, strict=True)]
    assert known(made.fillna(other)) == [other if one is None else one for one in wanted]
    assert known(pd.concat([made, made[kept]])) == [
        *wanted,
        *(one for one, keep in zip(wanted, kept, strict=True) if keep),
    ]
    assert known(made.reindex([0, len(values)])) == [wanted[0], None]
    assert known(made.dropna()) == [one for one in wanted if one is not None]
    assert pd.concat([made, made.where(kept)]).dtype == RationalDtype()
    assert made.equals(rationals(made.astype(object)))


def test_a_copy_can_be_changed_and_leaves_the_first_alone() -> None:
    first = rationals(column([Fraction(1), Fraction(2)]))
    second = first.copy()
    second[0] = Fraction(10**30, 7)
    assert known(first) == [1, 2]
    assert known(second) == [Fraction(10**30, 7), 2]
