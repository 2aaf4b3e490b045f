"""Exact numbers, named roundings and fair cents, as SPEC 5 words them. The oracle shares no code with the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

CENTS = 2


def exact(value: Any) -> Fraction:
    """A cell as a fraction: 8000, Decimal("0.8"), "5%"."""
    if isinstance(value, str) and value.endswith("%"):
        return Fraction(value[:-1]) / 100
    return Fraction(value) if isinstance(value, (int, str, Decimal, Fraction)) else Fraction(str(value))


def half_up(value: Fraction, places: int | None) -> Fraction:
    """Rounded away from zero at the half; `places` of None rounds nothing."""
    if places is None:
        return value
    scale = 10**places
    size = Fraction(floor(abs(value) * scale + Fraction(1, 2)), scale)
    return size if value >= 0 else -size


def cents(value: Fraction) -> Fraction:
    """Rounded to 0.01."""
    return half_up(value, CENTS)


def spread(total: Fraction, weights: Sequence[Fraction]) -> list[Fraction]:
    """A total in cents shared by weight with largest remainders; earlier entries win ties."""
    whole = sum(weights, Fraction(0))
    ideal = [total * 100 * weight / whole for weight in weights]
    parts = [floor(one) for one in ideal]
    left = int(total * 100) - sum(parts)
    order = sorted(range(len(ideal)), key=lambda index: (parts[index] - ideal[index], index))
    for index in order[:left]:
        parts[index] += 1
    return [Fraction(part, 100) for part in parts]
