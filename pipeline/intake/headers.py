"""What a header means: a field of a table, perhaps with a unit in brackets (SPEC 2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline.intake.characters import compact
from pipeline.intake.numbers import PERCENT, UNITS
from schemas.field import Table, Type
from schemas.people import NAME_HEADERS

PERSON_NAME = "person_name"
"""The field of a column that names a person where the table has an id: it stands for a missing 工号, or checks it."""

_BRACKETED = re.compile(r"(.+?)[(\[【]([^()\[\]【】]*)[)\]】]")
_STATED = re.compile(rf"单位:?\(?(?:人民币)?({'|'.join(sorted(UNITS, key=len, reverse=True))})")
_DECORATION = re.compile(r"[*:＊：]+")
_NOTES = frozenset({"", "必填", "选填", "*", "文本", "日期", "数字", "人民币", "rmb", "cny", "¥", "required", "text"})
_UNITS: Mapping[str, Decimal] = {
    **UNITS,
    **{f"人民币{unit}": scale for unit, scale in UNITS.items()},
    **{f"单位{unit}": scale for unit, scale in UNITS.items()},
    "%": PERCENT,
    "百分比": PERCENT,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field that a header means and the unit of its column; `rank` orders the headers that name a person."""

    field: str
    unit: Decimal | None = None
    rank: int = 0


def header_key(header: str) -> str:
    """A header for comparison: no blanks, marks, width, case, `_` or `-`."""
    return _DECORATION.sub("", compact(header)).replace("_", "").replace("-", "")


def meaning(header: str, table: Table, renamed: Mapping[str, str]) -> Meaning | None:
    """What a header means in a table; `renamed` is what the mapping says of its key, empty = ignore."""
    key = header_key(header)
    if key in renamed:
        return Meaning(renamed[key]) if renamed[key] else None
    if found := _known(table).get(key):
        return found
    bracketed = _BRACKETED.fullmatch(key)
    if not bracketed or not (bracketed[2] in _NOTES or bracketed[2] in _UNITS):
        return None
    base = meaning(bracketed[1], table, renamed)
    unit = _UNITS.get(bracketed[2])
    if base is None or (unit == PERCENT and _is_money(table, base.field)):
        return None
    return Meaning(base.field, base.unit if unit is None else unit, base.rank)


def stated_unit(text: str) -> Decimal | None:
    """The scale that a remark like 单位：万元 states; None where it states none but 元."""
    found = _STATED.search(compact(text))
    scale = UNITS[found[1]] if found else Decimal(1)
    return None if scale == 1 else scale


def unit_word(text: str) -> Decimal | None:
    """The scale of a unit that stands alone in a row below the headers."""
    return _UNITS.get(compact(text).strip("()"))


def known_headers(table: Table) -> tuple[str, ...]:
    """The keys of every header of a table, for the closest one."""
    return tuple(_known(table))


def _is_money(table: Table, name: str) -> bool:
    """Whether a field is an amount: 毛利(%) is a rate of it, and no amount."""
    return any(field.name == name and field.type is Type.MONEY for field in table.fields)


@cache
def _known(table: Table) -> dict[str, Meaning]:
    known = {header_key(name): Meaning(PERSON_NAME, rank=rank) for rank, name in _names(table)}
    for field in table.fields:
        known |= {header_key(alias): Meaning(field.name) for alias in field.aliases}
    for field in table.fields:
        known |= {header_key(word): Meaning(field.name) for word in (field.header, field.name)}
    return known


def _names(table: Table) -> list[tuple[int, str]]:
    """Headers that name a person: of tables with an id but no name of their own."""
    fields = {field.name for field in table.fields}
    return list(enumerate(NAME_HEADERS)) if "employee_id" in fields and "name" not in fields else []
