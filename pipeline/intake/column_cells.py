"""The filled cells of one field in one sheet."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from pipeline.intake.cells import CellType
from schemas.field import Type

FIGURES = (Type.MONEY, Type.NUMBER, Type.PERCENT)


@dataclass(frozen=True, slots=True)
class Cells:
    """The filled cells of one field: parallel lists from the top."""

    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    types: list[CellType] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)

    def triples(self) -> list[tuple[str, CellType, str]]:
        """Text, type and number format of each cell."""
        return list(zip(self.texts, self.types, self.formats, strict=True))

    def position(self, row: int) -> int | None:
        """Where the cell of a row stands in the lists; None where it is empty."""
        return position(self.rows, row)

    def put(self, row: int, like: int) -> None:
        """Fills the cell of a row as the cell at a position, over what a merged range hides there."""
        lists: tuple[list[Any], ...] = (self.texts, self.types, self.formats)
        place = bisect_left(self.rows, row)
        if place == len(self.rows) or self.rows[place] != row:
            self.rows.insert(place, row)
            for one in lists:
                one.insert(place, one[like])
        for one in lists:
            one[place] = one[like]


def position(rows: list[int], row: int) -> int | None:
    """Where a row stands in ascending rows; None where it is not there."""
    place = bisect_left(rows, row)
    return place if place < len(rows) and rows[place] == row else None
