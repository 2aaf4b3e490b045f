"""Where a table stands in a sheet: its header rows among the first twenty, and which column is which field (SPEC 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.intake.cells import CellType, Sheet
from pipeline.intake.headers import PERSON_NAME, Meaning, meaning, unit_word
from pipeline.intake.merged_cells import spread_across
from schemas.field import Table

HEADER_ROWS = 20
TOP_ROWS = HEADER_ROWS + 2
"""Rows that may be headers or stand right below them."""

Top = Mapping[int, Mapping[int, str]]
Headers = dict[int, tuple[str, Meaning | None]]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table found in a sheet. `header_row` is the row of the headers, `first_row` the first that may hold data.

    `columns` maps a field to its column, `headers` to the header found, `units` to the scale that header gives.
    `twice` are further columns of a field, `others` are columns that mean nothing, by number.
    """

    table: Table
    header_row: int
    first_row: int
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    units: Mapping[str, Decimal] = field(default_factory=dict)
    twice: tuple[tuple[str, int, str], ...] = ()
    others: Mapping[int, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields without a column."""
        return tuple(one.name for one in self.table.required if one.name not in self.columns)

    @property
    def known(self) -> int:
        """How many fields have a column."""
        return len(self.columns)


def top_rows(sheet: Sheet) -> dict[int, dict[int, str]]:
    """The text of the rows that may be headers or stand right below them."""
    rows: dict[int, dict[int, str]] = {}
    for number, column in sheet.columns.items():
        for row, text, kind, _ in column.cells():
            if row > TOP_ROWS:
                break
            if text.strip() and kind in (CellType.TEXT, CellType.NUMBER):
                rows.setdefault(row, {})[number] = text
    return rows


def find_layout(sheet: Sheet, top: Top, table: Table, renamed: Mapping[str, str]) -> Layout | None:
    """The layout with the most known headers, of one row or two joined; None where no header is known."""

    def means(header: str) -> Meaning | None:
        return meaning(header, table, renamed)

    rows = sorted(row for row in top if row <= HEADER_ROWS)
    single = [
        _layout(table, top, row, {number: (text, means(text)) for number, text in top[row].items()}) for row in rows
    ]
    double = [_layout(table, top, row + 1, _joined(sheet, top, row, means)) for row in rows if row < HEADER_ROWS]
    best = max(single + double, key=lambda layout: (layout.known, -layout.first_row), default=None)
    return best if best and best.known else None


def _layout(table: Table, top: Top, header_row: int, headers: Headers) -> Layout:
    columns, twice = _assigned({number: found for number, (_, found) in headers.items() if found})
    first_row, units = _below(top, header_row + 1, columns)
    own = {number: found.unit for number, (_, found) in headers.items() if found and found.unit is not None}
    units |= {name: own[number] for name, number in columns.items() if number in own}
    if PERSON_NAME in columns and "employee_id" not in columns:
        columns["employee_id"] = columns.pop(PERSON_NAME)
    return Layout(
        table,
        header_row,
        first_row,
        columns,
        {name: _shown(headers[number][0]) for name, number in columns.items()},
        units,
        tuple((name, number, _shown(headers[number][0])) for name, number in twice),
        {number: _shown(text) for number, (text, found) in headers.items() if not found},
    )


def _assigned(meanings: Mapping[int, Meaning]) -> tuple[dict[str, int], list[tuple[str, int]]]:
    """One column per field from the left, and the columns that repeat a field; of names the best known header wins."""
    columns: dict[str, int] = {}
    twice: list[tuple[str, int]] = []
    for number, found in sorted(meanings.items(), key=lambda item: (item[1].rank, item[0])):
        if found.field not in columns:
            columns[found.field] = number
        elif found.field != PERSON_NAME:
            twice.append((found.field, number))
    return columns, twice


def _joined(sheet: Sheet, top: Top, row: int, means: Callable[[str], Meaning | None]) -> Headers:
    """Two header rows as one: both texts together where that is known, else the lower, else the upper."""
    upper = spread_across(sheet.merged, row, top[row])
    lower = top.get(row + 1, {})
    headers: Headers = {}
    for number in sorted({*upper, *lower}):
        both = upper.get(number, "") + lower.get(number, "")
        one = lower.get(number) or upper.get(number, "")
        headers[number] = (both, found) if (found := means(both)) else (one, means(one))
    return headers


def _below(top: Top, row: int, columns: Mapping[str, int]) -> tuple[int, dict[str, Decimal]]:
    """The first row of data, after a row of units if there is one, and the units."""
    words = top.get(row, {})
    units = {number: unit_word(text) for number, text in words.items()}
    others = [text for number, text in words.items() if units[number] is None and text.strip() not in ("-", "/", "—")]
    if others or not any(unit is not None for unit in units.values()):
        return row, {}
    return row + 1, {name: unit for name, number in columns.items() if (unit := units.get(number)) is not None}


def _shown(header: str) -> str:
    return " ".join(header.split())
