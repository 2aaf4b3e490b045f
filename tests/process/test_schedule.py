"""Deadlines in working days: counted by hand on the State Council's calendars."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.period import Period
from pipeline.process.life import Advance, Life
from pipeline.process.schedule import Step, schedule, uncovered
from pipeline.statements.deadlines import deadlines, shared_terms
from schemas.process import State
from schemas.terms import Cycle
from tests.process.days import day, period, statutory
from tests.statements import factory as make

PARAMETERS = make.plan().parameters
GOLDEN = {
    # 2023: 29 September to 6 October off; Saturday 7 and Sunday 8 October made up
    "2023Q3": ("2023-10-09", "2023-10-11", "2023-10-16", "2023-10-23", "2023-10-31"),
    # 2024: Spring Festival 10 to 17 February off; Sundays 4 and 18 February made up
    "2024-01": ("2024-02-04", "2024-02-06", "2024-02-09", "2024-02-22", "2024-03-01"),
    # 2025: 28 January to 4 February off; Sunday 26 January and Saturday 8 February made up
    "2025-01": ("2025-02-07", "2025-02-10", "2025-02-13", "2025-02-20", "2025-02-28"),
    # the end of a year: 1 January 2025 off, then ordinary days; 26 January made up later
    "2024Q4": ("2025-01-06", "2025-01-08", "2025-01-13", "2025-01-20", "2025-01-27"),
    # 2022Q4: 1 and 2 January 2023 off; Spring Festival 21 to 27 January, Saturday 28 and Sunday 29 made up
    "2022Q4": ("2023-01-05", "2023-01-09", "2023-01-12", "2023-01-19", "2023-02-01"),
    # National Day 2025: 1 to 8 October off; Saturday 11 October made up
    "2025Q3": ("2025-10-11", "2025-10-14", "2025-10-17", "2025-10-24", "2025-11-03"),
    # Labour Day 2026: 1 to 5 May off; Saturday 9 May made up
    "2026-04": ("2026-05-08", "2026-05-11", "2026-05-14", "2026-05-21", "2026-05-29"),
}


@pytest.mark.parametrize("text", GOLDEN)
def test_deadlines_over_holidays_make_up_days_and_the_years_end(text: str) -> None:
    due = schedule(period(text), Life(), PARAMETERS, statutory())
    steps = (Step.SELF_REVIEW, Step.RATINGS, Step.NOTICE_ENDS, Step.ANSWERS, Step.PAY)
    assert tuple(str(due[step]) for step in steps) == GOLDEN[text]


def test_a_fiscal_month_over_spring_festival() -> None:
    """26 December to 25 January: Sunday 4 February is worked, 10 to 17 February are off, Sunday 18 is worked."""
    fiscal = Period("FY24-P01", day("2023-12-26"), day("2024-01-25"), Cycle.MONTH)
    due = schedule(fiscal, Life(), PARAMETERS, statutory())
    steps = (Step.SELF_REVIEW, Step.RATINGS, Step.NOTICE_ENDS, Step.ANSWERS, Step.PAY)
    assert [str(due[step]) for step in steps] == ["2024-01-30", "2024-02-01", "2024-02-05", "2024-02-18", "2024-02-26"]


def test_pay_counts_from_the_confirmation_planned_for_the_day_after_the_notice() -> None:
    """The statement, the notice, `calendar.ics` and the command read the same dates until something else happens."""
    printed = deadlines(period("2023Q3"), PARAMETERS, PARAMETERS, statutory())
    as_planned = tuple(
        Advance(day(on), "", "苏敏", State.CALCULATED, target)
        for on, target in (("2023-10-11", State.NOTICED), ("2023-10-17", State.FINAL))
    )
    for life in (Life(), Life(as_planned[:1]), Life(as_planned)):
        due = schedule(period("2023Q3"), life, PARAMETERS, statutory())
        assert (due[Step.NOTICE_ENDS], due[Step.APPEALS]) == (printed.notice_until, printed.appeal_by)
        assert due[Step.PAY] == printed.pay_by == day("2023-10-31")


def test_what_really_happened_moves_what_follows() -> None:
    noticed = Advance(day("2023-10-13"), "", "苏敏", State.CALCULATED, State.NOTICED)
    final = replace(noticed, day=day("2023-10-20"), source=State.NOTICED, target=State.FINAL)
    due = schedule(period("2023Q3"), Life((noticed, final)), PARAMETERS, statutory())
    assert due[Step.RATINGS] == day("2023-10-11")
    assert due[Step.NOTICE_ENDS] == due[Step.APPEALS] == day("2023-10-18")
    assert due[Step.PAY] == day("2023-11-03")


def test_several_plans_share_publication_notice_and_confirmation_and_keep_their_own_appeals_and_pay() -> None:
    """Ratings 11 and 13 October: published on the 13th, on notice until the 18th, confirmed on the 19th."""
    slow = replace(make.plan(), parameters=replace(PARAMETERS, rating_days=7, appeal_days=2, pay_days=5))
    shared = shared_terms((make.plan(), slow))
    ours, theirs = (deadlines(period("2023Q3"), terms, shared, statutory()) for terms in (PARAMETERS, slow.parameters))
    assert (ours.ratings_by, theirs.ratings_by) == (day("2023-10-11"), day("2023-10-13"))
    assert ours.published == theirs.published == day("2023-10-13")
    assert ours.notice_until == theirs.notice_until == day("2023-10-18")
    assert (ours.appeal_by, theirs.appeal_by) == (day("2023-10-18"), day("2023-10-17"))
    assert (ours.pay_by, theirs.pay_by) == (day("2023-11-02"), day("2023-10-26"))
    calendar = schedule(period("2023Q3"), Life(), shared, statutory())
    assert (calendar[Step.RATINGS], calendar[Step.PAY]) == (theirs.ratings_by, ours.pay_by)


def test_a_year_that_nobody_entered_is_an_error_that_names_it() -> None:
    assert uncovered(period("2026Q3"), PARAMETERS, statutory()) == []
    found = uncovered(period("2026Q4"), PARAMETERS, statutory())
    assert [(one.code, one.value, one.blocks) for one in found] == [("calendar-year-needed", "2027", True)]
    due = schedule(period("2026Q4"), Life(), PARAMETERS, statutory())
    assert set(due.values()) == {None}


def test_days_before_the_uncovered_year_are_known() -> None:
    due = schedule(period("2026-11"), Life(), PARAMETERS, statutory())
    assert due[Step.ANSWERS] == day("2026-12-17")
    late = replace(PARAMETERS, answer_days=30)
    assert [one.value for one in uncovered(period("2026-11"), late, statutory())] == ["2027"]
