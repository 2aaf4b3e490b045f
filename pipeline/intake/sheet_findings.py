"""Findings about sheets and headers: what was taken for what, what is missing, twice, ignored (SPEC 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from pipeline.findings import Finding, Place, error, info, warning
from pipeline.intake.headers import PERSON_NAME, header_key, known_headers, meaning, stated_unit
from pipeline.intake.layout import Layout, top_rows
from pipeline.intake.merged_cells import column_letters
from pipeline.intake.opened import Opened
from pipeline.intake.recognise import By, is_generic
from pipeline.intake.sheets import Wide, is_wide
from schemas.field import Field, Type

SIMILAR = 0.5


def sheet_findings(
    sheets: Iterable[Opened], wide: Wide, unread: Mapping[tuple[str, str], Finding]
) -> Iterator[Finding]:
    """What each sheet was taken for, and what is wrong with its headers; `unread` is told at its sheet instead."""
    for one in sheets:
        place = Place(one.workbook.name, one.sheet.name)
        told = unread.get((place.workbook, place.sheet))
        yield from (told,) if told else _taken(one, place)
        if one.guess.table and one.guess.layout:
            yield from _unit_above(one, place, one.guess.layout)
            yield from layout_findings(place, one.guess.layout, wide=is_wide(one.guess.layout, wide))
        elif one.guess.table and one.sheet.columns:
            expected = "、".join(field.header for field in one.guess.table.required)
            yield error("header-not-found", place, table=one.guess.table.header, expected=expected)


def layout_findings(place: Place, layout: Layout, *, wide: bool = False) -> Iterator[Finding]:
    """Required columns that are missing, fields that stand twice, columns that mean nothing unless they are values."""
    unused = dict(layout.others)
    for name in layout.missing:
        yield _missing(place, layout, layout.table.field(name), unused)
    for name, number, header in layout.twice:
        first = f"{column_letters(layout.columns[name])}{layout.header_row}"
        yield error("column-twice", _at(place, layout, number, header), header, first=first, field=_word(layout, name))
    for number, header in {} if wide else unused.items():
        yield from _ignored(_at(place, layout, number, header), header, layout)


def _unit_above(one: Opened, place: Place, layout: Layout) -> Iterator[Finding]:
    """A unit such as 单位：万元 above the table while an amount's own header has none: which holds cannot be told."""
    amounts = [
        field.header for field in layout.table.fields if field.type is Type.MONEY and field.name in layout.columns
    ]
    scaled = [field.header for field in layout.table.fields if field.name in layout.units]
    if set(amounts) <= set(scaled):
        return
    for row, texts in sorted(top_rows(one.sheet).items()):
        for number, text in texts.items() if row < layout.header_row else ():
            if stated_unit(text):
                at = Place(place.workbook, place.sheet, f"{column_letters(number)}{row}")
                yield error("unit-above-table", at, text, fields="、".join(amounts))


def _taken(one: Opened, place: Place) -> Iterator[Finding]:
    table, by = one.guess.table, one.guess.by
    if table is None:
        yield from _not_taken(one, place)
        return
    yield info("sheet-taken", place, table.header, table=table.name, by=by.value)
    if by is By.HEADERS and not is_generic(one.sheet.name):
        yield warning("sheet-taken-by-headers", place, one.sheet.name, table=table.header)
    if one.sheet.hidden:
        yield warning("sheet-hidden", place, one.sheet.name, table=table.header)


def _not_taken(one: Opened, place: Place) -> Iterator[Finding]:
    near = "、".join(table.header for table in one.guess.nearest)
    if not one.sheet.columns:
        yield info("sheet-empty", place, one.sheet.name)
    elif len(one.guess.nearest) > 1:
        yield warning("sheet-fits-several", place, one.sheet.name, tables=near)
    elif near:
        yield warning("sheet-ignored-near", place, one.sheet.name, nearest=near)
    else:
        yield info("sheet-ignored", place, one.sheet.name)


def _missing(place: Place, layout: Layout, field: Field, unused: dict[int, str]) -> Finding:
    """A required column that is missing, with the closest header found; that one is then not listed as ignored."""
    keys = {header_key(header): number for number, header in unused.items()}
    words = [header_key(word) for word in (field.header, field.name, *field.aliases)]
    near = [match for word in words for match in get_close_matches(word, keys, 1, SIMILAR)]
    row = f"{layout.header_row}:{layout.header_row}"
    if not near:
        return error("column-missing", Place(place.workbook, place.sheet, row, field.header), "", field=field.header)
    number = keys[near[0]]
    closest = unused.pop(number)
    return error("column-missing-near", _at(place, layout, number, closest), closest, field=field.header)


def _ignored(place: Place, header: str, layout: Layout) -> Iterator[Finding]:
    """A column that means nothing; a warning where its header is close to one that is absent."""
    near = [
        meaning(word, layout.table, {})
        for word in get_close_matches(header_key(header), known_headers(layout.table), 1, 0.7)
    ]
    if near and near[0] and near[0].field not in (*layout.columns, PERSON_NAME):
        yield warning("column-ignored-near", place, header, field=_word(layout, near[0].field))
    else:
        yield info("column-ignored", place, header)


def _at(place: Place, layout: Layout, number: int, header: str) -> Place:
    return Place(place.workbook, place.sheet, f"{column_letters(number)}{layout.header_row}", header)


def _word(layout: Layout, name: str) -> str:
    return layout.table.field(name).header
