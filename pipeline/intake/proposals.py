"""Drafts of mapping rules for sheets that were not understood: best guesses, to be checked by a person (SPEC 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath

from pipeline.intake.headers import header_key, known_headers, meaning
from pipeline.intake.layout import HEADER_ROWS, Layout, Top, find_layout, top_rows
from pipeline.intake.mapping import Rule
from pipeline.intake.opened import Opened
from schemas import TABLES
from schemas.field import Table

SIMILAR = 0.5
FEWEST_HEADERS = 3


def proposed(sheets: Iterable[Opened]) -> tuple[Rule, ...]:
    """A rule for each header that means nothing, of sheets that lack required columns or were taken for no table."""
    return tuple(rule for one in sheets for rule in _of_sheet(one))


def _of_sheet(one: Opened) -> Iterator[Rule]:
    top = top_rows(one.sheet)
    table = one.guess.table or _best(one, top)
    if table is None or (one.guess.layout and not one.guess.layout.missing):
        return
    layout = one.guess.layout or find_layout(one.sheet, top, table, {})
    headers = layout.others if layout else _likely_headers(top)
    absent = _absent(table, layout)
    source = PurePosixPath(one.workbook.name).name
    for header in headers.values():
        yield Rule(source, table.name, header, _closest(header, table, absent))
    if layout and not layout.others and one.guess.table is None:
        yield from (Rule(source, table.name, header, name) for name, header in layout.headers.items())


def _best(one: Opened, top: Top) -> Table | None:
    """The nearest table, else the one that knows most headers, of a sheet that looks like a table at all."""
    if one.guess.nearest:
        return one.guess.nearest[0]
    if len(_likely_headers(top)) < FEWEST_HEADERS:
        return None
    found = [layout for table in TABLES if (layout := find_layout(one.sheet, top, table, {}))]
    return max(found, key=_fit).table if found else None


def _fit(layout: Layout) -> tuple[int, int]:
    return layout.known, -len(layout.missing)


def _likely_headers(top: Top) -> dict[int, str]:
    """The first of the fullest rows among the first twenty."""
    rows = [row for row in sorted(top) if row <= HEADER_ROWS]
    return dict(top[max(rows, key=lambda row: len(top[row]))]) if rows else {}


def _absent(table: Table, layout: Layout | None) -> set[str]:
    return {field.name for field in table.fields if not layout or field.name not in layout.columns}


def _closest(header: str, table: Table, absent: set[str]) -> str:
    """The absent field whose header is closest; it is then no longer absent."""
    for match in get_close_matches(header_key(header), known_headers(table), 5, SIMILAR):
        found = meaning(match, table, {})
        if found and found.field in absent:
            absent.discard(found.field)
            return found.field
    return ""
