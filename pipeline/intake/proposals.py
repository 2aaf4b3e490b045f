"""Drafts of mapping rules for sheets that were not understood: best guesses, to be checked by a person (SPEC 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher, get_close_matches
from pathlib import PurePosixPath

from pipeline.intake.headers import header_key, known_headers, meaning
from pipeline.intake.layout import HEADER_ROWS, Layout, Top, find_layout, top_rows
from pipeline.intake.mapping import Rule
from pipeline.intake.opened import Opened
from pipeline.intake.recognise import is_generic
from pipeline.intake.sheets import Part
from schemas import TABLES
from schemas.field import Table

SIMILAR = 0.5
NEAR = "choice-near"
FEWEST_HEADERS = 3


def proposed(sheets: Iterable[Opened]) -> tuple[Rule, ...]:
    """A rule for each header that means nothing, of sheets that lack required columns or were taken for no table."""
    return tuple(rule for one in sheets for rule in _of_sheet(one))


def proposed_values(parts: Iterable[Part]) -> tuple[Rule, ...]:
    """A rule for each word that is close to one of a closed list: 新客户 means 新."""
    rules = (rule for part in parts for rule in _of_words(part))
    return tuple(dict.fromkeys(rules))


def _of_words(part: Part) -> Iterator[Rule]:
    source = _source(part.source.workbook, part.source.sheet)
    for fault in part.rows.faults:
        if fault.code == NEAR:
            header, means = part.source.headers[fault.field], dict(fault.params)["closest"]
            yield Rule(source, part.table.name, header, "", fault.value, means)


def _source(workbook: str, sheet: str) -> str:
    """What names a sheet: its own name, or its file's where its own says nothing."""
    return PurePosixPath(workbook).name if is_generic(sheet) else sheet


def _of_sheet(one: Opened) -> Iterator[Rule]:
    top = top_rows(one.sheet)
    table = one.guess.table or _best(one, top)
    if table is None or (one.guess.layout and not one.guess.layout.missing):
        return
    layout = one.guess.layout or find_layout(one.sheet, top, table, {})
    source = _source(one.workbook.name, one.sheet.name)
    headers = layout.others if layout else _likely_headers(top)
    closest = _closest(headers, table, set(layout.columns) if layout else set())
    for number, header in headers.items():
        yield Rule(source, table.name, header, closest.get(number, ("", 0.0))[0])
    if one.guess.table is None and not headers and layout:
        yield from (Rule(source, table.name, header, name) for name, header in layout.headers.items())


def _best(one: Opened, top: Top) -> Table | None:
    """The nearest table, else the one whose headers are most alike, of a sheet that looks like a table at all."""
    headers = _likely_headers(top)
    if one.guess.nearest:
        return one.guess.nearest[0]
    if len(headers) < FEWEST_HEADERS:
        return None
    fits = {table: _likeness(find_layout(one.sheet, top, table, {}), headers, table) for table in TABLES}
    best = max(TABLES, key=lambda table: fits[table])
    return best if fits[best] else None


def _likeness(layout: Layout | None, headers: Mapping[int, str], table: Table) -> float:
    """How many headers of a sheet are a table's, near ones by how near they are."""
    others = layout.others if layout else headers
    near = _closest(others, table, set(layout.columns) if layout else set())
    return (layout.known if layout else 0) + sum(ratio for _, ratio in near.values())


def _likely_headers(top: Top) -> dict[int, str]:
    """The first of the fullest rows among the first twenty."""
    rows = [row for row in sorted(top) if row <= HEADER_ROWS]
    return dict(top[max(rows, key=lambda row: len(top[row]))]) if rows else {}


def _closest(headers: Mapping[int, str], table: Table, taken: set[str]) -> dict[int, tuple[str, float]]:
    """For each header the field that it may mean, and how near it is; a field is given once, nearest first."""
    pairs = [
        (SequenceMatcher(None, header_key(header), match).ratio(), number, found.field)
        for number, header in headers.items()
        for match in get_close_matches(header_key(header), known_headers(table), 5, SIMILAR)
        if (found := meaning(match, table, {}))
    ]
    given: dict[int, tuple[str, float]] = {}
    used = set(taken)
    for ratio, number, name in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if number not in given and name not in used:
            given[number] = (name, ratio)
            used.add(name)
    return given
