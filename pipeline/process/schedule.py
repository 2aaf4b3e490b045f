"""The days by which each step of a period is due, in working days (SPEC 4, parameters)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pipeline.findings import Finding, error
from pipeline.period import Period
from pipeline.plan.model import Parameters
from pipeline.process.life import Life
from pipeline.statements.deadlines import deadlines
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


def schedule(period: Period, life: Life, parameters: Parameters, workdays: WorkCalendar) -> Schedule:
    """The statement's deadlines, moved by what really happened: notice counts from the publication, pay from the final.

    The data are due for confirmation, and the notice for publication, on the day by which ratings are due.
    Answers are due counting from the last day on which an appeal may be handed in.
    """
    planned = deadlines(period, parameters, workdays)
    published = life.day_of(State.NOTICED) or planned.ratings_by
    confirmed = life.day_of(State.FINAL)
    appeals = days_after(workdays, published, parameters.appeal_days)
    return {
        Step.SELF_REVIEW: days_after(workdays, period.end, parameters.self_review_days),
        Step.RATINGS: planned.ratings_by,
        Step.SIGNOFFS: planned.ratings_by,
        Step.NOTICE: planned.ratings_by,
        Step.NOTICE_ENDS: days_after(workdays, published, parameters.notice_days),
        Step.APPEALS: appeals,
        Step.ANSWERS: days_after(workdays, appeals, parameters.answer_days),
        Step.PAY: days_after(workdays, confirmed, parameters.pay_days) if confirmed else planned.pay_by,
    }


def days_after(workdays: WorkCalendar, day: date | None, count: int) -> date | None:
    """The count-th working day after a day; None where the calendar lacks a year on the way."""
    if day is None:
        return None
    try:
        return workdays.after(day, count)
    except UncoveredYearError:
        return None


def uncovered(period: Period, parameters: Parameters, workdays: WorkCalendar) -> list[Finding]:
    """The first year that the deadlines of a period need and nobody entered."""
    longest = max(parameters.rating_days + parameters.appeal_days + parameters.answer_days, parameters.pay_days)
    try:
        workdays.after(period.end, longest)
    except UncoveredYearError as missing:
        return [error("calendar-year-needed", value=missing.day.year, period=period.id)]
    return []
