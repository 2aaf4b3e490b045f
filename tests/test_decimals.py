"""Columns of figures: what goes in comes out, exactly and as it was written."""

from __future__ import annotations

import operator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decimal_array import Decimals
from pipeline.rationals import rationals

figures = st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=-(10**25), max_value=10**25).map(
    lambda one: Decimal(f"{one:f}")
)
cells = st.lists(st.one_of(figures, st.integers(-(10**20), 10**20).map(Decimal), st.just(float("nan"))), max_size=8)


def column(values: list[Any]) -> pd.Series:
    return pd.Series(values, dtype="decimal")


def same(one: Any, other: Any) -> bool:
    return (pd.isna(one) and pd.isna(other)) or (str(one + 0) == str(other + 0))


@given(cells)
def test_what_goes_in_comes_out_as_it_was_written(values: list[Any]) -> None:
    found = column(values)
    assert all(map(same, found.tolist(), values))
    assert all(map(same, found.iloc[::-1].tolist(), values[::-1]))
    assert all(map(same, pd.concat([found, found], ignore_index=True).tolist(), values * 2))


@given(cells, cells, st.sampled_from([operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]))
def test_comparisons_are_those_of_the_cells(one: list[Any], other: list[Any], compare: Any) -> None:
    size = min(len(one), len(other))
    one, other = one[:size], other[:size]
    expected = [meant(compare, left, right) for left, right in zip(one, other, strict=True)]
    assert compare(column(one), column(other)).tolist() == expected
    assert compare(column(one), 7).tolist() == [meant(compare, left, 7) for left in one]


def meant(compare: Any, left: Any, right: Any) -> bool:
    """A missing value is unlike all others."""
    return compare is operator.ne if pd.isna(left) or pd.isna(right) else bool(compare(left, right))


@given(cells)
def test_sums_and_bounds_are_exact(values: list[Any]) -> None:
    there = [value for value in values if not pd.isna(value)]
    found = column(values)
    assert Fraction(found.sum()) == sum(map(Fraction, there), Fraction(0))
    assert (found.min(), found.max()) == (min(there), max(there)) if there else bool(pd.isna(found.max()))


@given(cells)
def test_rationals_are_the_same_numbers(values: list[Any]) -> None:
    found = rationals(column(values)).tolist()
    assert all(
        (pd.isna(one) and pd.isna(other)) or one == Fraction(other) for one, other in zip(found, values, strict=True)
    )


@given(cells)
def test_equal_figures_are_the_same_key_however_they_are_written(values: list[Any]) -> None:
    codes, groups = pd.factorize(column(values))
    again = [float("nan") if code < 0 else groups[code] for code in codes.tolist()]
    assert all((pd.isna(one) and pd.isna(other)) or one == other for one, other in zip(again, values, strict=True))
    assert len(groups) == len({value for value in values if not pd.isna(value)})


@pytest.mark.parametrize("value", [0.5, "1", [Decimal(1)], [float("nan")], Decimal("Infinity")])
def test_what_is_no_figure_is_a_mistake(value: Any) -> None:
    with pytest.raises(TypeError):
        Decimals.of([value])


def test_a_cell_can_be_filled() -> None:
    found = column([Decimal("1.50"), float("nan"), Decimal(2)])
    found[1] = Decimal(10) ** 30
    assert found.tolist() == [Decimal("1.50"), Decimal(10) ** 30, Decimal(2)]
    assert found.where(found > 1, Decimal(0)).tolist() == found.tolist()
    assert found.astype(object).map(str).tolist() == ["1.50", "1" + "0" * 30, "2"]


def test_rows_can_be_taken_sorted_and_brought_onto_another_index() -> None:
    found = column([Decimal("1.50"), Decimal("-2.25"), float("nan"), Decimal(3)])
    assert found.sort_values().tolist()[:3] == [Decimal("-2.25"), Decimal("1.50"), Decimal(3)]
    moved = found.reindex([3, 9, 0])
    assert [str(one) for one in moved.tolist()] == ["3", "nan", "1.50"]
    assert moved.isna().tolist() == [False, True, False]
    assert found.array.take([-1, 0]).tolist() == [Decimal(3), Decimal("1.50")]


def test_a_copy_is_filled_by_itself_and_several_cells_at_once() -> None:
    found = column([Decimal("1.50"), Decimal(2), Decimal(3)])
    other = found.copy()
    other[[0, 2]] = [Decimal("0.001"), float("nan")]
    assert found.tolist() == [Decimal("1.50"), Decimal(2), Decimal(3)]
    assert [str(one) for one in other.tolist()] == ["0.001", "2", "nan"]
    other[1] = float("nan")
    assert other.isna().tolist() == [False, True, True]


def test_cells_are_reckoned_as_decimals() -> None:
    one, other = column([Decimal("1.50"), Decimal(2)]), column([Decimal("0.25"), Decimal(4)])
    assert (one + other).tolist() == [Decimal("1.75"), Decimal(6)]
    assert (one - other).tolist() == [Decimal("1.25"), Decimal(-2)]
    assert (one * 2).tolist() == [Decimal(3), Decimal(4)]
    assert (one == "2").tolist() == [False, False]


def test_groups_add_up_exactly() -> None:
    sums = column([Decimal("0.1"), Decimal("0.2"), Decimal(5)]).groupby(["甲", "甲", "乙"]).sum()
    assert sums.to_dict() == {"甲": Decimal("0.3"), "乙": Decimal(5)}


def test_figures_with_many_places_are_compared_exactly() -> None:
    tiny = column([Decimal("0.0000000000000000000001"), Decimal(1)])
    assert (tiny < column([Decimal("0.0000000000000000000002"), Decimal(1)])).tolist() == [True, False]
    assert (tiny.array.most_places, column([]).array.most_places) == (22, 0)


def test_what_no_figure_has_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="no mean of decimals"):
        column([Decimal(1)]).mean()
    assert len(column([Decimal(1)]).array.tolist()) == 1
