"""A case as real workbooks: the plan, the calendar, and a folder per period."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.casebook.case import NONE, WHOLE, Case, Month
from tests.casebook.defaults import whole_data, whole_plan
from tests.example.workbooks import Sheet, write_workbook

QUARTER_LENGTH = 3
PLAN, CALENDAR, DATA = "plans/案例方案.xlsx", "calendar.xlsx", "数据.xlsx"
NO_HOLIDAYS = Sheet("工作日历", ("日期", "类型", "依据"), [(date(2024, 1, 1), "假日", "元旦")])


def write_case(case: Case, folder: Path) -> None:
    """Write everything that the command line reads for a case."""
    write_workbook(folder / PLAN, whole_plan(case.plan, case.period.id).values())
    write_workbook(folder / CALENDAR, {"工作日历": NO_HOLIDAYS, **case.calendar}.values())
    for month in (*case.earlier, case.period):
        _write_month(month, folder)


def _write_month(month: Month, folder: Path) -> None:
    if month.folder == NONE:
        return
    sheets = whole_data(month.data, month.id, middle_of(month.id), has_roster=month.folder == WHOLE)
    named = [Sheet(name, sheet.header, sheet.rows) for name, sheet in sheets.items()]
    write_workbook(folder / month.id / DATA, named)


def middle_of(period: str) -> date:
    """A day in the period: what a row without a date is dated."""
    year, rest = int(period[:4]), period[4:]
    if rest.startswith("Q"):
        return date(year, QUARTER_LENGTH * int(rest[1]) - 1, 15)
    return date(year, int(rest[1:]), 15) if rest else date(year, 7, 2)
