"""Exact products and sums of whole columns of rationals: the only place where credits and measures do arithmetic."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import lcm

import pandas as pd

from pipeline.money import MISSING, ONE


def product(amount: pd.Series, *ratios: pd.Series) -> pd.Series:
    """The amounts times every ratio, exact; a missing amount stays missing. A ratio of 1 costs nothing."""
    values = amount.tolist()
    for ratio in ratios:
        values = [one if by == ONE else one * by for one, by in zip(values, ratio.tolist(), strict=True)]
    return pd.Series([MISSING if one != one else one for one in values], index=amount.index, dtype=object)  # noqa: PLR0124 - NaN


def exact_values(column: pd.Series) -> pd.Series:
    """A column of Decimals as rationals, each distinct value converted once; missing stays missing."""
    codes, distinct = pd.factorize(column.array)
    known = [Fraction(value) for value in distinct]
    return pd.Series([MISSING if code < 0 else known[code] for code in codes], index=column.index, dtype=object)


def sums_by(values: pd.Series, keys: pd.Series) -> pd.Series:
    """The exact sum per key of the values that are there, by key; whole units of a common denominator are added."""
    present = values.notna() & keys.notna()
    numbers = values[present].tolist()
    unit = lcm(*{number.denominator for number in numbers})
    totals: defaultdict[object, int] = defaultdict(int)
    for key, number in zip(keys[present].tolist(), numbers, strict=True):
        totals[key] += number.numerator * (unit // number.denominator)
    return pd.Series({key: Fraction(total, unit) for key, total in totals.items()}, dtype=object)
