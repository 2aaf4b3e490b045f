"""What the parts of a period delivered, as one frame per table whose rows know their part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.period import Period
from pipeline.tables import SHEET_ID, Source, Tables

PART = "part"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One part: its period and tables; `took_part` are those whom its sealed close could pay."""

    name: str
    period: Period
    tables: Tables
    took_part: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gathered:
    """The rows of all parts: the frames of `tables` have the column `part`, the place of a row's part.

    `complete`: the parts cover every day of the period.
    """

    parts: tuple[Delivered, ...]
    tables: Tables
    complete: bool = True

    def frame(self, name: str) -> pd.DataFrame:
        """The rows of a table; an empty frame without columns where no part has it."""
        return self.tables.frames.get(name, pd.DataFrame())


def gathered(parts: Sequence[Delivered], *, complete: bool = True) -> Gathered:
    """Every row of every part, oldest part first, each with the place it was read from."""
    sources: list[Source] = []
    frames: dict[str, list[pd.DataFrame]] = {}
    for place, part in enumerate(parts):
        for name, frame in part.tables.frames.items():
            moved = frame.copy()
            moved[PART], moved[SHEET_ID] = place, frame[SHEET_ID] + len(sources)
            frames.setdefault(name, []).append(moved)
        sources += part.tables.sources
    joined = {name: _joined(found) for name, found in frames.items()}
    return Gathered(tuple(parts), Tables(joined, tuple(sources)), complete)


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames below each other; an empty one only where all are."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]
