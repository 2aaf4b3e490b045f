"""Exact arithmetic: rounding half-up, spreading to the cent, printing (SPEC 5)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import money

AMOUNTS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
CENTS = st.integers(-(10**9), 10**9).map(lambda cents: Fraction(cents, 100))


@pytest.mark.parametrize("value", [0.1, 1.0, float("nan"), None, pd.NA])
def test_nothing_but_exact_numbers_is_exact(value: object) -> None:
    with pytest.raises(TypeError):
        money.exact(value)


def test_exact_takes_decimals_ints_fractions_and_their_text() -> None:
    assert [money.exact(one) for one in (Decimal("0.1"), 3, Fraction(1, 3), "0.25")] == [
        *[Fraction(1, 10), Fraction(3), Fraction(1, 3), Fraction(1, 4)]
    ]


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("0.005", 2, "0.01"),
        ("0.00499", 2, "0"),
        ("-0.005", 2, "-0.01"),
        ("2/3", 2, "0.67"),
    ],
)
def test_half_is_rounded_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert money.round_half_up(Fraction(value), places) == Fraction(rounded)


def test_not_rounded_stays_as_it_is() -> None:
    assert money.round_half_up(Fraction(1, 3), None) == Fraction(1, 3)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_rounding_agrees_with_decimal(value: Decimal) -> None:
    assert money.decimal(Fraction(value), 2) == value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_missing_stays_missing_along_columns() -> None:
    column = pd.Series([Decimal("1.5"), money.MISSING], dtype=object)
    doubled = money.each(lambda value: 2 * value, column.map(Fraction, na_action="ignore"))
    assert doubled.isna().tolist() == [False, True]
    assert doubled[0] == 3
    assert money.total(doubled) == 3


def test_total_of_nothing_is_an_exact_zero() -> None:
    assert isinstance(money.total(pd.Series([money.MISSING], dtype=object)), Fraction)


@given(CENTS, st.lists(st.fractions(min_value=0, max_value=1000), min_size=1, max_size=12))
def test_spread_gives_everything_and_nobody_is_a_cent_off(amount: Fraction, weights: list[Fraction]) -> None:
    parts, whole = money.spread(amount, weights), sum(weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        fair = amount * weight / whole if whole else amount / len(weights)
        assert abs(part - fair) < money.CENT


def test_spread_gives_the_odd_cent_to_the_largest_remainder_and_then_the_earlier() -> None:
    assert money.spread(Fraction(1), [Fraction(1)] * 3) == [Fraction("0.34"), Fraction("0.33"), Fraction("0.33")]
    assert money.spread(Fraction("0.01"), [Fraction(1), Fraction(2)]) == [0, Fraction("0.01")]


def test_spread_over_weights_of_nothing_gives_equal_parts() -> None:
    assert money.spread(Fraction(1), [Fraction(0)] * 3) == [Fraction("0.34"), Fraction("0.33"), Fraction("0.33")]
    assert money.spread(Fraction(0), [Fraction(0)]) == [0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("8000", "8,000.00"),
        ("-0.5", "-0.50"),
        ("59716.1071", "59,716.1071"),
        ("0", "0.00"),
        ("1/3", "≈0.33"),
        ("2/3", "≈0.67"),
    ],
)
def test_money_as_printed(value: str, text: str) -> None:
    assert money.money_text(Fraction(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [("1.2", "1.2"), ("1", "1"), ("1000", "1,000"), ("10/7", "≈1.4286"), ("0.125", "0.125")]
)
def test_numbers_as_printed(value: str, text: str) -> None:
    assert money.number_text(Fraction(value)) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("0.96", 2, "96.00%"),
        ("0.96", None, "96%"),
        ("0.0325", None, "3.25%"),
        ("0.96666", 2, "96.666%"),
        ("2/3", 2, "≈66.6667%"),
        ("2/3", None, "≈66.6667%"),
    ],
)
def test_percentages_as_printed_are_never_rounded_unmarked(value: str, places: int | None, text: str) -> None:
    assert money.percent_text(Fraction(value), places) == text


@given(AMOUNTS)
def test_what_is_printed_without_a_mark_is_the_number(value: Fraction) -> None:
    text = money.money_text(value)
    assert text.startswith("≈") or Fraction(text.replace(",", "")) == value


def test_a_column_keeps_its_index_and_holds_objects() -> None:
    index = pd.Index(["B", "A"])
    made = money.each(lambda one: one.numerator, pd.Series([Fraction(2), Fraction(3)], index=index, dtype=object))
    assert made.to_dict() == {"B": 2, "A": 3}
    assert made.dtype == object


def test_columns_of_unequal_length_are_refused() -> None:
    long, short = pd.Series([money.ONE, money.ONE], dtype=object), pd.Series([money.ONE], dtype=object)
    with pytest.raises(ValueError, match="zip"):
        money.each(lambda left, right: left + right, long, short)


def test_a_float_is_named_in_the_refusal() -> None:
    with pytest.raises(TypeError, match=r"^not exact: 0\.5$"):
        money.exact(0.5)


def test_a_row_with_something_missing_is_not_reckoned() -> None:
    def known(left: Fraction, right: Fraction) -> Fraction:
        assert isinstance(left, Fraction)
        return left + right

    left, right = ([Fraction(1), money.MISSING], [Fraction(2), Fraction(3)])
    found = money.each(known, pd.Series(left, dtype=object), pd.Series(right))
    assert (found[0], found.isna().tolist()) == (3, [False, True])


@pytest.mark.parametrize(
    ("value", "ends"), [("1/8", True), ("3/40", True), ("7", True), ("1/3", False), ("1/12", False)]
)
def test_a_number_ends_as_a_decimal_or_does_not(value: str, ends: bool) -> None:
    assert money.terminates(Fraction(value)) is ends


def test_a_terminal_shows_amounts_to_the_cent() -> None:
    assert money.grouped(Fraction("1234567.005")) == "1,234,567.01"
