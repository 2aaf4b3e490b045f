"""Columns of exact rationals and what is done to them as a whole: rounding, bounds, quotients, sums by key.

`+ - * /` and comparisons of such columns are exact as well; a division by 0 is missing. What is behind them is in
`rational_array.py`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from pipeline.decimal_array import Decimals
from pipeline.rational_array import RationalDtype, Rationals

__all__ = [
    "RationalDtype",
    "greatest",
    "least",
    "or_zero",
    "quotient",
    "rationals",
    "rounded",
    "scaled",
    "sums_by",
    "whole_units",
]


def rationals(column: pd.Series) -> pd.Series:
    """A column of Fractions, Decimals or whole numbers as rationals; missing stays missing."""
    return pd.Series(_array(column), index=column.index, name=column.name)


def whole_units(column: pd.Series) -> np.ndarray:
    """A column as whole multiples of one unit, which compare as the numbers do; missing ones are 0."""
    return _array(column).units()[0]


def rounded(column: pd.Series, places: int | None) -> pd.Series:
    """A column rounded half-up to decimal places; None leaves it as it is (不舍入)."""
    array = _array(column)
    return pd.Series(array if places is None else array.rounded(places), index=column.index)


def quotient(column: pd.Series, by: pd.Series) -> pd.Series:
    """One column divided by another; a division by 0 is missing (SPEC 5.2)."""
    return pd.Series(_array(column) / _array(by), index=column.index)


def least(column: pd.Series, bound: Fraction | pd.Series) -> pd.Series:
    """The smaller of a column and a bound, row by row; missing where either is."""
    return _chosen(column, bound, operator.le)


def greatest(column: pd.Series, bound: Fraction | pd.Series) -> pd.Series:
    """The larger of a column and a bound, row by row; missing where either is."""
    return _chosen(column, bound, operator.ge)


def or_zero(column: pd.Series) -> pd.Series:
    """A column in which what is missing counts as 0."""
    array = _array(column)
    missing = array.isna()
    parts = (np.where(missing, 0, array.top), np.where(missing, 1, array.bottom))
    return pd.Series(Rationals(*parts), index=column.index)


def scaled(column: pd.Series, by: Fraction) -> pd.Series:
    """A column times one number."""
    return pd.Series(_array(column) * by, index=column.index)


def sums_by(values: pd.Series, keys: pd.Series) -> pd.Series:
    """The exact sum per key of the values that are there, by key; a missing key counts nowhere."""
    array = _array(values)
    codes, groups = pd.factorize(keys)
    there = (codes >= 0) & ~array.isna()
    seen = np.bincount(codes[there], minlength=len(groups)) > 0
    sums, index = array.summed(codes, len(groups)), pd.Index(groups)
    return pd.Series(sums, index=index) if seen.all() else pd.Series(sums[seen], index=index[seen])


def _array(column: pd.Series) -> Rationals:
    if column.dtype == np.int64:
        return Rationals.of(column.to_numpy())
    array = column.array
    return Rationals.of(array if isinstance(array, Decimals | Rationals) else column.tolist())


def _chosen(column: pd.Series, bound: Fraction | pd.Series, better: Callable[..., Any]) -> pd.Series:
    """The better of a column and a bound."""
    one, two = _array(column), _array(bound) if isinstance(bound, pd.Series) else Rationals.of(bound)
    first, missing = better(one, two), one.isna() | two.isna()
    parts = ((one.top, two.top), (one.bottom, two.bottom))
    return pd.Series(Rationals(*(np.where(missing, 0, np.where(first, *part)) for part in parts)), index=column.index)
