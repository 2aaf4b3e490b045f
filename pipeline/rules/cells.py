"""The cells behind an amount, as text like `orders.xlsx!订单!H2:H9; plan.xlsx!职级!C3` (SPEC 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.findings import Place
from pipeline.rules.rows import Row
from pipeline.tables import SHEET_ID, SHEET_ROW, Tables


def joined(*sources: str) -> str:
    """Several sources as one text, each once."""
    return "; ".join(dict.fromkeys(part for source in sources if source for part in source.split("; ")))


def place_text(place: Place) -> str:
    """One place; empty where nothing is known of it."""
    return "!".join(part for part in (place.workbook, place.sheet, place.cell) if part)


def cell_text(tables: Tables, row: Row | None, column: str) -> str:
    """The cell of one row; empty for a row that was not read from a sheet."""
    if row is None or row.get(SHEET_ID) is None or row.get(SHEET_ROW) is None:
        return ""
    number = row[SHEET_ROW]
    return _cells(tables, row[SHEET_ID], number, number, column)


def cells_text(tables: Tables, rows: Iterable[Row], column: str) -> str:
    """One column's cells of many rows, neighbours joined to ranges."""
    found: dict[int, set[int]] = {}
    for row in rows:
        if row.get(SHEET_ID) is not None:
            found.setdefault(int(row[SHEET_ID]), set()).add(int(row[SHEET_ROW]))
    return "; ".join(text for sheet in sorted(found) for text in _ranges(tables, sheet, sorted(found[sheet]), column))


def _ranges(tables: Tables, sheet: int, numbers: list[int], column: str) -> Iterator[str]:
    for first, last in _runs(numbers):
        yield _cells(tables, sheet, first, last, column)


def _cells(tables: Tables, sheet: int, first: int, last: int, column: str) -> str:
    source = tables.sources[sheet]
    letters = source.columns.get(column, "")
    cell = f"{letters}{first}" if letters and first == last else f"{letters}{first}:{letters}{last}"
    return place_text(Place(source.workbook, source.sheet, cell))


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
