"""Columns of rationals: products, sums and plain cells are exactly those of `fractions`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money import ONE
from pipeline.rules.amounts import exact_values, is_negative, product, sums_by
from pipeline.rules.rows import cells, plain

NUMBERS = st.one_of(st.fractions(), st.just(ONE), st.just(Fraction(1, 1)), st.just(float("nan")))
RATIOS = st.one_of(st.fractions(), st.just(ONE), st.integers(1, 9).map(lambda one: Fraction(one, one)))


def column(values: list[object]) -> pd.Series:
    return pd.Series(values, dtype=object)


def known(values: pd.Series) -> list[object]:
    return [None if isinstance(value, float) else value for value in values.tolist()]


@given(st.lists(st.tuples(NUMBERS, RATIOS, RATIOS)))
def test_products_are_exact(rows: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    amounts, first, second = (column([row[place] for row in rows]) for place in range(3))
    wanted = [None if isinstance(amount, float) else amount * one * two for amount, one, two in rows]
    assert known(product(amounts, first, second)) == wanted


def test_a_missing_ratio_leaves_the_amount_missing() -> None:
    assert known(product(column([Fraction(3)]), column([float("nan")]))) == [None]


@given(st.lists(st.tuples(st.sampled_from(["a", "b", None]), NUMBERS)))
def test_sums_are_exact(rows: list[tuple[str | None, Fraction]]) -> None:
    found = sums_by(column([amount for _, amount in rows]), column([key for key, _ in rows]))
    there = [(key, amount) for key, amount in rows if key is not None and not isinstance(amount, float)]
    assert found.to_dict() == {
        key: sum((amount for other, amount in there if other == key), start=Fraction(0)) for key, _ in there
    }


@given(st.lists(st.one_of(st.decimals(allow_nan=False, allow_infinity=False, places=4), st.just(float("nan")))))
def test_decimals_become_the_same_rationals(values: list[Decimal]) -> None:
    wanted = [None if isinstance(value, float) else Fraction(value) for value in values]
    found = exact_values(column(list(values)))
    assert known(found) == wanted
    assert is_negative(found).tolist() == [value is not None and value < 0 for value in wanted]


@pytest.mark.parametrize(
    "values",
    [
        pd.Series(["甲", None], dtype="str"),
        pd.Series([True, None], dtype="boolean"),
        pd.Series([1, None], dtype="Int64"),
        pd.Series([1, 2]),
        pd.Series([True, False]),
        pd.Series([pd.Timestamp("2024-02-29"), pd.NaT]),
        pd.Series([Fraction(1, 3), float("nan"), None, "x", Decimal(1)], dtype=object),
        pd.Series([1.5, float("nan")]),
        pd.Series([], dtype="str"),
    ],
)
def test_a_column_as_a_whole_gives_what_each_cell_gives(values: pd.Series) -> None:
    wanted = [plain(cell) for cell in values.tolist()]
    assert cells(values) == wanted
    assert [type(cell) for cell in cells(values)] == [type(cell) for cell in wanted]
