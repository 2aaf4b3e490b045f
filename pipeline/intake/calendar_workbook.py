"""The calendar workbook as working days and fiscal periods (SPEC 2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.findings import Finding, error
from pipeline.intake.cells import Workbook
from pipeline.intake.mapping import Mapping
from pipeline.intake.readers import read_workbooks
from pipeline.intake.reading_tables import read_tables
from pipeline.period import Period
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas import CALENDAR_SHEETS
from schemas.terms import Cycle, DayType


def read_calendar(path: Path) -> tuple[WorkCalendar, tuple[Period, ...], tuple[Finding, ...]]:
    """What a calendar workbook says."""
    return calendar_in(read_workbooks([path], path.parent))


def calendar_in(
    workbooks: Sequence[Workbook],
) -> tuple[WorkCalendar, tuple[Period, ...], tuple[Finding, ...]]:
    """Holidays, make-up days and fiscal periods; rows that are wrong are findings and left out."""
    read = read_tables(workbooks, CALENDAR_SHEETS, Mapping(), {}, by_headers=False)
    rows = _rows(read.tables, "periods")
    periods = tuple(_period(row) for row in rows if row["start_date"] <= row["end_date"])
    backwards = [
        error(
            "period-ends-before-it-begins",
            read.tables.place(row, "end_date"),
            row["end_date"].date(),
            start=row["start_date"].date(),
        )
        for row in rows
        if row["start_date"] > row["end_date"]
    ]
    days = _rows(read.tables, "calendar")
    calendar = WorkCalendar(_days(days, DayType.HOLIDAY), _days(days, DayType.MAKE_UP))
    return calendar, periods, (*read.findings, *backwards)


def _rows(tables: Tables, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet whose required cells are filled."""
    if not tables.has(name):
        return []
    required = [field.name for table in CALENDAR_SHEETS if table.name == name for field in table.required]
    frame = tables.frames[name]
    return [{str(key): cell for key, cell in row.items()} for row in frame.dropna(subset=required).to_dict("records")]


def _days(rows: list[dict[str, Any]], kind: DayType) -> frozenset[date]:
    return frozenset(pd.Timestamp(row["date"]).date() for row in rows if row["type"] == kind.value)


def _period(row: dict[str, Any]) -> Period:
    return Period(row["period"], row["start_date"].date(), row["end_date"].date(), Cycle(row["cycle"]))
