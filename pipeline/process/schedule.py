"""The days by which each step of a period is due, in working days (SPEC 4, parameters)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pipeline.findings import Finding, error
from pipeline.period import Period
from pipeline.plan.model import Parameters
from pipeline.process.life import Life
from pipeline.statements.deadlines import after, deadlines
from pipeline.workdays import UncoveredYearError, WorkCalendar
from schemas.process import State


class Step(StrEnum):
    """What is due, in the order of the process."""

    SELF_REVIEW = "self_review_by"
    RATINGS = "ratings_by"
    SIGNOFFS = "signoffs_by"
    NOTICE = "notice_by"
    NOTICE_ENDS = "notice_until"
    APPEALS = "appeal_by"
    ANSWERS = "answer_by"
    PAY = "pay_by"


Schedule = Mapping[str, date | None]
"""The last day of each `Step`; None where the calendar lacks the year."""


def schedule(
    period: Period, life: Life, parameters: Parameters, workdays: WorkCalendar, shared: Parameters | None = None
) -> Schedule:
    """The statement's deadlines, counted from the publication and the confirmation once these have happened.

    `shared`: the terms of all plans in force (`shared_terms`), where these are one plan's of several.
    The data are due for confirmation, and the notice for publication, on the day by which ratings are due.
    Answers are due counting from the last day on which an appeal may be handed in.
    """
    happened = {"published": life.day_of(State.NOTICED), "confirmed": life.day_of(State.FINAL)}
    due = deadlines(period, parameters, shared or parameters, workdays, **happened)
    return {
        Step.SELF_REVIEW: after(workdays, period.end, parameters.self_review_days),
        Step.RATINGS: due.ratings_by,
        Step.SIGNOFFS: due.ratings_by,
        Step.NOTICE: due.ratings_by,
        Step.NOTICE_ENDS: due.notice_until,
        Step.APPEALS: due.appeal_by,
        Step.ANSWERS: after(workdays, due.appeal_by, parameters.answer_days),
        Step.PAY: due.pay_by,
    }


def uncovered(period: Period, parameters: Parameters, workdays: WorkCalendar) -> list[Finding]:
    """The first year that the deadlines of a period need and nobody entered."""
    answered = parameters.appeal_days + parameters.answer_days
    paid = parameters.notice_days + 1 + parameters.pay_days
    try:
        workdays.after(period.end, parameters.rating_days + max(answered, paid))
    except UncoveredYearError as missing:
        return [error("calendar-year-needed", value=missing.day.year, period=period.id)]
    return []
