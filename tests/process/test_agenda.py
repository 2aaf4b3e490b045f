"""What the daily job tells: before the last day, after it, each once, and after a missed day all the same."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.process.agenda import Kind, agenda
from pipeline.process.duties import Duty
from pipeline.process.schedule import Step
from tests.process.days import day, statutory

DUE = day("2023-10-11")
OPEN = Duty(Step.RATINGS, DUE, "1003 马骏驰", "1004 陈静怡", "协作评价")
WORKDAYS = statutory()


def play(duty: Duty, days: list[date]) -> list[tuple[str, Kind]]:
    told: set[str] = set()
    said = []
    for today in days:
        for task in agenda([duty], today, WORKDAYS, told):
            said.append((str(today), task.kind))
            told |= set(task.keys)
    return said


def every_day(first: str, count: int) -> list[date]:
    return [day(first) + timedelta(days=step) for step in range(count)]


def test_a_reminder_two_working_days_before_and_lateness_the_day_after_each_once() -> None:
    assert play(OPEN, every_day("2023-10-01", 30)) == [
        ("2023-10-09", Kind.REMINDER),
        ("2023-10-12", Kind.LATE),
    ]


def test_a_missed_day_is_caught_up() -> None:
    days = [one for one in every_day("2023-10-01", 30) if str(one) not in {"2023-10-09", "2023-10-12"}]
    assert play(OPEN, days) == [("2023-10-10", Kind.REMINDER), ("2023-10-13", Kind.LATE)]


def test_what_is_done_is_not_called_to_mind() -> None:
    done = Duty(Step.RATINGS, DUE, "1003", "1004", done=day("2023-10-11"), is_done=True)
    assert play(done, every_day("2023-10-01", 30)) == []
    late = Duty(Step.RATINGS, DUE, "1003", "1004", done=day("2023-10-13"), is_done=True)
    assert play(late, every_day("2023-10-01", 30)) == [("2023-10-13", Kind.LATE)]


def test_two_duties_of_a_person_are_told_together_and_a_new_one_alone() -> None:
    other = Duty(Step.RATINGS, DUE, "1003 马骏驰", "1005 陆远航", "协作评价")
    (task,) = agenda([OPEN, other], DUE, WORKDAYS, ())
    assert len(task.duties) == 2
    (again,) = agenda([OPEN, other], DUE, WORKDAYS, {task.keys[0]})
    assert again.duties == (other,)


def test_a_date_that_nobody_knows_is_told_by_the_finding_alone() -> None:
    assert agenda([Duty(Step.PAY, None, "")], DUE, WORKDAYS, ()) == []
