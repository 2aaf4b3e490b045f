"""The geometry of charts: values to coordinates, so that templates only draw. Units are those of the SVG's viewBox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.money import ZERO

FULL = Fraction(6, 5)
GAUGE_WIDTH = 60
BAR_WIDTH = 90
STACK_WIDTH = 300
INKS = ("#12486b", "#5b86a5", "#a9bccb", "#dde3e9", "#10161d")


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a column chart: the label under it and the text above it; `strong` ones are inked."""

    label: str
    value: Fraction
    text: str
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """One column as drawn: its left edge, centre, top and height."""

    x: str
    centre: str
    y: str
    height: str
    label: str
    value: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stacked bar."""

    x: str
    width: str
    fill: str


def coordinate(value: Fraction) -> str:
    """A coordinate with two decimals, the same in every process."""
    return f"{round(value * 100) / 100:g}"


def gauge(attainment: Fraction | None) -> str:
    """How far a bar reaches whose full width is 120 %."""
    reached = min(max(attainment or ZERO, ZERO), FULL)
    return coordinate(reached / FULL * GAUGE_WIDTH)


def bar(value: Fraction, highest: Fraction) -> str:
    """How far a bar reaches beside the longest one."""
    return coordinate(max(value, ZERO) / highest * BAR_WIDTH) if highest > 0 else "0"


def columns(
    points: Sequence[Point], *, width: int = 240, top: int = 16, base: int = 66, thick: int = 26
) -> list[Column]:
    """Columns over a base line; the highest reaches `top`."""
    highest = max([point.value for point in points if point.value > 0], default=Fraction(1))
    step = Fraction(width, max(len(points), 1))
    drawn = []
    for place, point in enumerate(points):
        height = max(point.value, ZERO) / highest * (base - top)
        centre = step * place + step / 2
        drawn.append(
            Column(
                x=coordinate(centre - Fraction(thick, 2)),
                centre=coordinate(centre),
                y=coordinate(base - height),
                height=coordinate(height),
                label=point.label,
                value=point.text,
                strong=point.strong,
            )
        )
    return drawn


def stack(values: Sequence[Fraction]) -> list[Part]:
    """A bar of parts side by side; negative parts have no width."""
    whole = sum((max(value, ZERO) for value in values), start=ZERO)
    parts, x = [], ZERO
    for value, fill in zip(values, INKS, strict=False):
        width = max(value, ZERO) / whole * STACK_WIDTH if whole else ZERO
        parts.append(Part(coordinate(x), coordinate(width), fill))
        x += width
    return parts
