"""Two pandera schemas of a table: its cells as text, its typed values. A failing check is a finding's code."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa

from schemas.field import Choice, Field, Table, Type
from schemas.people import PERSON_FIELDS

TEXT_LENGTH = 200
PERSON_ID = r"[A-Za-z0-9_-]{1,32}"
CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
NOT_NULL = "cell-missing"

DECIMAL = "decimal"
"""The type of exact figures, that of `pipeline.decimal_array`."""

_DTYPES = {Type.ID: "str", Type.TEXT: "str", Type.DATE: "datetime64[s]", Type.BOOL: "boolean"}


def dtype(field: Field) -> str:
    """The pandas type of a field's column."""
    return _DTYPES.get(field.type, DECIMAL)


def default(field: Field) -> Any:
    """The value of an empty cell; None where there is no default. A word of a closed list as its plain text."""
    return field.default.value if isinstance(field.default, Choice) else field.default


@cache
def text_schema(table: Table) -> pa.DataFrameSchema:
    """Cells as text, before anything is interpreted: required ones are filled, nothing is hidden in them."""
    return pa.DataFrameSchema({field.name: _text_column(field) for field in table.fields}, strict=False)


@cache
def typed_schema(table: Table) -> pa.DataFrameSchema:
    """Typed values: bounds, closed lists, the form of a person's id. Fields of which none is asked need no pass."""
    checks = {field: _bounds(field) + _words(field) for field in table.fields}
    columns = {field.name: _typed_column(field, asked) for field, asked in checks.items() if asked}
    return pa.DataFrameSchema(columns, strict=False)


def needs_a_look(field: Field, texts: pd.Series) -> bool:
    """Whether the text schema can find anything in a column; to find nothing it takes longer than to read it."""
    lengths = texts.str.len()
    blank = field.required and bool(lengths.isna().any())
    return blank or bool((lengths > TEXT_LENGTH).any()) or bool(texts.str.contains(CONTROL, regex=True).any())


def _text_column(field: Field) -> pa.Column:
    checks = [pa.Check(_visible, error="control-character")]
    if field.printed:
        checks.append(pa.Check(_short, error="text-too-long"))
    return pa.Column("str", checks, nullable=not field.required, required=False)


def _typed_column(field: Field, checks: list[pa.Check]) -> pa.Column:
    return pa.Column(dtype(field), checks, nullable=True, required=True)


def _bounds(field: Field) -> list[pa.Check]:
    tests = []
    if field.minimum is not None:
        tests.append(pa.Check.ge(field.minimum, error="number-below-minimum"))
    if field.maximum is not None:
        tests.append(pa.Check.le(field.maximum, error="number-above-maximum"))
    if field.above is not None:
        tests.append(pa.Check.gt(field.above, error="number-not-above"))
    return tests


def _words(field: Field) -> list[pa.Check]:
    if field.choices is not None:
        return [pa.Check.isin([member.value for member in field.choices], error="choice-unknown")]
    return [pa.Check(_person_id, error="id-form")] if field.name in PERSON_FIELDS else []


def _visible(column: pd.Series) -> pd.Series:
    return ~column.str.contains(CONTROL, regex=True)


def _short(column: pd.Series) -> pd.Series:
    return column.str.strip().str.len() <= TEXT_LENGTH


def _person_id(column: pd.Series) -> pd.Series:
    return column.str.fullmatch(PERSON_ID)
