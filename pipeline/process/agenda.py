"""What the daily job says of duties: a reminder before the last day, lateness after it, each once (SPEC 7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pipeline.process.duties import Duty
from pipeline.process.schedule import Step
from pipeline.workdays import UncoveredYearError, WorkCalendar

NOTICE_OF = 2
"""Working days before the last day from which on people are reminded."""


class Kind(StrEnum):
    """Why somebody is told."""

    REMINDER = "reminder"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to tell one person: every duty of a step with the same last day."""

    kind: Kind
    step: Step
    due: date
    owed_by: str
    duties: tuple[Duty, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What each duty is remembered by, so that nobody is told of it twice."""
        return tuple(_key(self.kind, one) for one in self.duties)


def agenda(duties: Sequence[Duty], today: date, workdays: WorkCalendar, told: Collection[str]) -> list[Task]:
    """What is to be told today: it follows from the day alone, so a missed day is caught up by the next."""
    groups: dict[tuple[Kind, Step, date, str], list[Duty]] = {}
    for one in duties:
        if one.due is None or not (kind := _kind(one, one.due, today, workdays)):
            continue
        if _key(kind, one) not in told:
            groups.setdefault((kind, one.step, one.due, one.owed_by), []).append(one)
    return [Task(*head, tuple(members)) for head, members in groups.items()]


def _key(kind: Kind, one: Duty) -> str:
    return f"{kind}|{one.step}|{one.due}|{one.owed_by}|{one.subject}|{one.detail}"


def _kind(duty: Duty, due: date, today: date, workdays: WorkCalendar) -> Kind | None:
    if duty.is_done and (duty.done is None or duty.done > today):
        return None
    if duty.is_late(today):
        return Kind.LATE
    return None if duty.is_done or today < _reminded_from(due, workdays) else Kind.REMINDER


def _reminded_from(due: date, workdays: WorkCalendar) -> date:
    """The day from which on a duty is called to mind; weekends do not count."""
    day, left = due, NOTICE_OF
    try:
        while left:
            day -= timedelta(days=1)
            left -= workdays.is_workday(day)
    except UncoveredYearError:
        return due
    return day
