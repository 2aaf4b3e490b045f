"""Workbooks as plain values and the one place that writes them, with the same bytes every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2023, 10, 9, 9, 0)  # noqa: DTZ001 - a workbook's own clock has no zone
DAY = "yyyy-mm-dd"
MONEY = "#,##0.00"
WIDEST = 40

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with the number format it is shown in; `formula` makes it a formula with `value` as its cached result."""

    value: Any
    shown_as: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it was exported: lines above the header, the header, the rows, lines below."""

    name: str
    header: Row
    rows: Sequence[Row]
    above: Sequence[Row] = ()
    below: Sequence[Row] = ()
    notes: dict[str, str] = field(default_factory=dict)


def write_workbook(path: Path, sheets: Iterable[Sheet], *, in_memory: bool = False) -> None:
    """Write the sheets to an .xlsx whose bytes depend on nothing but them; `in_memory` (other bytes) is quicker."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with Workbook(str(path), {"strings_to_urls": False, "in_memory": in_memory}) as workbook:
        workbook.set_properties({"created": CREATED, "author": "", "title": path.stem})
        workbook.calc_on_load = False  # the cached values are right: a system's export does not ask to be recalculated
        styles = _Styles(workbook)
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, styles)


def write_csv(path: Path, sheet: Sheet) -> None:
    """Write one sheet as CSV the way a Windows system exports it: UTF-8 with a BOM, CRLF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([*sheet.above, sheet.header, *sheet.rows, *sheet.below])
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


class _Styles:
    """The formats of one workbook, made once each."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.header = workbook.add_format({"bold": True, "bg_color": "#E7ECF2", "bottom": 1, "text_wrap": True})

    def shown_as(self, number_format: str) -> Format | None:
        if number_format and number_format not in self._made:
            self._made[number_format] = self._workbook.add_format({"num_format": number_format})
        return self._made.get(number_format)


def _write_sheet(worksheet: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    for index, row in enumerate(sheet.above):
        _write_row(worksheet, index, row, styles, styles.title if index == 0 else None)
    top = len(sheet.above)
    _write_row(worksheet, top, sheet.header, styles, styles.header)
    for index, row in enumerate([*sheet.rows, *sheet.below], start=top + 1):
        _write_row(worksheet, index, row, styles, None)
    for header, note in sheet.notes.items():
        worksheet.write_comment(top, list(sheet.header).index(header), note)
    worksheet.freeze_panes(top + 1, 0)
    _fit_columns(worksheet, [sheet.header, *sheet.rows])


def _write_row(worksheet: Worksheet, index: int, row: Row, styles: _Styles, style: Format | None) -> None:
    for column, value in enumerate(row):
        cell = value if isinstance(value, Shown) else Shown(value, DAY if isinstance(value, date) else "")
        _write_cell(worksheet, (index, column), cell, style or styles.shown_as(cell.shown_as))


def _write_cell(worksheet: Worksheet, at: tuple[int, int], cell: Shown, shown: Format | None) -> None:
    row, column = at
    if cell.formula:
        worksheet.write_formula(row, column, cell.formula, shown, float(cell.value))
    elif isinstance(cell.value, date):
        worksheet.write_datetime(row, column, cell.value, shown)
    elif isinstance(cell.value, (Decimal, int, float)) and not isinstance(cell.value, bool):
        worksheet.write_number(row, column, cell.value, shown)
    elif cell.value not in (None, ""):
        worksheet.write_string(row, column, str(cell.value), shown)


def _fit_columns(worksheet: Worksheet, rows: Sequence[Row]) -> None:
    for column in range(max(len(row) for row in rows)):
        texts = [_text(row[column]) for row in rows if column < len(row)]
        worksheet.set_column(column, column, min(WIDEST, 2 + max(len(text.encode("gbk", "replace")) for text in texts)))


def _text(value: Any) -> str:
    inner = value.value if isinstance(value, Shown) else value
    return "" if inner is None else str(inner)
