"""The geometry of charts: values to coordinates, so that templates only draw. Units are those of the SVG's viewBox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

FULL = Fraction(6, 5)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart: its left edge, top and height, the label under it and the value above it."""

    x: str
    centre: str
    y: str
    height: str
    label: str
    value: str
    last: bool


def coordinate(value: Fraction) -> str:
    """A coordinate with two decimals, the same in every process."""
    return f"{round(value * 100) / 100:g}"


def gauge(attainment: Fraction | None, width: int) -> str:
    """How far a bar reaches whose full width is 120 %."""
    reached = min(max(attainment or Fraction(0), Fraction(0)), FULL)
    return coordinate(reached / FULL * width)


def columns(
    points: Sequence[tuple[str, Fraction, str]], width: int, top: int, base: int, bar: int
) -> tuple[Column, ...]:
    """Columns over a base line: label, value and the value's text of each point; nothing reaches above `top`."""
    highest = max([value for _, value, _ in points if value > 0], default=Fraction(1))
    step = Fraction(width, max(len(points), 1))
    drawn = []
    for place, (label, value, text) in enumerate(points):
        height = max(value, Fraction(0)) / highest * (base - top)
        centre = step * place + step / 2
        left = centre - Fraction(bar, 2)
        shape = (coordinate(left), coordinate(centre), coordinate(base - height), coordinate(height))
        drawn.append(Column(*shape, label=label, value=text, last=place == len(points) - 1))
    return tuple(drawn)
