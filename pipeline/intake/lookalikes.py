"""Identifiers that differ only in case, width, invisible or look-alike letters: an error at the later cell (SPEC 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.intake.cells import CellType
from pipeline.intake.characters import skeleton, trimmed
from pipeline.intake.column_cells import Cells
from pipeline.intake.fault import Fault
from pipeline.intake.sheets import Part, place_label
from schemas.field import Table, Type
from schemas.frames import PERSON_ID

SAME = {"manager_id": "employee_id", "mentor_id": "employee_id", "original_order_id": "order_id"}
"""Fields that hold another field's identifiers."""

Known = dict[tuple[str, str], tuple[str, str]]


def look_alikes(parts: Sequence[Part], order: Sequence[Table]) -> list[tuple[int, Fault]]:
    """For each cell whose identifier another cell spells differently before it: the part's number and the fault."""
    known: Known = {}
    numbers = sorted(range(len(parts)), key=lambda number: order.index(parts[number].table))
    return [(number, fault) for number in numbers for fault in _part(parts[number], known)]


def _part(part: Part, known: Known) -> Iterable[Fault]:
    for field in part.table.fields:
        cells = part.found.cells.get(field.name)
        if field.type is Type.ID and cells is not None:
            yield from _column(part, field.name, cells, known)


def _column(part: Part, name: str, cells: Cells, known: Known) -> Iterable[Fault]:
    domain = SAME.get(name, name)
    data = set(part.found.rows)
    spelled = [
        (row, trimmed(text) if kind is CellType.TEXT else text)
        for row, text, kind in zip(cells.rows, cells.texts, cells.types, strict=True)
        if row in data and kind in (CellType.TEXT, CellType.NUMBER)
    ]
    differing: dict[str, tuple[str, str]] = {}
    for word, row in _firsts(spelled).items():
        look = skeleton(word)
        if domain == "employee_id" and not re.fullmatch(PERSON_ID, look):
            continue
        first = known.setdefault((domain, look), (word, place_label(part.source, name, row)))
        if first[0] != word:
            differing[word] = first
    for row, word in spelled if differing else ():
        if word in differing:
            first = differing[word]
            yield Fault(name, row, "id-looks-alike", word, (("other", first[0]), ("first", first[1])))


def _firsts(spelled: Sequence[tuple[int, str]]) -> dict[str, int]:
    """The first row of each spelling, from the top."""
    firsts: dict[str, int] = {}
    for row, word in spelled:
        firsts.setdefault(word, row)
    return firsts
