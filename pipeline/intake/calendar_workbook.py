"""The calendar workbook as working days and fiscal periods (SPEC 2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.findings import Finding, error, warning
from pipeline.intake.cells import Workbook
from pipeline.intake.mapping import Mapping
from pipeline.intake.readers import read_workbooks
from pipeline.intake.reading_tables import read_tables
from pipeline.period import Period
from pipeline.tables import Tables
from pipeline.workdays import SATURDAY, WorkCalendar
from schemas import CALENDAR_SHEETS
from schemas.export_terms import DayType
from schemas.terms import Cycle

FOLDER = re.compile(r'[^./\\:*?"<>|\s]([^/\\:*?"<>|\x00-\x1f]*[^./\\:*?"<>|\s])?')
TAKEN = ("plans",)
Row = dict[str, Any]


def read_calendar(path: Path) -> tuple[WorkCalendar, tuple[Period, ...], tuple[Finding, ...]]:
    """What a calendar workbook says."""
    return calendar_in(read_workbooks([path], path.parent))


def calendar_in(
    workbooks: Sequence[Workbook],
) -> tuple[WorkCalendar, tuple[Period, ...], tuple[Finding, ...]]:
    """Holidays, make-up days and fiscal periods; rows that are wrong are findings and left out."""
    read = read_tables(workbooks, CALENDAR_SHEETS, Mapping(), {}, by_headers=False)
    days, rows = _rows(read.tables, "calendar"), _rows(read.tables, "periods")
    wrong = [*_backwards(read.tables, rows), *_unfit(read.tables, rows), *_overlapping(read.tables, rows)]
    calendar = WorkCalendar(_days(days, DayType.HOLIDAY), _days(days, DayType.MAKE_UP))
    periods = tuple(_period(row) for row in rows if _is_forward(row) and _is_folder(row))
    return calendar, periods, (*read.findings, *_idle_days(read.tables, days), *wrong)


def _is_forward(row: Row) -> bool:
    return bool(row["start_date"] <= row["end_date"])


def _is_folder(row: Row) -> bool:
    """Whether the id can name the folder of its period in `input/` and `output/`."""
    return FOLDER.fullmatch(row["period"]) is not None and row["period"] not in TAKEN


def _backwards(tables: Tables, rows: list[Row]) -> list[Finding]:
    """Periods that end before they begin."""
    return [
        error(
            "period-ends-before-it-begins",
            tables.place(row, "end_date"),
            row["end_date"].date(),
            start=row["start_date"].date(),
        )
        for row in rows
        if not _is_forward(row)
    ]


def _unfit(tables: Tables, rows: list[Row]) -> list[Finding]:
    """Ids that cannot be a folder's name."""
    return [error("period-id-unfit", tables.place(row, "period"), row["period"]) for row in rows if not _is_folder(row)]


def _overlapping(tables: Tables, rows: list[Row]) -> list[Finding]:
    """Two periods of one cycle with a day in common: what happened on it would be paid twice."""
    ordered = sorted(filter(_is_forward, rows), key=lambda row: (row["cycle"], row["start_date"]))
    return [
        error("periods-overlap", tables.place(row, "start_date"), row["period"], other=before["period"])
        for before, row in pairwise(ordered)
        if before["cycle"] == row["cycle"] and row["start_date"] <= before["end_date"]
    ]


def _idle_days(tables: Tables, rows: list[Row]) -> list[Finding]:
    """Make-up days on a day that is worked anyhow: probably another date was meant."""
    return [
        warning("make-up-on-workday", tables.place(row, "date"), row["date"].date())
        for row in rows
        if row["type"] == DayType.MAKE_UP.value and row["date"].weekday() < SATURDAY
    ]


def _rows(tables: Tables, name: str) -> list[Row]:
    """The rows of a sheet whose required cells are filled."""
    if not tables.has(name):
        return []
    required = [field.name for table in CALENDAR_SHEETS if table.name == name for field in table.required]
    frame = tables.frames[name]
    return [{str(key): cell for key, cell in row.items()} for row in frame.dropna(subset=required).to_dict("records")]


def _days(rows: list[Row], kind: DayType) -> frozenset[date]:
    return frozenset(pd.Timestamp(row["date"]).date() for row in rows if row["type"] == kind.value)


def _period(row: Row) -> Period:
    return Period(row["period"], row["start_date"].date(), row["end_date"].date(), Cycle(row["cycle"]))
