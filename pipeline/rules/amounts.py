"""Exact products and sums of whole columns of rationals: the only place where credits and measures do arithmetic.

These run over every order of a period, so they look at each number once and compare by identity where they may.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from math import lcm

import pandas as pd

from pipeline.money import MISSING, ONE


def product(amount: pd.Series, *ratios: pd.Series) -> pd.Series:
    """The amounts times every ratio, exact; a missing amount stays missing. A ratio that is ONE costs nothing."""
    values = amount.tolist()
    for ratio in ratios:
        values = [
            one if by is ONE or type(one) is float or _is_one(by) else one * by
            for one, by in zip(values, ratio.tolist(), strict=True)
        ]
    return pd.Series(values, index=amount.index, dtype=object)


def exact_values(column: pd.Series) -> pd.Series:
    """A column of Decimals as rationals, each distinct value converted once and 1 as ONE; missing stays missing."""
    known: dict[Decimal, Fraction] = {Decimal(1): ONE}
    values = [
        MISSING if type(one) is float else known.get(one) or known.setdefault(one, Fraction(one))
        for one in column.tolist()
    ]
    return pd.Series(values, index=column.index, dtype=object)


def sums_by(values: pd.Series, keys: pd.Series) -> pd.Series:
    """The exact sum per key of the values that are there, by key; whole units of a common denominator are added."""
    pairs = [
        (key, number.numerator, number.denominator)
        for key, number in zip(keys.tolist(), values.tolist(), strict=True)
        if type(number) is not float and key is not None and key == key  # noqa: PLR0124 - NaN is no key
    ]
    unit = lcm(*{denominator for _, _, denominator in pairs})
    totals: defaultdict[object, int] = defaultdict(int)
    for key, numerator, denominator in pairs:
        totals[key] += numerator * (unit // denominator)
    return pd.Series({key: Fraction(total, unit) for key, total in totals.items()}, dtype=object)


def is_negative(column: pd.Series) -> pd.Series:
    """Which rationals are below 0; missing ones are not."""
    signs = [type(one) is not float and one.numerator < 0 for one in column.tolist()]
    return pd.Series(signs, index=column.index, dtype=bool)


def _is_one(ratio: object) -> bool:
    """Whether a ratio is 1: its parts are looked at, which costs a fifth of a product."""
    return type(ratio) is Fraction and ratio.numerator == ratio.denominator
