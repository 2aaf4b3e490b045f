"""The shipped example as a whole: two quarters, the months of the second, calendar, plan, and the printed plans."""

from __future__ import annotations

from pathlib import Path

from tests.example.crm import write_crm
from tests.example.hr import write_hr
from tests.example.plans import write_plans
from tests.example.sales import MONTHS, QUARTERS
from tests.example.workbooks import write_workbook
from tests.example.workdays import calendar_sheets


def write_example(folder: Path) -> None:
    """Write every workbook of the shipped example into a folder."""
    write_workbook(folder / "calendar.xlsx", calendar_sheets())
    write_plans(folder / "plans")
    for span in (*QUARTERS[1:], *MONTHS):
        write_hr(folder / span.id, span)
        write_crm(folder / span.id, span)
