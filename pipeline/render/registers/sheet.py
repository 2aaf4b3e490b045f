"""Workbooks written cell by cell with XlsxWriter: text stays text, the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

HEADER_ROW = 2
FIRST_ROW = 3
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that bytes repeat; nobody reads it as a time
MAX_ROWS = 1_048_576


class Look(StrEnum):
    """How the cells of a column look: Excel number formats."""

    TEXT = "@"
    MONEY = "#,##0.00;[Red]-#,##0.00"
    NUMBER = "#,##0.######"
    SCORE = "0.00##"
    PERCENT = "0.00##%"
    COUNT = "0"
    DATE = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula (without `=`) and the figure that the close computed."""

    text: str
    value: Fraction | int | None


Cell = str | Fraction | int | date | Formula | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a register: its header, its width in characters and how its cells look."""

    header: str
    width: int
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: a title line, headings, rows of cells; `totals` names columns (by index) summed below."""

    name: str
    title: str
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[Cell]]
    totals: tuple[int, ...] = ()
    total_label: str = ""


def cell_range(column: int, first: int, last: int) -> str:
    """A range of one column by 0-based numbers: `F4:F9`."""
    return f"{xl_col_to_name(column)}{first + 1}:{xl_col_to_name(column)}{last + 1}"


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def workbook_bytes(grids: Sequence[Grid]) -> bytes:
    """A workbook of these sheets."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        styles = _Styles(book)
        for grid in grids:
            _write_grid(book.add_worksheet(grid.name), grid, styles)
    return buffer.getvalue()


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.header = book.add_format(
            {"bold": True, "bg_color": "#E8EDF3", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self.cells = {look: book.add_format({"num_format": look.value, "border": 4, "valign": "top"}) for look in Look}
        self.totals = {look: book.add_format({"num_format": look.value, "bold": True, "top": 1}) for look in Look}


def _write_grid(sheet: Any, grid: Grid, styles: _Styles) -> None:
    sheet.write_string(0, 0, grid.title, styles.title)
    for place, heading in enumerate(grid.headings):
        sheet.set_column(place, place, heading.width)
        sheet.write_string(HEADER_ROW, place, heading.header, styles.header)
    for offset, row in enumerate(grid.rows):
        for place, cell in enumerate(row):
            _write_cell(sheet, FIRST_ROW + offset, place, cell, styles.cells[grid.headings[place].look])
    _write_totals(sheet, grid, styles)
    _set_up(sheet, grid)


def _write_totals(sheet: Any, grid: Grid, styles: _Styles) -> None:
    if not grid.totals or not grid.rows:
        return
    last = FIRST_ROW + len(grid.rows) - 1
    sheet.write_string(last + 1, 0, grid.total_label, styles.totals[Look.TEXT])
    for place in grid.totals:
        total = sum((_number(row[place]) for row in grid.rows), start=Fraction(0))
        formula = Formula(f"SUM({cell_range(place, FIRST_ROW, last)})", total)
        _write_cell(sheet, last + 1, place, formula, styles.totals[grid.headings[place].look])


def _set_up(sheet: Any, grid: Grid) -> None:
    last = FIRST_ROW + len(grid.rows) - 1
    sheet.freeze_panes(FIRST_ROW, min(2, len(grid.headings)))
    sheet.autofilter(HEADER_ROW, 0, max(last, HEADER_ROW), len(grid.headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADER_ROW)
    sheet.set_footer("&L&A&R&P / &N")


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(cell, Formula):
        value = "" if cell.value is None else float(cell.value)
        sheet.write_formula(row, column, f"={cell.text}", style, value)
    else:
        _writer(sheet, cell)(row, column, cell if isinstance(cell, str | date) else float(cell), style)


def _writer(sheet: Any, cell: str | Fraction | int | date) -> Callable[..., object]:
    if isinstance(cell, str):
        return sheet.write_string  # type: ignore[no-any-return]
    return sheet.write_datetime if isinstance(cell, date) else sheet.write_number  # type: ignore[no-any-return]


def _number(cell: Cell) -> Fraction:
    value = cell.value if isinstance(cell, Formula) else cell
    return Fraction(value) if isinstance(value, Fraction | int) else Fraction(0)
