"""How much of a period has passed for each person, in working days, and what a measure comes to at this rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd

from pipeline.money import MISSING
from pipeline.period import Period
from pipeline.plan.adding_up import ADDS_UP
from pipeline.plan.model import Measure
from pipeline.rules.rows import Row, plain
from pipeline.statements.facts import day, text
from pipeline.workdays import UncoveredYearError, WorkCalendar
from schemas.terms import Window


@dataclass(frozen=True, slots=True)
class Share:
    """Working days passed, of those that a person is employed in the period."""

    passed: int
    whole: int

    @property
    def ratio(self) -> Fraction | None:
        """The share of the target that is due by now; None before the first working day."""
        return Fraction(self.passed, self.whole) if self.passed and self.whole else None


def working_days(period: Period, workdays: WorkCalendar) -> tuple[tuple[date, ...], bool]:
    """The period's working days; its weekdays (False) where nobody entered the calendar of its years."""
    try:
        return tuple(workdays.workdays(period.start, period.end)), True
    except UncoveredYearError:
        return tuple(one for one in period.dates() if one.weekday() < 5), False  # noqa: PLR2004 - Monday to Friday


def is_over(period: Period, days: tuple[date, ...], until: date) -> bool:
    """Whether no working day is to come: what the exports hold then counts as the close counts it."""
    return until >= max(days, default=period.end)


def share(days: tuple[date, ...], until: date, first: date | None = None, last: date | None = None) -> Share:
    """The share for somebody employed from the first to the last day."""
    own = [one for one in days if (first is None or one >= first) and (last is None or one <= last)]
    return Share(sum(one <= until for one in own), len(own))


def shares(people: Sequence[Row], days: tuple[date, ...], until: date) -> Mapping[str, Share]:
    """Each person's share."""
    return {text(row, "employee_id"): share(days, until, day(row, "first_day"), day(row, "last_day")) for row in people}


def at_this_rate(measure: Measure, values: pd.Series, passed: Mapping[str, Share]) -> pd.Series:
    """Sums and counts of the period go on at the rate so far; means, extremes and longer windows stay as they are."""
    if measure.aggregate not in ADDS_UP or measure.window is not Window.CURRENT:
        return values
    found = [_projected(plain(value), passed.get(str(who))) for who, value in values.items()]
    return pd.Series(found, index=values.index, dtype=object)


def weeks(period: Period) -> list[tuple[date, date]]:
    """The period's weeks from Monday to Sunday, the first and last as far as they lie in it."""
    found, start = [], period.start
    while start <= period.end:
        end = min(start + timedelta(days=6 - start.weekday()), period.end)
        found.append((start, end))
        start = end + timedelta(days=1)
    return found


def _projected(value: Fraction | None, passed: Share | None) -> object:
    if value is None:
        return MISSING
    return value / passed.ratio if passed and passed.ratio else value
