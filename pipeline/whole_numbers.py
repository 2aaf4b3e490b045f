"""Arrays of whole numbers: 64 bits wide while they fit, Python's own beyond, so that nothing ever overflows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from operator import methodcaller
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import take

LARGEST = 2**63 - 1
NOTHING = (0, 0)
"""A missing value is 0 over 0: products and sums with it are 0 over 0 by themselves."""
MANY = 1000
FEW_KINDS, SMALL_UNIT = 100, 10**9


def whole_numbers(values: Sequence[int]) -> np.ndarray:
    """The values as an array."""
    return narrowed(np.array(values, dtype=object))


def filled(value: int, size: int) -> np.ndarray:
    """One value, many times; it is held once and not to be changed."""
    return np.broadcast_to(np.array(value, dtype=width(value)), (size,))


def one_for_all(values: np.ndarray) -> np.ndarray:
    """The values, held once where many rows have the same: denominators are hundredths, most shares 100 %."""
    if len(values) < MANY or values.dtype == object or _is_one(values) or not _all_one(values):
        return values
    return np.broadcast_to(values[:1].copy(), values.shape)


def _all_one(values: np.ndarray) -> bool:
    """Whether one number stands in all rows; the last row tells most columns that differ."""
    return bool(values[0] == values[-1]) and bool((values == values[0]).all())


def _is_one(values: np.ndarray) -> bool:
    """Whether one number is held for all rows."""
    return len(values) >= MANY and not any(values.strides)


def different(values: np.ndarray) -> list[int]:
    """The different values, in order."""
    found: list[int] = np.unique(values[:1] if _is_one(values) else values).tolist()
    return found


def taken(values: np.ndarray, places: np.ndarray, fill: int, *, allow_fill: bool) -> np.ndarray:
    """The values at places; -1 is `fill` where `allow_fill` says so."""
    if _is_one(values) and not (allow_fill and (places < 0).any()):
        return np.broadcast_to(values[:1], (len(places),))
    return np.asarray(take(values, places, allow_fill=allow_fill, fill_value=fill))


def width(largest: int, *operands: np.ndarray) -> Any:
    """64 bits where they hold the largest value and every operand is so wide already, else Python's integers."""
    return np.int64 if largest <= LARGEST and all(one.dtype != object for one in operands) else object


def largest(values: np.ndarray) -> int:
    """The largest absolute value; 0 of none."""
    values = values[:1] if _is_one(values) else values
    return max(int(values.max(initial=0)), -int(values.min(initial=0)))


def same(one: np.ndarray, two: np.ndarray) -> bool:
    """Whether two arrays hold the same values."""
    if _is_one(one) and _is_one(two):
        return len(one) == len(two) and bool(one[0] == two[0])
    return one.shape == two.shape and bool((one == two).all())


def times(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """The products."""
    if len(one) == len(two) and _is_one(one) and _is_one(two):
        return np.broadcast_to(times(one[:1], two[:1]), one.shape)
    wide = width(largest(one) * largest(two), one, two)
    found: np.ndarray = one.astype(wide, copy=False) * two.astype(wide, copy=False)
    return found


def plus(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """The sums."""
    wide = width(largest(one) + largest(two), one, two)
    found: np.ndarray = one.astype(wide, copy=False) + two.astype(wide, copy=False)
    return found


def sums(values: np.ndarray, codes: np.ndarray, count: int) -> np.ndarray:
    """What the values of each code from 0 to `count` sum to; a code of -1 counts nowhere."""
    found = np.zeros(count, dtype=width(largest(values) * len(values), values))
    known = codes >= 0
    if not known.all():
        codes, values = codes[known], values[known]
    np.add.at(found, codes, values)
    return found


def narrowed(values: np.ndarray) -> np.ndarray:
    """64 bits wide again where that holds everything."""
    return values.astype(width(largest(values)), copy=False)


def ratios(values: Sequence[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Numerators and denominators of exact numbers; NOTHING for a missing one."""
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    there = ~pd.isna(cells)
    given = cells[there].tolist()
    if strange := {kind.__name__ for kind in set(map(type, given)) if not issubclass(kind, int | Fraction | Decimal)}:
        raise TypeError(f"not exact: {', '.join(sorted(strange))}")
    pairs = list(map(methodcaller("as_integer_ratio"), given))
    return _spread([top for top, _ in pairs], there), _spread([bottom for _, bottom in pairs], there)


def _spread(values: Sequence[int], there: np.ndarray) -> np.ndarray:
    """The values at their places, 0 at the others."""
    known = whole_numbers(values)
    found = np.zeros(len(there), dtype=known.dtype)
    found[there] = known
    return found


def over_one_unit(top: np.ndarray, bottom: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Over one denominator where a small one does for all, as it does for the decimals of a workbook."""
    missing = bottom == 0
    kinds = [one for one in different(bottom) if one]
    unit = lcm(*kinds[:FEW_KINDS])
    if len(kinds) <= 1 or len(kinds) > FEW_KINDS or unit > SMALL_UNIT:
        return top, bottom
    return times(top, unit // np.where(missing, 1, bottom)), np.where(missing, 0, unit)
