"""Small workbooks written by xlsxwriter and read back as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from pipeline.findings import Finding
from pipeline.intake.formats import read_file
from pipeline.intake.mapping import Mapping as Rules
from pipeline.intake.reading_tables import Read, read_tables
from schemas import TABLES

Sheets = Mapping[str, Sequence[Sequence[Any]]]
Reader = Callable[..., Read]

PEOPLE: list[list[Any]] = [
    ["工号", "姓名", "团队", "职级", "入职日期"],
    ["E1", "张三", "华东一部", "骨干", date(2020, 1, 1)],
    ["E2", "李四", "华东一部", "新人", date(2023, 8, 1)],
]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workbook: sheet name → rows; a cell is a value or a pair of value and number format."""

    def written(name: str, sheets: Sheets, *, merged: Sequence[str] = (), date1904: bool = False) -> Path:
        path = tmp_path / name
        book = xlsxwriter.Workbook(path, {"date_1904": date1904, "default_date_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    _put(book, sheet, row, column, cell)
            for reference in merged:
                _merge(sheet, reference, rows)
        book.close()
        return path

    return written


@pytest.fixture
def read(write: Callable[..., Path]) -> Reader:
    """Reads workbooks, file name → sheets, as the tables of a period; a roster of two is added where none is given."""

    def reads(
        books: Mapping[str, Sheets], *, roster: bool = True, mapping: Rules | None = None, **options: Any
    ) -> Read:
        files = dict(books) | ({"人员.xlsx": {"人员": PEOPLE}} if roster else {})
        paths = [write(name, sheets, **({} if name == "人员.xlsx" else options)) for name, sheets in files.items()]
        workbooks = [read_file(path, path.name) for path in sorted(paths)]
        return read_tables(workbooks, TABLES, mapping or Rules(), {})

    return reads


@pytest.fixture
def read_book(tmp_path: Path) -> Callable[[Sheets], Read]:
    """Reads a workbook written by openpyxl, which saves formulas without their values and knows error cells."""

    def reads(sheets: Sheets) -> Read:
        book = openpyxl.Workbook()
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / "book.xlsx"
        book.save(path)
        return read_tables([read_file(path, path.name)], TABLES, Rules(), {})

    return reads


@pytest.fixture
def read_text(tmp_path: Path) -> Callable[[str, str], Read]:
    """Reads one CSV as the tables of a period."""

    def reads(name: str, text: str) -> Read:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_tables([read_file(path, name)], TABLES, Rules(), {})

    return reads


@pytest.fixture
def told() -> Callable[..., list[tuple[str, str, str]]]:
    """Code, cell and value of the findings that are not for the record only."""

    def tell(found: Read | Sequence[Finding], severities: str = "error warning") -> list[tuple[str, str, str]]:
        findings = found.findings if isinstance(found, Read) else found
        return [(one.code, one.place.cell, one.value) for one in findings if one.severity in severities.split()]

    return tell


def _put(book: Any, sheet: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, tuple):
        sheet.write(row, column, cell[0], book.add_format({"num_format": cell[1]}))
    elif isinstance(cell, str) and not cell.startswith("="):
        sheet.write_string(row, column, cell)
    else:
        sheet.write(row, column, cell)


def _merge(sheet: Any, reference: str, rows: Sequence[Sequence[Any]]) -> None:
    first = reference.split(":", maxsplit=1)[0]
    row, column = int(first[1:]) - 1, ord(first[0]) - ord("A")
    sheet.merge_range(reference, rows[row][column])
