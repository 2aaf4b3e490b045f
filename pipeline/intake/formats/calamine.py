"""`.xls`, `.xlsb` and `.ods` through python-calamine; what it cannot tell is said in a warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from pipeline.findings import Place, warning
from pipeline.intake.cells import BLOCK_ROWS, CellType, Content, Sheet, Workbook
from pipeline.intake.formats.grid import checked_text
from pipeline.intake.formats.package import ODS_CONTENT, open_package
from pipeline.intake.limits import CELLS
from pipeline.intake.merged_cells import column_letters
from pipeline.intake.number_text import float_text, number_text
from pipeline.intake.refusal import Refused


def read_zipped(path: Path, name: str) -> Workbook:
    """`.xlsb` and `.ods`: the container is checked like that of an `.xlsx`."""
    kind = path.suffix.lower().removeprefix(".")
    with open_package(path, kind) as package:
        if kind == "ods":
            package.check(ODS_CONTENT)
    return read_old(path, name)


def read_old(path: Path, name: str) -> Workbook:
    """All worksheets. Number formats, error cells, formulas without a value and hidden rows cannot be told."""
    workbook = Workbook(name, findings=[warning("format-tells-less", Place(name), path.suffix.lower())])
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            workbook.sheets = list(_sheets(book))
    except PasswordError as fault:
        raise Refused("file-encrypted") from fault
    except (CalamineError, OSError) as fault:
        raise Refused("file-damaged", fault) from fault
    return workbook


def _sheets(book: CalamineWorkbook) -> Iterator[Sheet]:
    room = CELLS
    for position, known in enumerate(book.sheets_metadata):
        if known.typ is not SheetTypeEnum.WorkSheet:
            continue
        source = book.get_sheet_by_index(position)
        hidden = known.visible is not SheetVisibleEnum.Visible
        sheet = Sheet(
            known.name, hidden=hidden, merged=[_range(*corners) for corners in source.merged_cell_ranges or ()]
        )
        room = _fill(sheet, source, room)
        yield sheet


def _fill(sheet: Sheet, source: CalamineSheet, room: int) -> int:
    """Copies the cells; returns how many more the workbook may have."""
    _, left = source.start or (0, 0)
    for row, values in enumerate(source.iter_rows(), 1):  # iter_rows begins at row 1, and at the first column in use
        for column, value in enumerate(values, left + 1):
            content = _content(value)
            if content:
                room -= 1
                sheet.add(row, column, *content)
        if row % BLOCK_ROWS == 0:
            sheet.pack()
        if room < 0:
            raise Refused("cells-too-many", CELLS, sheet=sheet.name)
    return room


def _content(value: object) -> Content:
    """Type and text of a value; a time of day or a duration is text, no table has one."""
    if value == "":
        return None
    if isinstance(value, bool):
        return CellType.BOOL, str(value).upper()
    if isinstance(value, int | float):
        text = number_text(str(value)) if isinstance(value, int) else float_text(value)
        return (CellType.NUMBER, text) if text is not None else (CellType.ERROR, str(value))
    if isinstance(value, dt.date):
        return CellType.DATE, value.isoformat()
    return CellType.TEXT, checked_text(str(value))


def _range(first: tuple[int, int], last: tuple[int, int]) -> str:
    return ":".join(f"{column_letters(column + 1)}{row + 1}" for row, column in (first, last))
