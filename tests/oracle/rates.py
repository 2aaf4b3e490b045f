"""The ways to read a rate table (SPEC 4), one tier at a time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.oracle.arithmetic import exact

Bound = Fraction | None
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Table:
    """Tiers by lower bound; `upper` tells whether a value on a bound belongs to the upper tier."""

    method: str
    upper: bool
    tiers: tuple[tuple[Bound, Any], ...]

    def scaled(self, unit: Fraction) -> Table:
        """The same tiers with bounds that are shares of `unit`."""
        return Table(
            self.method, self.upper, tuple((None if lo is None else lo * unit, value) for lo, value in self.tiers)
        )


class OutsideTableError(Exception):
    """x lies below the first bound."""


def table_of(rows: list[dict[str, Any]]) -> Table:
    """A table from its rows of 档位."""
    tiers = tuple((None if row["下限"] is None else exact(row["下限"]), row["值"]) for row in rows)
    return Table(rows[0]["方式"], rows[0].get("边界归属") != "下档", tiers)


def reached(table: Table, low: Bound, x: Fraction) -> bool:
    """Whether x has come as far as a bound."""
    return low is None or (x >= low if table.upper else x > low)


def value_at(table: Table, x: Fraction) -> Any:
    """The value of the tier that x lies in."""
    hit = [value for low, value in table.tiers if reached(table, low, x)]
    if not hit:
        raise OutsideTableError(x)
    return hit[-1]


def result(table: Table, x: Fraction, amount: Fraction | None = None) -> Fraction:
    """What a table of numbers gives at x; 全额 applies its rate to `amount`, or to x."""
    if table.method == "查表":
        return exact(value_at(table, x))
    if table.method == "全额":
        return (x if amount is None else amount) * exact(value_at(table, x))
    if table.method == "插值":
        return _interpolated(table, x)
    if table.method == "分段累进":
        return _marginal(table, x)
    if table.method == "累计定额":
        value_at(table, x)
        return sum((exact(value) for low, value in table.tiers if reached(table, low, x)), ZERO)
    raise ValueError(table.method)


def grid_value(rows: list[dict[str, Any]], x: Fraction, y: Fraction, unit: Fraction) -> Fraction:
    """二维: the value at (x, y); bounds of x are shares of `unit`."""
    upper = rows[0].get("边界归属") != "下档"
    found = [
        (low, low2, row["值"])
        for row in rows
        if _come(low := exact(row["下限"]) * unit, x, upper=upper)
        and _come(low2 := exact(row["下限2"]), y, upper=upper)
    ]
    if not found:
        raise OutsideTableError(x, y)
    return exact(max(found)[2])


def _come(low: Fraction, x: Fraction, *, upper: bool) -> bool:
    return x >= low if upper else x > low


def _interpolated(table: Table, x: Fraction) -> Fraction:
    points = [(low or ZERO, exact(value)) for low, value in table.tiers]
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def _marginal(table: Table, x: Fraction) -> Fraction:
    value_at(table, x)
    total = ZERO
    for index, (low, value) in enumerate(table.tiers):
        start = low or ZERO
        end = table.tiers[index + 1][0] if index + 1 < len(table.tiers) else None
        part = min(x, end if end is not None else x) - start
        total += max(part, ZERO) * exact(value)
    return total
