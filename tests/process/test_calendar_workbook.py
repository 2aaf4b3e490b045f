"""What people get wrong in calendar.xlsx, told with its cell; a period whose row is wrong is not unknown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli import main
from pipeline.intake.calendar_workbook import read_calendar

Row = tuple[str | date | None, ...]
Rows = list[Row]
HOLIDAY: Rows = [(date(2026, 10, 1), "假日")]
JANUARY = ("P01", date(2025, 12, 26), date(2026, 1, 25), "月度")
FEBRUARY = ("P02", date(2026, 1, 26), date(2026, 2, 25), "月度")


def calendar(path: Path, days: Rows = HOLIDAY, periods: Rows | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "工作日历"
    for row in (("日期", "类型"), *days):
        sheet.append(row)
    if periods is not None:
        sheet = book.create_sheet("期间")
        for row in (("期间", "开始日期", "结束日期", "周期"), *periods):
            sheet.append(row)
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def told(path: Path) -> list[tuple[str, str, str, bool]]:
    found = read_calendar(path)[2]
    return [(one.code, one.place.sheet, one.place.cell, one.blocks) for one in found if one.severity.value != "info"]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (("2026-13-01", "假日"), "date-impossible", "A3"),
        ((None, "假日"), "cell-missing", "A3"),
        ((date(2026, 10, 2), None), "cell-missing", "B3"),
        ((date(2026, 10, 2), "加班"), "choice-unknown", "B3"),
        ((date(2026, 10, 1), "假日"), "row-repeated", "A3"),
    ],
)
def test_a_day_that_is_wrong(tmp_path: Path, row: Row, code: str, cell: str) -> None:
    assert told(calendar(tmp_path / "calendar.xlsx", [*HOLIDAY, row])) == [(code, "工作日历", cell, True)]


def test_a_make_up_day_on_a_weekday_is_worth_a_look(tmp_path: Path) -> None:
    path = calendar(tmp_path / "calendar.xlsx", [(date(2026, 10, 10), "调休上班"), (date(2026, 10, 9), "调休上班")])
    assert told(path) == [("make-up-on-workday", "工作日历", "A3", False)]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (("P02", date(2026, 2, 25), date(2026, 1, 26), "月度"), "period-ends-before-it-begins", "C3"),
        (("P02", date(2026, 1, 25), date(2026, 2, 25), "月度"), "periods-overlap", "B3"),
        (("P01", date(2026, 1, 26), date(2026, 2, 25), "月度"), "row-repeated", "A3"),
        (("../P02", date(2026, 1, 26), date(2026, 2, 25), "月度"), "period-id-unfit", "A3"),
        (("plans", date(2026, 1, 26), date(2026, 2, 25), "月度"), "period-id-unfit", "A3"),
        (("P02", date(2026, 1, 26), None, "月度"), "cell-missing", "C3"),
        (("P02", date(2026, 1, 26), date(2026, 2, 25), "双周"), "choice-unknown", "D3"),
    ],
)
def test_a_period_that_is_wrong(tmp_path: Path, row: Row, code: str, cell: str) -> None:
    assert told(calendar(tmp_path / "calendar.xlsx", HOLIDAY, [JANUARY, row])) == [(code, "期间", cell, True)]


def test_periods_that_follow_each_other_and_one_of_another_cycle(tmp_path: Path) -> None:
    quarter = ("FY26-Q1", date(2025, 12, 26), date(2026, 3, 25), "季度")
    path = calendar(tmp_path / "calendar.xlsx", HOLIDAY, [FEBRUARY, quarter, JANUARY])
    assert told(path) == []
    assert [one.id for one in read_calendar(path)[1]] == ["P02", "FY26-Q1", "P01"]


def test_a_command_on_a_period_whose_row_is_wrong_names_the_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--input", str(tmp_path / "input"), "--output", str(tmp_path / "output")]
    calendar(tmp_path / "input/calendar.xlsx", HOLIDAY, [JANUARY, (*FEBRUARY[:2], None, "月度")])
    for command in ("calendar", "validate", "close"):
        assert main([command, "P02", *where]) == 1
        assert "C3" in capsys.readouterr().err
    assert main(["calendar", "P03!", *where]) == 1
    calendar(tmp_path / "input/calendar.xlsx", HOLIDAY, [JANUARY])
    assert main(["calendar", "P02", *where]) == 2
