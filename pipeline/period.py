"""Periods: months, quarters, years and fiscal periods; first and last day included (SPEC 1)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from schemas.terms import Cycle

MONTHS_OF_A_YEAR = 12
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
QUARTER = re.compile(r"([0-9]{4})Q([1-4])")
YEAR = re.compile(r"[0-9]{4}")

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days with its id and cycle; `start` and `end` belong to it.

    `year` and `quarter`: the first and last day of the firm's own ones that it lies in, where the calendar defines any.
    """

    id: str
    start: date
    end: date
    cycle: Cycle
    year: Span | None = field(default=None, compare=False)
    quarter: Span | None = field(default=None, compare=False)

    @property
    def days(self) -> int:
        """Number of calendar days."""
        return (self.end - self.start).days + 1

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day <= self.end

    def dates(self) -> list[date]:
        """Every day of the period, in order."""
        return [self.start + timedelta(days=step) for step in range(self.days)]


def parse_period(text: str, fiscal: Iterable[Period] = ()) -> Period | None:
    """The period that an id names: a fiscal one of the calendar first, else month, quarter or year; else None."""
    for period in fiscal:
        if period.id == text:
            return period
    if match := MONTH.fullmatch(text):
        return _months(text, int(match[1]), int(match[2]), 1, Cycle.MONTH)
    if match := QUARTER.fullmatch(text):
        return _months(text, int(match[1]), 3 * int(match[2]) - 2, 3, Cycle.QUARTER)
    if YEAR.fullmatch(text):
        return _months(text, int(text), 1, 12, Cycle.YEAR)
    return None


def in_its_year(period: Period, fiscal: Iterable[Period]) -> Period:
    """The period with the fiscal year and quarter that it lies in; the calendar's own count where there is none."""
    around = [one for one in fiscal if one.start <= period.start and period.end <= one.end]
    years, quarters = (
        [(one.start, one.end) for one in around if one.cycle is cycle] for cycle in (Cycle.YEAR, Cycle.QUARTER)
    )
    return replace(period, year=next(iter(years), None), quarter=next(iter(quarters), None))


def full_months(start: date, end: date) -> int:
    """Full months from `start` to the day after `end`; a day that a month lacks counts as its last (SPEC 5.22)."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * MONTHS_OF_A_YEAR + after.month - start.month
    last_day = calendar.monthrange(after.year, after.month)[1]
    return months if after.day >= min(start.day, last_day) else months - 1


def _months(period_id: str, year: int, first: int, count: int, cycle: Cycle) -> Period | None:
    if year < 1:
        return None
    last = first + count - 1
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Period(period_id, date(year, first, 1), end, cycle)
