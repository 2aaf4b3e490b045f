"""Identifiers that differ only in case, width, invisible or look-alike letters: an error at the later cell (SPEC 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.intake.characters import skeleton, trimmed
from pipeline.intake.column_cells import Cells
from pipeline.intake.fault import Fault
from pipeline.intake.plain_columns import all_identifiers
from pipeline.intake.sheets import Part, place_label
from schemas.field import Table, Type
from schemas.frames import PERSON_ID
from schemas.people import PERSON_FIELDS

_PERSON_ID = re.compile(PERSON_ID)
SAME = {"manager_id": "employee_id", "mentor_id": "employee_id", "original_order_id": "order_id"}
"""Fields that hold another field's identifiers."""

Known = dict[str, dict[str, str]]
"""By field: what an identifier looks like → how it was spelled first."""


def look_alikes(parts: Sequence[Part], order: Sequence[Table]) -> list[tuple[int, Fault]]:
    """For each cell whose identifier another cell spells differently before it: the part's number and the fault."""
    known: Known = {}
    numbers = sorted(range(len(parts)), key=lambda number: order.index(parts[number].table))
    doubtful = _doubtful([parts[number] for number in numbers])
    return [
        (number, fault)
        for number in numbers
        for name, cells in _identifiers(parts[number])
        if (domain := SAME.get(name, name)) in doubtful
        and (differing := _differing(name, cells, known.setdefault(domain, {})))
        for fault in _faults(parts[number], name, differing, [parts[one] for one in numbers])
    ]


def _doubtful(parts: Sequence[Part]) -> set[str]:
    """Fields whose identifiers have to be looked at one by one: not all plain, or not as many without their case."""
    columns: dict[str, list[pa.Array]] = {}
    for part in parts:
        for name, cells in _identifiers(part):
            columns.setdefault(SAME.get(name, name), []).append(cells.texts)
    return {name for name, texts in columns.items() if _may_differ(pc.unique(pa.chunked_array(texts)))}


def _may_differ(words: pa.Array) -> bool:
    return not all_identifiers(words) or len(pc.unique(pc.ascii_lower(words))) < len(words)


def _identifiers(part: Part) -> list[tuple[str, Cells]]:
    fields = [field.name for field in part.table.fields if field.type is Type.ID]
    return [(name, part.found.cells[name]) for name in fields if name in part.found.cells]


def _differing(name: str, cells: Cells, known: dict[str, str]) -> dict[str, str]:
    """The texts of a column that an earlier cell spells differently, with that spelling."""
    differing = {}
    for text in pc.unique(cells.texts).to_pylist():
        word = trimmed(text)
        look = skeleton(word)
        if name in PERSON_FIELDS and not _PERSON_ID.fullmatch(look):
            continue
        if (first := known.setdefault(look, word)) != word:
            differing[text] = first
    return differing


def _faults(part: Part, name: str, differing: dict[str, str], parts: Sequence[Part]) -> Iterator[Fault]:
    cells = part.found.cells[name]
    places = {word: _first_cell(parts, SAME.get(name, name), word) for word in differing.values()}
    for row, text in cells.with_texts(list(differing)):
        if row in part.rows.frame.index:
            first = differing[text]
            yield Fault(name, row, "id-looks-alike", text, (("other", first), ("first", places[first])))


def _first_cell(parts: Sequence[Part], domain: str, word: str) -> str:
    """The first cell that spells an identifier so."""
    return next(
        place_label(part.source, name, row)
        for part in parts
        for name, cells in _identifiers(part)
        if SAME.get(name, name) == domain
        for row, text in zip(cells.rows.tolist(), cells.texts.to_pylist(), strict=True)
        if trimmed(text) == word
    )
