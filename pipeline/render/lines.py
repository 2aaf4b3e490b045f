"""The geometry of line charts: values to the points of polylines in a fixed viewBox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.render.charts import coordinate

WIDTH, TOP, BASE = 310, 10, 66


@dataclass(frozen=True, slots=True)
class Lines:
    """Two lines over the same steps: what was reached, as far as it goes, and what is due."""

    reached: str
    due: str
    last_x: str
    last_y: str


def lines(reached: Sequence[Fraction | None], due: Sequence[Fraction | None]) -> Lines:
    """The points of both lines; the highest value of either reaches the top."""
    known = [value for value in reached if value is not None]
    owed = [value for value in due if value is not None]
    highest = max([*known, *owed, Fraction(0)]) or Fraction(1)
    step = Fraction(WIDTH, max(len(due), 1))
    drawn = [_point(place, value, step, highest) for place, value in enumerate(known)]
    last = drawn[-1] if drawn else ("0", str(BASE))
    bound = [_point(place, value, step, highest) for place, value in enumerate(owed)]
    return Lines(_joined(drawn), _joined(bound), *last)


def _point(place: int, value: Fraction, step: Fraction, highest: Fraction) -> tuple[str, str]:
    return coordinate(step * place + step / 2), coordinate(BASE - max(value, Fraction(0)) / highest * (BASE - TOP))


def _joined(points: Sequence[tuple[str, str]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
