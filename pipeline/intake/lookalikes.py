"""Identifiers that differ only in case, width, invisible or look-alike letters: an error at the later cell (SPEC 2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.intake.characters import skeleton, trimmed
from pipeline.intake.column_cells import Cells
from pipeline.intake.fault import Fault
from pipeline.intake.sheets import Part, place_label
from schemas.field import Table, Type
from schemas.frames import PERSON_ID
from schemas.people import PERSON_FIELDS

_PERSON_ID = re.compile(PERSON_ID)
SAME = {"manager_id": "employee_id", "mentor_id": "employee_id", "original_order_id": "order_id"}
"""Fields that hold another field's identifiers."""

Known = dict[tuple[str, str], tuple[str, Part, str]]
"""What an identifier looks like in its domain → how it was spelled first, where, in which field."""


def look_alikes(parts: Sequence[Part], order: Sequence[Table]) -> list[tuple[int, Fault]]:
    """For each cell whose identifier another cell spells differently before it: the part's number and the fault."""
    known: Known = {}
    numbers = sorted(range(len(parts)), key=lambda number: order.index(parts[number].table))
    return [(number, fault) for number in numbers for fault in _part(parts[number], known)]


def _part(part: Part, known: Known) -> Iterator[Fault]:
    for field in part.table.fields:
        cells = part.found.cells.get(field.name)
        if field.type is Type.ID and cells is not None:
            yield from _column(part, field.name, cells, known)


def _column(part: Part, name: str, cells: Cells, known: Known) -> Iterator[Fault]:
    differing: dict[str, tuple[str, Part, str]] = {}
    for text in dict.fromkeys(cells.texts):
        word = trimmed(text)
        look = skeleton(word)
        if name in PERSON_FIELDS and not _PERSON_ID.fullmatch(look):
            continue
        first = known.setdefault((SAME.get(name, name), look), (word, part, name))
        if first[0] != word:
            differing[text] = first
    data = set(part.found.rows) if differing else set()
    for row, text in zip(cells.rows, cells.texts, strict=True) if differing else ():
        if text in differing and row in data:
            spelled, where, column = differing[text]
            yield Fault(
                name, row, "id-looks-alike", text, (("other", spelled), ("first", _cell(where, column, spelled)))
            )


def _cell(part: Part, name: str, spelled: str) -> str:
    """The first cell of a field that spells an identifier so."""
    cells = part.found.cells[name]
    row = next(row for row, text in zip(cells.rows, cells.texts, strict=True) if trimmed(text) == spelled)
    return place_label(part.source, name, row)
