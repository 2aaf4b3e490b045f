"""Which row stands where in a rewritten sheet: rows are exchanged where nothing but data stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where the rows of a sheet go: `places` maps the row of the file to the row it becomes.

    `second`: the rows of the file that go to a second file, none where the sheet stays whole. `first_row`: the first
    row of data; what stands above it is in both files. A sheet that is cut loses its totals, which are no data.
    """

    places: Mapping[int, int] = field(default_factory=dict)
    second: frozenset[int] = frozenset()
    first_row: int = 0

    @property
    def moved(self) -> int:
        """How many rows stand elsewhere."""
        return sum(row != place for row, place in self.places.items())

    def kept(self, row: int, file: int) -> bool:
        """Whether a row is in the first (0) or second (1) file."""
        if row < self.first_row:
            return True
        return row in self.second if file else row not in self.second and (not self.second or row in self.places)

    def place(self, row: int) -> int:
        """The row that a row becomes."""
        return self.places.get(row, row)


def arrange(rows: Sequence[int], random: Random, *, whole: bool) -> Arrangement:
    """Data rows exchanged within each unbroken run, between which totals or remarks stand; cut unless `whole`."""
    if not rows:
        return Arrangement()
    places = dict(pair for run in _runs(rows) for pair in zip(run, random.sample(run, len(run)), strict=True))
    second = frozenset() if whole else frozenset(random.sample(rows, len(rows) // 2))
    return Arrangement(places, second, rows[0])


def _runs(rows: Sequence[int]) -> Iterator[list[int]]:
    run = [rows[0]]
    for before, row in pairwise(rows):
        if row > before + 1:
            yield run
            run = []
        run.append(row)
    yield run
