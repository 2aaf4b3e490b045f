"""The filled cells of one field in one sheet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from pipeline.intake.cells import CellType
from schemas.field import Type

Key = tuple[str, CellType, str]
FIGURES = (Type.MONEY, Type.NUMBER, Type.PERCENT)


@dataclass(frozen=True, slots=True)
class Cells:
    """The filled cells of one field: parallel lists from the top."""

    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    types: list[CellType] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)

    def _cells(self) -> Iterator[tuple[int, str, CellType, str]]:
        return zip(self.rows, self.texts, self.types, self.formats, strict=True)

    def uniform(self) -> tuple[CellType, str] | None:
        """The type and number format that all cells share; None where they differ."""
        if len(set(self.types)) == 1 and len(set(self.formats)) == 1:
            return self.types[0], self.formats[0]
        return None

    def keys(self) -> list[Key]:
        """Text, type and number format of each cell."""
        return list(zip(self.texts, self.types, self.formats, strict=True))

    def aligned(self, rows: list[int]) -> list[str | None]:
        """The texts of these rows."""
        if self.rows == rows:
            return list(self.texts)
        texts = dict(zip(self.rows, self.texts, strict=True))
        return [texts.get(row) for row in rows]

    def without(self, texts: AbstractSet[str]) -> Cells:
        """The cells whose text is none of these; errors, truth values and formulas without a value stay."""
        kept = [cell for cell in self._cells() if cell[1] not in texts or cell[2] is not CellType.TEXT]
        rows, words, types, formats = zip(*kept, strict=True) if kept else ((), (), (), ())
        return Cells(list(rows), list(words), list(types), list(formats))

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
