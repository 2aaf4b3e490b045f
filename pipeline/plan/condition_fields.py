"""What conditions may name: the columns of a table with the person's own, or the figures of a person (SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.plan.conditions import FieldKind, ValueKind
from pipeline.plan.model import Kpi, RateTable
from schemas import TABLES
from schemas.field import Field, Table, Type

KINDS: Mapping[Type, ValueKind] = {
    Type.ID: ValueKind.TEXT,
    Type.TEXT: ValueKind.TEXT,
    Type.DATE: ValueKind.DATE,
    Type.MONEY: ValueKind.NUMBER,
    Type.NUMBER: ValueKind.NUMBER,
    Type.PERCENT: ValueKind.RATIO,
    Type.BOOL: ValueKind.BOOL,
}
PERSON = {"职级": "grade", "团队": "team", "区域": "region"}


def source_table(name: str) -> Table | None:
    """The data table of a period with this Chinese name or identifier."""
    return next((table for table in TABLES if name in (table.header, table.name)), None)


def field_named(table: Table, name: str) -> Field | None:
    """The table's field with this header, identifier or alias; a header or identifier wins over another's alias."""
    exact = (field for field in table.fields if name in (field.header, field.name))
    return next(exact, None) or next((field for field in table.fields if name in field.aliases), None)


def row_fields(table: Table, grades: Iterable[str]) -> dict[str, FieldKind]:
    """Fields of a filter or of 单笔奖: the table's columns, then the person's 职级, 团队, 区域 where it has none."""
    fields = {word: kind for word, kind in _person(grades).items() if word in PERSON or word in PERSON.values()}
    names = {word for field in table.fields for word in (*field.aliases, field.header, field.name)}
    found = {name: field_named(table, name) for name in names}
    return fields | {name: _field(field) for name, field in found.items() if field is not None}


def person_fields(
    grades: Iterable[str], kpis: Mapping[str, Kpi], measures: Iterable[str], ratings: RateTable | None
) -> dict[str, FieldKind]:
    """Fields of every other condition: a person's figures, by their Chinese word or identifier."""
    ratios = dict.fromkeys(kpis, ValueKind.RATIO)
    numbers = dict.fromkeys(kpis, ValueKind.NUMBER)
    actuals = {name: ValueKind.RATIO if kpi.is_percent else ValueKind.NUMBER for name, kpi in kpis.items()}
    figures = {
        "总分": FieldKind("total_score", ValueKind.NUMBER),
        "评级": FieldKind("rating", words=_ratings(ratings)),
        "绩效系数": FieldKind("coefficient", ValueKind.NUMBER),
        "工龄月数": FieldKind("months_employed", ValueKind.NUMBER),
        "达成率": FieldKind("attainment", arguments=ratios),
        "实际": FieldKind("actual", arguments=actuals),
        "得分": FieldKind("score", arguments=numbers),
        "计量": FieldKind("measure", arguments=dict.fromkeys(measures, ValueKind.NUMBER)),
    }
    return _person(grades) | _both(figures)


def _person(grades: Iterable[str]) -> dict[str, FieldKind]:
    known = {grade: grade for grade in grades}
    return _both({word: FieldKind(name, words=known if name == "grade" else None) for word, name in PERSON.items()})


def _both(fields: Mapping[str, FieldKind]) -> dict[str, FieldKind]:
    return {**fields, **{field.name: field for field in fields.values()}}


def _field(field: Field) -> FieldKind:
    if field.choices is None:
        return FieldKind(field.name, KINDS[field.type])
    words = {word: member.value for member in field.choices for word in (member.header, member.value)}
    return FieldKind(field.name, words=words)


def _ratings(table: RateTable | None) -> dict[str, str] | None:
    return None if table is None else {str(tier.value): str(tier.value) for tier in table.tiers if tier.value}
