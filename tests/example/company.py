"""The shipped example as a whole: two quarters, the calendar, the plan in force and the printed ones beside it."""

from __future__ import annotations

from pathlib import Path

from tests.example.crm import write_crm
from tests.example.hr import write_hr
from tests.example.plans import write_plans
from tests.example.sales import QUARTERS
from tests.example.workbooks import write_workbook
from tests.example.workdays import calendar_sheets


def write_example(folder: Path) -> None:
    """Write every workbook of the shipped example into a folder."""
    write_workbook(folder / "calendar.xlsx", calendar_sheets())
    write_plans(folder / "plans")
    for quarter in QUARTERS[1:]:
        write_hr(folder / quarter.id, quarter)
        write_crm(folder / quarter.id, quarter)
