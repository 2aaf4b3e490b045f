"""Who owes what by when, as HR would read it from the register of appeals; a clock for each appeal."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.process.duties import Duty, Ground, duties, open_appeals
from pipeline.process.life import Advance, Life
from pipeline.process.schedule import Step
from pipeline.tables import Tables
from schemas.process import State
from tests.process.days import day, period, statutory
from tests.statements import factory as make

PLAN = make.plan()
PUBLISHED = Life((Advance(day("2023-10-11"), "", "苏敏", State.CALCULATED, State.NOTICED, "r1", "aa"),))


def appeal(
    number: str, submitted: str, decision: str | None, decided: str = "", about: str = "2023Q3"
) -> dict[str, object]:
    return {
        "appeal_id": number,
        "employee_id": "1001",
        "period": about,
        "submitted_date": pd.Timestamp(submitted),
        "decision": decision,
        "decided_date": pd.Timestamp(decided) if decided else pd.NaT,
        "handler": "苏敏",
    }


def owed(*appeals: dict[str, object]) -> tuple[Duty, ...]:
    tables = Tables({"appeals": pd.DataFrame(appeals, dtype=object)})
    return duties(Ground(period("2023Q3"), tables, (PLAN,), statutory(), PUBLISHED))


@pytest.mark.parametrize(
    ("given", "until", "late_on"),
    [
        (appeal("SS-1", "2023-10-12", "待处理"), "2023-10-19", "2023-10-20"),
        (appeal("SS-1", "2023-10-12", None), "2023-10-19", "2023-10-20"),
        (appeal("SS-1", "2023-10-16", "维持", "2023-10-23"), "2023-10-23", None),
        (appeal("SS-1", "2023-10-16", "更正", "2023-10-24"), "2023-10-23", "2023-10-24"),
        (appeal("SS-1", "2023-10-12", "待处理", about="2023Q2"), "2023-10-19", "2023-10-20"),
    ],
    ids=["open", "empty", "in time", "answered late", "of an earlier period"],
)
def test_each_appeal_has_its_own_clock(given: dict[str, object], until: str, late_on: str | None) -> None:
    (answer,) = [one for one in owed(given) if one.step is Step.ANSWERS]
    assert (str(answer.due), answer.owed_by, answer.subject) == (until, "苏敏", "SS-1")
    assert answer.is_late(day(until)) is (answer.done is not None and answer.done > day(until))
    assert answer.is_late(day("2023-10-31")) is (late_on is not None)
    if late_on:
        assert answer.is_late(day(late_on))


def test_an_appeal_after_the_notice_is_late_and_one_of_another_period_has_no_notice_here() -> None:
    found = owed(
        appeal("SS-1", "2023-10-16", "待处理"),
        appeal("SS-2", "2023-10-17", "待处理"),
        appeal("SS-0", "2023-10-17", "待处理", about="2023Q2"),
    )
    handed_in = {one.subject: one.is_late(day("2023-10-31")) for one in found if one.step is Step.APPEALS}
    assert handed_in == {"SS-1": False, "SS-2": True}


def test_only_this_periods_undecided_appeals_hold_pay() -> None:
    rows = [
        appeal("SS-1", "2023-10-12", "待处理"),
        appeal("SS-2", "2023-10-12", None),
        appeal("SS-3", "2023-10-12", "维持", "2023-10-13"),
        appeal("SS-0", "2023-10-12", "待处理", about="2023Q2"),
    ]
    assert open_appeals(period("2023Q3"), Tables({"appeals": pd.DataFrame(rows, dtype=object)})) == ("SS-1", "SS-2")


def test_hr_owes_the_notice_and_the_pay() -> None:
    mine = {one.step: one for one in owed() if one.step in (Step.NOTICE, Step.PAY)}
    assert (mine[Step.NOTICE].done, mine[Step.NOTICE].is_late(day("2023-12-31"))) == (day("2023-10-11"), False)
    assert (mine[Step.PAY].due, mine[Step.PAY].is_late(day("2023-11-01"))) == (day("2023-10-31"), True)
