"""The days by which ratings, notice, appeals and pay are due, in working days after a period (SPEC 4, parameters)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.period import Period
from pipeline.plan.model import Parameters, Plan
from pipeline.statements.statement import Deadlines
from pipeline.workdays import UncoveredYearError, WorkCalendar

COUNTS = ("self_review_days", "rating_days", "notice_days", "appeal_days", "answer_days", "pay_days")


def shared_terms(plans: Sequence[Plan]) -> Parameters:
    """The terms of what a period has once for all plans in force, such as 公示表: of each count of days the longest."""
    longest = {name: max(getattr(plan.parameters, name) for plan in plans) for name in COUNTS}
    return replace(plans[0].parameters, **longest)


def deadlines(
    period: Period,
    parameters: Parameters,
    shared: Parameters,
    workdays: WorkCalendar,
    *,
    published: date | None = None,
    confirmed: date | None = None,
) -> Deadlines:
    """Ratings count from the period's end, notice and appeals from the publication, pay from the confirmation (已定稿).

    A period is published and confirmed once, and its one notice hangs out as long as any plan in force asks (`shared`);
    ratings, appeals, answers and pay are by the person's own plan (`parameters`). Until these happen they are planned:
    published on the day that the last ratings are due, confirmed on the first working day after the notice. What is
    sealed knows the plan only, so that an audit makes the same pages again.
    """
    published = published or after(workdays, period.end, shared.rating_days)
    notice_until = after(workdays, published, shared.notice_days)
    return Deadlines(
        ratings_by=after(workdays, period.end, parameters.rating_days),
        published=published,
        notice_until=notice_until,
        appeal_by=after(workdays, published, parameters.appeal_days),
        pay_by=after(workdays, confirmed or after(workdays, notice_until, 1), parameters.pay_days),
        notice_days=shared.notice_days,
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
