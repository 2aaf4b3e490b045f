"""Proration: what share of a period's days counts for a person, by interval arithmetic (SPEC 5.6).

Days are numbered from the first day of the period. A day weighs 0 when not employed or on leave that does not count,
the grade's 试用期系数 before 转正日期, else 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from pipeline.period import Period
from pipeline.workdays import WorkCalendar
from schemas.terms import ProrationBasis

SPAN = {"employee_id": "str", "start": "datetime64[s]", "end": "datetime64[s]"}


@dataclass(frozen=True, slots=True)
class DayCounts:
    """How many days count among the first k days of a period: prefix sums over calendar or working days."""

    start: pd.Timestamp
    prefix: np.ndarray

    @property
    def total(self) -> int:
        """Days of the period that count."""
        return int(self.prefix[-1])

    def between(self, first: pd.Series, last: pd.Series) -> pd.Series:
        """Days that count from first to last, both included; 0 where last lies before first or either is missing."""
        size = len(self.prefix) - 1
        low = np.clip((first - self.start).dt.days.fillna(0).to_numpy(), 0, size).astype(int)
        high = np.clip((last - self.start).dt.days.fillna(-1).to_numpy() + 1, 0, size).astype(int)
        count = np.maximum(self.prefix[high] - self.prefix[low], 0)
        return pd.Series(np.where(first.notna() & last.notna(), count, 0), index=first.index)


def day_counts(period: Period, basis: ProrationBasis, workdays: WorkCalendar) -> DayCounts:
    """The days of a period that 折算口径 counts; UncoveredYearError when working days of a year are unknown."""
    if basis == ProrationBasis.CALENDAR_DAYS:
        counted = np.ones(period.days, dtype=int)
    else:
        counted = np.array([workdays.is_workday(day) for day in period.dates()], dtype=int)
    return DayCounts(pd.Timestamp(period.start), np.concatenate([[0], np.cumsum(counted)]))


def absences(leaves: pd.DataFrame | None) -> pd.DataFrame:
    """Leaves that do not count, each person's overlapping or touching ones joined: employee_id, start, end."""
    if leaves is None:
        return pd.DataFrame({"employee_id": [], "start": [], "end": []}).astype(SPAN)
    uncounted = leaves[~leaves["eligible"].fillna(value=False).astype(bool)]
    rows = uncounted[["employee_id", "start_date", "end_date"]].dropna().sort_values(["employee_id", "start_date"])
    reached = rows.groupby("employee_id")["end_date"].cummax().groupby(rows["employee_id"]).shift()
    opens = reached.isna() | (rows["start_date"] > reached + pd.Timedelta(days=1))
    joined = rows.groupby(["employee_id", opens.cumsum().rename("span")])
    spans = joined.agg(start=("start_date", "min"), end=("end_date", "max"))
    return spans.reset_index("span", drop=True).reset_index()


def day_weights(segments: pd.DataFrame, absent: pd.DataFrame, counts: DayCounts) -> pd.Series:
    """Sum of day weights of each segment (employee_id, start, end, confirmed_date, probation_factor), exact."""
    day_before = segments["confirmed_date"] - pd.Timedelta(days=1)
    on_probation = _present(segments, segments["start"], _earlier(segments["end"], day_before), absent, counts)
    confirmed = _later(segments["start"], segments["confirmed_date"].fillna(segments["start"]))
    full = _present(segments, confirmed, segments["end"], absent, counts)
    return segments["probation_factor"] * on_probation + full


def days_text(weight: Fraction, days: int) -> str:
    """A day fraction as it is printed, not reduced: `22/30`, with probation `22.4/30`."""
    return f"{Decimal(weight.numerator) / Decimal(weight.denominator):f}/{days}"


def _present(
    segments: pd.DataFrame, first: pd.Series, last: pd.Series, absent: pd.DataFrame, counts: DayCounts
) -> pd.Series:
    """Counted days between first and last that the person was not absent."""
    if absent.empty:
        return counts.between(first, last)
    spans = pd.DataFrame({"employee_id": segments["employee_id"], "first": first, "last": last, "row": segments.index})
    met = spans.merge(absent, on="employee_id")
    away = counts.between(_later(met["first"], met["start"]), _earlier(met["last"], met["end"]))
    lost = away.groupby(met["row"]).sum().reindex(segments.index, fill_value=0)
    return counts.between(first, last) - lost


def _earlier(one: pd.Series, other: pd.Series) -> pd.Series:
    """The earlier day of each row; missing where either is."""
    return pd.Series(np.minimum(one.to_numpy(), other.to_numpy()), index=one.index)


def _later(one: pd.Series, other: pd.Series) -> pd.Series:
    """The later day of each row; missing where either is."""
    return pd.Series(np.maximum(one.to_numpy(), other.to_numpy()), index=one.index)
