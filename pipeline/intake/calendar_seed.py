"""The statutory Chinese calendar as rows of `calendar.xlsx`, from chinesecalendar; what people entered stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from pathlib import Path

import chinese_calendar.constants as statutory
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.intake.calendar_workbook import read_calendar
from schemas.calendar import CALENDAR
from schemas.export_terms import DayType
from schemas.field import Type

FIRST_YEAR = 2022
NAMES = {
    "New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节", "Mid-autumn Festival": "中秋节", "National Day": "国庆节",
}  # fmt: skip
FORMATS = {Type.DATE: "yyyy-mm-dd", Type.TEXT: "@"}
Row = tuple[date, str, str]


def statutory_days() -> tuple[Row, ...]:
    """Every holiday and make-up working day from 2022 on that chinesecalendar knows: day, 类型, 依据."""
    days = {day: (DayType.HOLIDAY, name) for day, name in statutory.holidays.items()}
    days |= {day: (DayType.MAKE_UP, name) for day, name in statutory.workdays.items()}
    return tuple((day, days[day][0].header, _reference(day, days[day][1])) for day in sorted(days))


def seeded_calendar(path: Path) -> tuple[bytes, tuple[int, ...]]:
    """The workbook with the days of every year that it lacks after its last row, and those years; none: no bytes."""
    covered = read_calendar(path)[0].years if path.is_file() else frozenset()
    missing = [row for row in statutory_days() if row[0].year >= FIRST_YEAR and row[0].year not in covered]
    return _with_days(path, missing) if missing else b"", tuple(sorted({day.year for day, _, _ in missing}))


def _with_days(path: Path, days: Iterable[Row]) -> bytes:
    book = openpyxl.load_workbook(path) if path.is_file() else openpyxl.Workbook()
    sheet = _sheet(book)
    columns = {str(sheet.cell(1, number).value): number for number in range(1, sheet.max_column + 1)}
    for row in days:
        line = sheet.max_row + 1
        for number, field in enumerate(CALENDAR.fields):
            if place := columns.get(field.header) or columns.get(field.name):
                sheet.cell(line, place).value = row[number]
                sheet.cell(line, place).number_format = FORMATS[field.type]
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet(book: openpyxl.Workbook) -> Worksheet:
    """The sheet 工作日历, made with its headers where there is none."""
    for name in (CALENDAR.header, CALENDAR.name):
        if name in book.sheetnames:
            return book[name]
    sheet: Worksheet = book.create_sheet(CALENDAR.header)
    sheet.append([field.header for field in CALENDAR.fields])
    for empty in [one for one in book.worksheets if one is not sheet and one.max_row == 1 and one["A1"].value is None]:
        book.remove(empty)
    return sheet


def _reference(day: date, name: str) -> str:
    return f"国务院办公厅关于{day.year}年部分节假日安排的通知：{NAMES.get(name, name)}"
