"""The days by which ratings, notice, appeals and pay are due, in working days after a period (SPEC 4, parameters)."""

from __future__ import annotations

from datetime import date

from pipeline.period import Period
from pipeline.plan.model import Parameters
from pipeline.statements.statement import Deadlines
from pipeline.workdays import UncoveredYearError, WorkCalendar


def deadlines(
    period: Period,
    parameters: Parameters,
    workdays: WorkCalendar,
    published: date | None = None,
    confirmed: date | None = None,
) -> Deadlines:
    """Ratings count from the period's end, notice and appeals from the publication, pay from the confirmation (已定稿).

    Until these happen the plan holds: published on the day that ratings are due, confirmed on the first working day
    after the notice. What is sealed knows the plan only, so that an audit makes the same pages again.
    """
    ratings_by = after(workdays, period.end, parameters.rating_days)
    published = published or ratings_by
    notice_until = after(workdays, published, parameters.notice_days)
    return Deadlines(
        ratings_by=ratings_by,
        published=published,
        notice_until=notice_until,
        appeal_by=after(workdays, published, parameters.appeal_days),
        pay_by=after(workdays, confirmed or after(workdays, notice_until, 1), parameters.pay_days),
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
