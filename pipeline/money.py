"""Exact arithmetic: rationals between named roundings, half-up, never a binary float (SPEC 5).

Columns of exact numbers are in `rationals.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import pandas as pd

from pipeline.rationals import rationals

CENT = Fraction(1, 100)
CENTS = 2
"""Decimal places of an amount."""
ZERO = Fraction(0)
ONE = Fraction(1)
MISSING = float("nan")
KNOWN_TEXTS = 2**16


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


def grouped(value: Fraction) -> str:
    """An amount to the cent with thousands separators, as a terminal shows it."""
    return f"{decimal(value, CENTS):,}"


def terminates(value: Fraction) -> bool:
    """Whether the value can be written as a decimal exactly."""
    return _decimals(value.denominator) is not None


def total(column: pd.Series) -> Fraction:
    """The exact sum of the values that are there; 0 of none."""
    return exact(rationals(column).sum())


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
    return _text(value.numerator, value.denominator, 2, 2)


def number_text(value: Fraction) -> str:
    """A number as printed in a formula, without trailing zeros; ≈ marks one that never ends."""
    return _text(value.numerator, value.denominator, 0, 4)


def percent_text(value: Fraction, places: int | None = None) -> str:
    """A ratio as a percentage, with fixed decimals or as many as it has; ≈ marks one that the decimals do not hold."""
    return _percent(value.numerator, value.denominator, places)


@lru_cache(maxsize=KNOWN_TEXTS)
def _percent(top: int, bottom: int, places: int | None) -> str:
    percent = Fraction(100 * top, bottom)
    if places is not None and 10**places % percent.denominator == 0:
        return f"{_fixed(percent.numerator, percent.denominator, places)}%"
    return f"{_text(percent.numerator, percent.denominator, 0, 4)}%"


@lru_cache(maxsize=KNOWN_TEXTS)
def _text(top: int, bottom: int, at_least: int, at_most: int) -> str:
    """A rational with as many decimals as it has; one that never ends with `at_most` of them and ≈."""
    places = _decimals(bottom)
    return f"≈{_fixed(top, bottom, at_most)}" if places is None else _fixed(top, bottom, max(at_least, places))


def _fixed(top: int, bottom: int, places: int) -> str:
    """A rational with thousands separators and fixed decimals, rounded half-up."""
    size = (2 * abs(top) * 10**places + bottom) // (2 * bottom)
    whole, part = divmod(size, 10**places)
    sign = "-" if top < 0 and size else ""
    return f"{sign}{whole:,}.{part:0{places}d}" if places else f"{sign}{whole:,}"


@lru_cache(maxsize=KNOWN_TEXTS)
def _decimals(bottom: int) -> int | None:
    """How many decimals a reduced fraction over this denominator has; None where they never end."""
    rest, count = bottom, {2: 0, 5: 0}
    for prime in count:
        while rest % prime == 0:
            rest //= prime
            count[prime] += 1
    return max(count.values()) if rest == 1 else None
