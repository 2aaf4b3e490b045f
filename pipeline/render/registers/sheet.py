"""Workbooks written cell by cell with XlsxWriter: text stays text, the same content gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

HEADER_ROW = 2
FIRST_ROW = 3
GAP = 2
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that bytes repeat; nobody reads it as a time
ROOM = 1_048_576 - 16  # rows of Excel's grid, less title, header, totals and signatures


class Look(StrEnum):
    """How the cells of a column look: Excel number formats."""

    TEXT = "@"
    MONEY = "#,##0.00;[Red]-#,##0.00;–"
    NUMBER = "#,##0.00####"
    WHOLE = "#,##0"
    SCORE = "0.00##"
    PERCENT = "0.00##%"
    COUNT = "0"
    DATE = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula (without `=`) and the figure that the close computed."""

    text: str
    value: Fraction | int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that looks otherwise than its column: a percentage among amounts."""

    value: Fraction | None
    look: Look


Plain = str | Fraction | int | date | Formula | None
Cell = Plain | Shown


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a register: its header, its width in characters and how its cells look."""

    header: str
    width: int
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: a title, a note, headings, rows of cells (or `nothing` to say), and a second table `below`.

    `totals` names columns (by index) that are summed under the rows; `signatures` are the lines that people sign.
    """

    name: str
    title: str
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[Cell]]
    totals: tuple[int, ...] = ()
    total_label: str = ""
    note: str = ""
    nothing: str = ""
    signatures: tuple[str, ...] = ()
    below: Grid | None = None


def cell_range(column: int, first: int, last: int) -> str:
    """A range of one column by 0-based numbers: `F4:F9`."""
    return f"{xl_col_to_name(column)}{first + 1}:{xl_col_to_name(column)}{last + 1}"


def row_of(index: int) -> int:
    """The 0-based row, within its sheet, of a grid's row: a grid that exceeds a sheet goes on in the next."""
    return FIRST_ROW + index % ROOM


def sheet_of(name: str, index: int) -> str:
    """The sheet that holds a grid's row: 奖金明细, then 奖金明细 (2) and so on."""
    part = index // ROOM
    return f"{name} ({part + 1})" if part else name


def parts(grid: Grid) -> list[Grid]:
    """The grid as one sheet, or as many as its rows need; only the last holds what stands below."""
    starts = range(0, max(len(grid.rows), 1), ROOM)
    return [
        replace(
            grid,
            name=sheet_of(grid.name, start),
            rows=grid.rows[start : start + ROOM],
            signatures=grid.signatures if start == starts[-1] else (),
            below=grid.below if start == starts[-1] else None,
        )
        for start in starts
    ]


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def workbook_bytes(grids: Sequence[Grid]) -> bytes:
    """A workbook of these sheets."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        styles = _Styles(book)
        for grid in (part for whole in grids for part in parts(whole)):
            _write_grid(book.add_worksheet(grid.name), grid, styles)
    return buffer.getvalue()


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.part = book.add_format({"bold": True, "font_size": 12})
        self.note = book.add_format({"font_color": "#55606C"})
        self.sign = book.add_format({"top": 1, "font_color": "#55606C"})
        head = {"bold": True, "bg_color": "#E8EDF3", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        self.headers = {look: book.add_format(head | {"align": _side(look)}) for look in Look}
        cell = {"border": 1, "border_color": "#C3CCD5", "valign": "top"}
        self.cells = {look: book.add_format(cell | _look(look)) for look in Look}
        self.totals = {look: book.add_format({"num_format": look.value, "bold": True, "top": 1}) for look in Look}


def _look(look: Look) -> dict[str, object]:
    """Text wraps within its column, so that nothing is cut on paper."""
    return {"num_format": look.value, "text_wrap": look is Look.TEXT, "indent": int(look is Look.TEXT)}


def _side(look: Look) -> str:
    return "left" if look is Look.TEXT else "right"


def _write_grid(sheet: Any, grid: Grid, styles: _Styles) -> None:
    for place, heading in enumerate(grid.headings):
        sheet.set_column(place, place, heading.width)
    sheet.write_string(0, 0, grid.title, styles.title)
    sheet.write_string(1, 0, grid.note, styles.note)
    free = _write_table(sheet, grid, HEADER_ROW, styles)
    if grid.below is not None:
        sheet.write_string(free + GAP, 0, grid.below.title, styles.part)
        free = _write_table(sheet, grid.below, free + GAP + 1, styles)
    for place, line in enumerate(grid.signatures):
        sheet.merge_range(free + GAP, 4 * place, free + GAP, 4 * place + 2, line, styles.sign)
    _set_up(sheet, grid)


def _write_table(sheet: Any, grid: Grid, header: int, styles: _Styles) -> int:
    """Headings, rows and totals; the first row left free below them."""
    for place, heading in enumerate(grid.headings):
        sheet.write_string(header, place, heading.header, styles.headers[heading.look])
    for offset, row in enumerate(grid.rows, start=header + 1):
        for place, cell in enumerate(row):
            look = cell.look if isinstance(cell, Shown) else grid.headings[place].look
            _write_cell(sheet, offset, place, cell.value if isinstance(cell, Shown) else cell, styles.cells[look])
    if not grid.rows:
        sheet.write_string(header + 1, 0, grid.nothing, styles.note)
    last = header + max(len(grid.rows), 1)
    return last + 1 + _write_totals(sheet, grid, header + 1, last, styles)


def _write_totals(sheet: Any, grid: Grid, first: int, last: int, styles: _Styles) -> int:
    """A row of sums where the grid wants one; how many rows that took."""
    if not grid.totals or not grid.rows:
        return 0
    for place, heading in enumerate(grid.headings):
        sheet.write_blank(last + 1, place, None, styles.totals[heading.look])
    sheet.write_string(last + 1, 0, grid.total_label, styles.totals[Look.TEXT])
    for place in grid.totals:
        total = sum((_number(row[place]) for row in grid.rows), start=Fraction(0))
        formula = Formula(f"SUM({cell_range(place, first, last)})", total)
        _write_cell(sheet, last + 1, place, formula, styles.totals[grid.headings[place].look])
    return 1


def _set_up(sheet: Any, grid: Grid) -> None:
    last = HEADER_ROW + max(len(grid.rows), 1)
    sheet.freeze_panes(FIRST_ROW, min(2, len(grid.headings)))
    sheet.autofilter(HEADER_ROW, 0, last, len(grid.headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEADER_ROW)
    sheet.set_footer("&L&A&R&P / &N")


def _write_cell(sheet: Any, row: int, column: int, cell: Plain, style: Any) -> None:
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
