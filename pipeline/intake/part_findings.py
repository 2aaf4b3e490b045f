"""Findings about the rows of a sheet: totals and remarks left out, hidden rows, tables without rows (SPEC 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.findings import Finding, Place, error, info, warning
from pipeline.intake.opened import Opened
from pipeline.intake.sheets import Part
from schemas.field import Table


def part_findings(sheets: Sequence[Opened], parts: Sequence[Part]) -> Iterator[Finding]:
    """What was left out and why, and which tables have no rows."""
    hidden = {(one.workbook.name, one.sheet.name): one.sheet.hidden_rows for one in sheets}
    for part in parts:
        place = Place(part.source.workbook, part.source.sheet)
        yield from _left_out(part, place)
        covered = part.rows.frame.index.isin(list(hidden[part.source.workbook, part.source.sheet])).sum()
        if covered:
            yield info("rows-hidden", place, int(covered))
    yield from _empty(sheets, parts)


def _left_out(part: Part, place: Place) -> Iterator[Finding]:
    for total in part.found.totals:
        yield info("row-is-total", _row(place, total.row), total.label)
    for row, label in sorted(part.found.skipped.items()):
        if row in part.found.overwritten:
            yield error("example-row-filled", _row(place, row), label)
        else:
            yield info("row-skipped", _row(place, row), label)


def _empty(sheets: Iterable[Opened], parts: Iterable[Part]) -> Iterator[Finding]:
    """Tables that were delivered without a single row: everyone has 0 in them."""
    filled = {part.table.name for part in parts if len(part.found.rows)}
    first: dict[str, tuple[Table, Place]] = {}
    for one in sheets:
        if one.guess.table:
            first.setdefault(one.guess.table.name, (one.guess.table, Place(one.workbook.name, one.sheet.name)))
    for name, (table, place) in first.items():
        if name not in filled:
            yield warning("table-empty", place, table.header)


def _row(place: Place, row: int) -> Place:
    return Place(place.workbook, place.sheet, f"{row}:{row}")
