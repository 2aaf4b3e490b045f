"""The sheet 方案: each parameter read by its declared type, unwritten ones by default (SPEC 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from pipeline.findings import Finding, Place, error
from pipeline.plan.literals import is_percentage, read_bool, read_date, read_number, read_ratio
from pipeline.plan.model import Parameters
from pipeline.plan.names import unknown
from pipeline.plan.rows import Row, split_list
from schemas.field import Field, Type
from schemas.parameters import PARAMETERS, UNROUNDED

KNOWN: Mapping[str, Field] = {word: field for field in PARAMETERS for word in (field.header, field.name)}
LISTS = ("teams",)
PLACES = ("attainment_places", "score_places", "total_places")
PLACEHOLDERS: Mapping[Type, Any] = {Type.TEXT: "", Type.DATE: date.max}


def parse_parameters(rows: tuple[Row, ...], sheet: Place) -> tuple[Parameters, bool, list[Finding]]:
    """The parameters, whether all required ones are there, and what is wrong; missing ones hold a placeholder."""
    written: dict[str, Any] = {}
    findings: list[Finding] = []
    for row in rows:
        field = KNOWN.get(row.text("parameter"))
        if field is None:
            findings.append(unknown("parameter", row.place("parameter"), row.text("parameter"), _headers()))
        elif row.filled("value"):
            value = _read(row, field)
            findings += [value] if isinstance(value, Finding) else []
            written[field.name] = value
    missing = [field for field in PARAMETERS if field.required and field.name not in written]
    findings += [error("plan-parameter-missing", sheet, field.header) for field in missing]
    kept = {name: value for name, value in written.items() if not isinstance(value, Finding)}
    lacking = {field.name: PLACEHOLDERS[field.type] for field in PARAMETERS if field.required}
    complete = all(name in kept for name in lacking)
    return Parameters(**{**lacking, **kept}), complete, findings


def written_at(rows: tuple[Row, ...]) -> dict[str, Place]:
    """Where the value of each written parameter stands, by identifier."""
    known = [(KNOWN.get(row.text("parameter")), row) for row in rows]
    return {field.name: row.place("value") for field, row in known if field is not None}


def notes_of(rows: tuple[Row, ...]) -> dict[str, str]:
    """What 说明 says beside each written parameter, by identifier."""
    known = [(KNOWN.get(row.text("parameter")), row.text("note")) for row in rows]
    return {field.name: note for field, note in known if field is not None and note}


def _headers() -> list[str]:
    return [field.header for field in PARAMETERS]


def _read(row: Row, field: Field) -> Any:
    text = row.text("value")
    if field.choices is not None:
        words = {word: member for member in field.choices for word in (member.header, member.value)}
        choices = "、".join(member.header for member in field.choices)
        return words.get(text) or _wrong("choice", row, field, choices=choices)
    if field.name in LISTS:
        return split_list(text)
    if field.name in PLACES and text == UNROUNDED:
        return None
    value = READ[field.type](text, row.flag("value_percent"))
    if value is None:
        return _wrong("places" if field.name in PLACES else field.type.value, row, field)
    if _within(value, field):
        return value
    maximum = "—" if field.maximum is None else field.maximum
    return _wrong("range", row, field, minimum=field.minimum, maximum=maximum)


def _within(value: Any, field: Field) -> bool:
    above = field.minimum is None or value >= field.minimum
    return above and (field.maximum is None or value <= field.maximum)


def _wrong(kind: str, row: Row, field: Field, **params: object) -> Finding:
    return error(f"plan-parameter-{kind}", row.place("value"), row.text("value"), parameter=field.header, **params)


def _percent(text: str, formatted: bool) -> Fraction | None:
    return read_number(text) if formatted or is_percentage(text) else read_ratio(text)


def _whole(text: str) -> int | None:
    number = read_number(text)
    return None if number is None or number.denominator != 1 else int(number)


READ: Mapping[Type, Callable[[str, bool], Any]] = {
    Type.TEXT: lambda text, _: text,
    Type.DATE: lambda text, _: read_date(text),
    Type.MONEY: lambda text, _: read_number(text),
    Type.PERCENT: _percent,
    Type.NUMBER: lambda text, _: _whole(text),
    Type.BOOL: lambda text, _: read_bool(text),
}
