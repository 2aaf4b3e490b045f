"""What stands in the cells that an amount comes from, looked up in the tables that were read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline.explanation.step import Step
from pipeline.findings import Place
from pipeline.money import percent_text
from pipeline.rules.rows import Row, rows
from pipeline.tables import SHEET_ID, SHEET_ROW, Tables
from schemas import TABLES
from schemas.field import Choice, Field, Type
from schemas.plan import PLAN_SHEETS

CELLS = re.compile(r"([A-Z]*)(\d+)(?::[A-Z]*(\d+))?")
FIELDS: Mapping[tuple[str, str], Field] = {
    (table.name, field.name): field for table in (*TABLES, *PLAN_SHEETS) for field in table.fields
}


@dataclass(frozen=True, slots=True)
class Books:
    """The tables that were read: those of the period, then those of each plan."""

    tables: Sequence[Tables]

    def cells(self, sources: str) -> tuple[Step, ...]:
        """Each cell that a text like `orders.xlsx!订单!H2:H9; plan.xlsx!职级!C3` names, with what it holds."""
        return tuple(step for text in sources.split("; ") if text for step in self._expanded(text))

    def cell(self, place: Place) -> Step:
        """One place with what it holds; a whole row with all its filled cells."""
        found = self.cells("!".join(filter(None, (place.workbook, place.sheet, place.cell))))
        return found[0] if found else Step("cell", place=place)

    def _expanded(self, text: str) -> Iterator[Step]:
        sheet, _, cell = text.rpartition("!")
        matched = CELLS.fullmatch(cell)
        if matched is None or not sheet:
            yield Step("cell", name=text)
            return
        letters, first, last = matched.group(1), int(matched.group(2)), int(matched.group(3) or matched.group(2))
        for number in range(first, last + 1):
            yield self._held(sheet, letters, number)

    def _held(self, sheet: str, letters: str, number: int) -> Step:
        workbook, _, name = sheet.rpartition("!")
        header, content = "", ""
        for tables in self.tables:
            for index, source in enumerate(tables.sources):
                if f"{source.workbook}!{source.sheet}" == sheet:
                    header, content = _read(tables, index, letters, number)
                    if content:
                        break
        cell = f"{letters}{number}" if letters else f"{number}:{number}"
        return Step("cell", place=Place(workbook, name, cell, header), content=content)


def _read(tables: Tables, index: int, letters: str, number: int) -> tuple[str, str]:
    """Header and content of a cell; of a whole row, each filled cell with its header."""
    source = tables.sources[index]
    found = _row(tables, index, number)
    if found is None:
        return "", ""
    table, row = found
    named = {field: source.headers.get(field, field) for field in source.columns}
    filled = {field: _text(table, field, row[field]) for field in named if row.get(field) is not None}
    if not letters:
        return "", "；".join(f"{named[field]}={text}" for field, text in filled.items() if text)
    field = next((name for name, column in source.columns.items() if column == letters), "")
    return named.get(field, ""), filled.get(field, "")


def _row(tables: Tables, index: int, number: int) -> tuple[str, Row] | None:
    for table, frame in tables.frames.items():
        if SHEET_ID in frame:
            found = frame[(frame[SHEET_ID] == index) & (frame[SHEET_ROW] == number)]
            if len(found):
                return table, rows(found)[0]
    return None


def _text(table: str, name: str, value: Any) -> str:
    field = FIELDS.get((table, name))
    choices: type[Choice] | None = field.choices if field else None
    if choices is not None and isinstance(value, str):
        return next((member.header for member in choices if member.value == value), value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return percent_text(Fraction(value)) if field and field.type is Type.PERCENT else f"{value:,f}"
    return value.isoformat() if isinstance(value, date) else str(value)
