"""The statutory calendar and a plan's parameters, for tests of dates."""

from __future__ import annotations

from datetime import date

from pipeline.intake.calendar_seed import statutory_days
from pipeline.period import Period, parse_period
from pipeline.workdays import WorkCalendar


def statutory() -> WorkCalendar:
    days = statutory_days()
    return WorkCalendar(
        frozenset(day for day, kind, _ in days if kind == "假日"),
        frozenset(day for day, kind, _ in days if kind == "调休上班"),
    )


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None
    return found


def day(text: str) -> date:
    return date.fromisoformat(text)
