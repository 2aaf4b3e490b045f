"""The days by which ratings, notice, appeals and pay are due, in working days after a period (SPEC 4, parameters)."""

from __future__ import annotations

from datetime import date

from pipeline.period import Period
from pipeline.plan.model import Parameters
from pipeline.statements.statement import Deadlines
from pipeline.workdays import UncoveredYearError, WorkCalendar


def deadlines(period: Period, parameters: Parameters, workdays: WorkCalendar) -> Deadlines:
    """Ratings and pay count from the period's end; notice and appeals from the publication, the day ratings are due."""
    published = after(workdays, period.end, parameters.rating_days)
    return Deadlines(
        ratings_by=published,
        notice_until=after(workdays, published, parameters.notice_days),
        appeal_by=after(workdays, published, parameters.appeal_days),
        pay_by=after(workdays, period.end, parameters.pay_days),
        notice_days=parameters.notice_days,
        appeal_days=parameters.appeal_days,
        answer_days=parameters.answer_days,
        pay_days=parameters.pay_days,
    )


def after(workdays: WorkCalendar, day: date | None, count: int) -> date | None:
    """The count-th working day after a day; None where the calendar lacks a year on the way."""
    if day is None:
        return None
    try:
        return workdays.after(day, count)
    except UncoveredYearError:
        return None
