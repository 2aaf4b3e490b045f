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
    """Sealed periods that ended before the one being closed, oldest first."""

    sealed: tuple[SealedPeriod, ...] = ()

    def last(self, cycle: str) -> SealedPeriod | None:
        """The newest sealed period of a cycle."""
        return next((one for one in reversed(self.sealed) if one.period.cycle == cycle), None)
