"""The calendar that is shipped and the command that seeds it say the same; what people entered stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli import main
from pipeline.findings import any_blocks
from pipeline.intake.calendar_seed import seeded_calendar
from pipeline.intake.calendar_workbook import read_calendar
from tests.process.days import statutory

SHIPPED = Path(__file__).parents[2] / "input/calendar.xlsx"


def test_a_missing_calendar_is_made_as_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "input/calendar.xlsx"
    assert main(["seed-calendar", "--input", str(tmp_path / "input")]) == 0
    (made, _, findings), (shipped, _, _) = read_calendar(path), read_calendar(SHIPPED)
    assert not any_blocks(findings)
    assert made == shipped
    assert seeded_calendar(path) == (b"", ())


def test_only_missing_years_are_added_and_other_sheets_stay(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    days = book.worksheets[0]
    days.title = "工作日历"
    for row in (
        ("依据", "日期", "类型"),
        ("公司放假", date(2023, 7, 3), "假日"),
        ("公司放假", date(2027, 1, 4), "假日"),
    ):
        days.append(row)
    periods = book.create_sheet("期间")
    periods.append(("期间", "开始日期", "结束日期", "周期"))
    periods.append(("FY1", date(2023, 1, 1), date(2023, 1, 28), "月度"))
    path = tmp_path / "calendar.xlsx"
    book.save(path)
    content, years = seeded_calendar(path)
    assert years == (2022, 2024, 2025, 2026)
    path.write_bytes(content)
    calendar, fiscal, findings = read_calendar(path)
    assert not any_blocks(findings)
    assert [one.id for one in fiscal] == ["FY1"]
    assert {day for day in calendar.holidays if day.year in {2023, 2027}} == {date(2023, 7, 3), date(2027, 1, 4)}
    assert {day for day in calendar.make_up_days if day.year == 2024} == {
        day for day in statutory().make_up_days if day.year == 2024
    }


def test_a_workbook_that_cannot_be_read_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "calendar.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert main(["seed-calendar", "--input", str(tmp_path), "--output", str(tmp_path / "output")]) == 1
    assert "calendar.xlsx" in capsys.readouterr().err
    assert (tmp_path / "calendar.xlsx").read_bytes() == b"PK\x03\x04 broken"
