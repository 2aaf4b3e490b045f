"""The shipped example's third quarter while it ran: the 5th, the 15th, the last working day, from its months alone."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.archive.parts import with_parts
from pipeline.draft import Draft, make_draft
from pipeline.history import History
from pipeline.inputs import Inputs
from pipeline.intake.calendar_book import CalendarBook
from pipeline.outlook.looking import progress
from pipeline.outlook.pace import Share
from pipeline.outlook.progress import PersonProgress
from pipeline.period import parse_period
from tests.example.people import XIAO_ZHANG

INPUT = Path(__file__).parents[2] / "input"
SUMMER = "2023Q3"


def read(root: Path) -> Draft:
    """The quarter as a folder says it, nothing sealed."""
    period, calendar = parse_period(SUMMER), CalendarBook(root / "calendar.xlsx")
    assert period is not None
    inputs = with_parts(Inputs(root, period), root / "no-output", (), with_open=True)
    return make_draft(inputs, calendar, History(), lambda *_: None)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """The input folder as it was before anybody exported the quarter as a whole."""
    root = tmp_path_factory.mktemp("running") / "input"
    shutil.copytree(INPUT, root, ignore=shutil.ignore_patterns("2023Q*"))
    return read(root)


def look(draft: Draft, day: date) -> Mapping[str, PersonProgress]:
    made, _ = progress(draft.period, day, draft.intake.tables, draft.plans, draft.workdays, draft.history)
    return {one.employee_id: one for one in made.groups[0].members}


def sales(one: PersonProgress) -> tuple[Fraction | None, Fraction | None]:
    """To date, and due by now."""
    return next((kpi.actual, kpi.due) for kpi in one.kpis if kpi.kpi == "销售额")


def test_on_the_fifth_xiao_zhang_has_sold_nothing(running: Draft) -> None:
    """3 of 64 working days have passed; 500,000 is the sum of the months' 150,000, 200,000 and 150,000."""
    one = look(running, date(2023, 7, 5))[XIAO_ZHANG]
    assert one.share == Share(3, 64)
    assert sales(one) == (Fraction(0), Fraction(500_000 * 3, 64))
    assert one.now.attainment == 0


def test_on_the_fifteenth_xiao_zhang_is_ahead(running: Draft) -> None:
    """96,000 signed on the 11th against 500,000 × 10/64 = 78,125: 19.2 % against 15.625 % is 122.88 %."""
    one = look(running, date(2023, 7, 15))[XIAO_ZHANG]
    assert sales(one) == (Fraction(96_000), Fraction(78_125))
    assert one.pace == Fraction(12288, 10000)
    assert one.forecast is not None
    assert one.forecast.attainment == Fraction(12288, 10000)


def test_on_the_last_working_day_every_figure_is_the_closes(running: Draft) -> None:
    """The 29th is a holiday, the 30th a Saturday. What the close makes of the quarter's own export is the same."""
    closed = read(INPUT).calculation
    assert closed is not None
    made = look(running, date(2023, 9, 28))
    assert {who: one.now.payable for who, one in made.items()} == dict(
        zip(closed.people["employee_id"], closed.people["payable"], strict=True)
    )
    assert {who: one.now.payable for who, one in made.items()} == {
        who: one.forecast.payable for who, one in made.items() if one.forecast
    }
    assert made[XIAO_ZHANG].now.payable == 9216
