"""Exact arithmetic: rationals between named roundings, half-up, never a binary float (SPEC 5).

Columns of exact numbers are in `rationals.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

CENT = Fraction(1, 100)
ZERO = Fraction(0)
ONE = Fraction(1)
MISSING = float("nan")


def exact(value: object) -> Fraction:
    """The value as a rational: from Decimal, int, Fraction or decimal text; a float is a programmer's mistake."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, Decimal | int | str):
        return Fraction(value)
    raise TypeError(f"not exact: {value!r}")


def each(function: Callable[..., object], *columns: pd.Series) -> pd.Series:
    """Apply a scalar function along columns of one index; a row with a missing argument is missing."""
    known = zip(*(column.notna().tolist() for column in columns), strict=True)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    values = [function(*row) if all(there) else MISSING for there, row in zip(known, rows, strict=True)]
    return pd.Series(values, index=columns[0].index, dtype=object)


def round_half_up(value: Fraction, places: int | None) -> Fraction:
    """The value rounded half-up (away from zero) to decimal places; None leaves it as it is (不舍入)."""
    if places is None:
        return value
    scale = 10**places
    doubled = 2 * abs(value.numerator) * scale + value.denominator
    size = Fraction(doubled // (2 * value.denominator), scale)
    return size if value >= 0 else -size


def decimal(value: Fraction, places: int) -> Decimal:
    """A value as Decimal with fixed places, rounded half-up: for printing and for exact columns of files."""
    return Decimal(int(round_half_up(value, places) * 10**places)).scaleb(-places)


def terminates(value: Fraction) -> bool:
    """Whether the value can be written as a decimal exactly."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def total(column: pd.Series) -> Fraction:
    """The exact sum of the values that are there; 0 of none."""
    return sum(column.dropna().tolist(), start=ZERO)


def spread(amount: Fraction, weights: Sequence[Fraction], unit: Fraction = CENT) -> list[Fraction]:
    """Spread an amount (a multiple of `unit`) over weights by largest remainder; ties go to the earlier place.

    Callers order the weights by the tie rule of SPEC (smaller employee_id, then line). All weights 0: equal parts.
    """
    whole = sum(weights, start=ZERO)
    shares = [Fraction(weight, whole) if whole else Fraction(1, len(weights)) for weight in weights]
    units = [amount / unit * share for share in shares]
    floors = [part.numerator // part.denominator for part in units]
    left = int(amount / unit) - sum(floors)
    order = sorted(range(len(units)), key=lambda place: (floors[place] - units[place], place))
    for place in order[:left]:
        floors[place] += 1
    return [count * unit for count in floors]


def money_text(value: Fraction) -> str:
    """Money as printed in a formula: thousands separators, two decimals or as many as it has; ≈ when it never ends."""
    return _text(value, at_least=2, at_most=2)


def number_text(value: Fraction) -> str:
    """A number as printed in a formula, without trailing zeros; ≈ marks one that never ends."""
    return _text(value, at_least=0, at_most=4)


def percent_text(value: Fraction, places: int | None = None) -> str:
    """A ratio as a percentage, with fixed decimals or as many as it has; ≈ marks one that the decimals do not hold."""
    if places is not None and round_half_up(100 * value, places) == 100 * value:
        return f"{decimal(100 * value, places):,f}%"
    return f"{_text(100 * value, at_least=0, at_most=4)}%"


def _text(value: Fraction, at_least: int, at_most: int) -> str:
    if not terminates(value):
        return f"≈{decimal(value, at_most):,f}"
    return f"{decimal(value, max(at_least, _decimals(value))):,f}"


def _decimals(value: Fraction) -> int:
    places = 0
    while 10**places % value.denominator:
        places += 1
    return places
