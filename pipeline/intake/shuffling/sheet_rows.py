"""The rows of a sheet part in another order, letter by letter; only what every program writes is touched."""

from __future__ import annotations

import re
from functools import partial

from pipeline.intake.merged_cells import blocks
from pipeline.intake.shuffling.arrangement import Arrangement

_ATTRIBUTES = rb"((?:\s+[\w:]+=\"[^\"<]*\")*)"
_DATA = re.compile(rb"(<sheetData>)(.*)(</sheetData>)", re.DOTALL)
_ROW = re.compile(rb"<row" + _ATTRIBUTES + rb"\s*(?:/>|>(.*?)</row>)\s*", re.DOTALL)
_NUMBER = re.compile(rb"(\sr=\")([0-9]+)(\")")
_CELL = re.compile(rb"<c" + _ATTRIBUTES + rb"\s*/?>")
_PLACE = re.compile(rb"(\sr=\"[A-Z]+)([0-9]+)(\")")
_MERGED = re.compile(rb"<mergeCell\s[^>]*ref=\"([^\"]+)\"")


class NotFaithfulError(Exception):
    """The file is written in a way that this cannot rewrite and be sure that it still says the same."""


def rearranged(part: bytes, arrangement: Arrangement, file: int) -> bytes:
    """The part with its rows where the arrangement puts them; those of the other file are left out."""
    found = _DATA.search(part)
    if not arrangement.places or not found:
        return part
    _check(part, arrangement)
    placed = {}
    for number, row in _rows(found[2]):
        if arrangement.kept(number, file):
            place = arrangement.place(number)
            placed[place] = _renumbered(row, place)
    data = b"".join(placed[place] for place in sorted(placed))
    return part[: found.start(2)] + data + part[found.end(2) :]


def _check(part: bytes, arrangement: Arrangement) -> None:
    """No comment or CDATA, which may hide rows; no cell merged across or down among the data."""
    merged = blocks(reference.decode() for reference in _MERGED.findall(part))
    if b"<!" in part or any(one.last_row >= arrangement.first_row for one in merged):
        raise NotFaithfulError


def _rows(data: bytes) -> list[tuple[int, bytes]]:
    """Each row by its number; the rows must be all that there is."""
    rows, end = [], len(data) - len(data.lstrip())
    for row in _ROW.finditer(data):
        number = _NUMBER.search(row[1])
        if row.start() != end or number is None or _bare_cells(row[2] or b""):
            raise NotFaithfulError
        rows.append((int(number[2]), row[0]))
        end = row.end()
    if end != len(data):
        raise NotFaithfulError
    return rows


def _bare_cells(cells: bytes) -> bool:
    """Whether a cell does not say where it stands."""
    return not all(_PLACE.search(one[1]) for one in _CELL.finditer(cells))


def _renumbered(row: bytes, place: int) -> bytes:
    number = str(place).encode()
    head = _NUMBER.sub(rb"\g<1>" + number + rb"\3", row[: row.index(b">")], count=1)
    return head + _CELL.sub(partial(_moved, number=number), row[row.index(b">") :])


def _moved(cell: re.Match[bytes], number: bytes) -> bytes:
    return _PLACE.sub(rb"\g<1>" + number + rb"\3", cell[0], count=1)
