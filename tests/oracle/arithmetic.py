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


def aggregated(spec: dict[str, Any], rows: list[tuple[dict[str, Any], Fraction]]) -> Fraction | None:
    """The sum, count, mean or extreme of a measure's rows, each with what multiplies its money."""
    kind = spec["汇总"]
    if kind == "计数":
        return Fraction(len(rows))
    if kind == "去重计数":
        return Fraction(len({row[spec["字段"]] for row, _ in rows if row.get(spec["字段"]) is not None}))
    values = [amount_of(row, spec["字段"]) * part for row, part in rows]
    if kind == "求和":
        return sum(values, Fraction(0))
    if not values:
        return None
    return {"平均": sum(values, Fraction(0)) / len(values), "最大": max(values), "最小": min(values)}[kind]


def amount_of(row: dict[str, Any], field: str) -> Fraction:
    """A field of a row in money; 应收金额 is the amount where it is empty."""
    value = row.get(field)
    if value is None and field == "应收金额":
        value = row["签约金额"]
    return exact(value or 0)
