"""What earlier periods credited and paid: read from their seals, never recomputed (SPEC 5)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.period import Period


@dataclass(frozen=True, slots=True)
class SealedPeriod:
    """The last sealed revision of an earlier period: its four data tables (SPEC 8), numbers as Fractions."""

    period: Period
    revision: int
    results: pd.DataFrame
    kpi_scores: pd.DataFrame
    payout_lines: pd.DataFrame
    credits: pd.DataFrame


@dataclass(frozen=True, slots=True)
class History:
    """Sealed periods, oldest first: `sealed` ended before the one being closed began, `within` are parts of it.

    A year reads its months and quarters, a quarter its months, for what they withheld, released, paid and took back;
    what they credited is their own affair, the longer period credits the same orders afresh.
    """

    sealed: tuple[SealedPeriod, ...] = ()
    within: tuple[SealedPeriod, ...] = ()

    @property
    def known(self) -> tuple[SealedPeriod, ...]:
        """Every sealed period that is read, oldest first; of those that end together the longer one first."""
        return tuple(sorted((*self.sealed, *self.within), key=lambda one: (one.period.end, one.period.start)))

    def last(self, cycle: str) -> SealedPeriod | None:
        """The newest sealed period of a cycle."""
        return next((one for one in reversed(self.sealed) if one.period.cycle == cycle), None)
