"""Two pandera schemas of a table: its cells as text, its typed values. A failing check is a finding's code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pandas as pd
import pandera.pandas as pa

from schemas.field import Choice, Field, Table, Type
from schemas.people import PERSON_FIELDS

TEXT_LENGTH = 200
PERSON_ID = r"[A-Za-z0-9_-]{1,32}"
CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
NOT_NULL = "cell-missing"

Fails = Callable[[pd.Series], pd.Series]
"""Tells of each value of a column whether it fails; a missing one never does."""

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
    asked = {field: tests for field in table.fields if (tests := _tests(field))}
    return pa.DataFrameSchema({field.name: _typed_column(field, tests) for field, tests in asked.items()}, strict=False)


def all_pass(table: Table, frame: pd.DataFrame) -> bool:
    """Whether the typed schema finds nothing in a table; to find nothing it takes longer than to read one."""
    return not any(fails(frame[field.name]).any() for field in table.fields for fails in _tests(field).values())


def _text_column(field: Field) -> pa.Column:
    checks = [pa.Check(_visible, error="control-character")]
    if field.printed:
        checks.append(pa.Check(_short, error="text-too-long"))
    return pa.Column("str", checks, nullable=not field.required, required=False)


def _typed_column(field: Field, tests: dict[str, Fails]) -> pa.Column:
    checks = [pa.Check(partial(_passes, fails), error=code) for code, fails in tests.items()]
    return pa.Column(dtype(field), checks, nullable=True, required=True)


def _passes(fails: Fails, column: pd.Series) -> pd.Series:
    return ~fails(column)


@cache
def _tests(field: Field) -> dict[str, Fails]:
    """What is asked of a field's values, each by the code of its finding."""
    tests: dict[str, Fails] = {}
    if field.minimum is not None:
        tests["number-below-minimum"] = lambda column: column < field.minimum
    if field.maximum is not None:
        tests["number-above-maximum"] = lambda column: column > field.maximum
    if field.above is not None:
        tests["number-not-above"] = lambda column: column <= field.above
    if field.choices is not None:
        words = [member.value for member in field.choices]
        tests["choice-unknown"] = lambda column: column.notna() & ~column.isin(words)
    elif field.name in PERSON_FIELDS:
        tests["id-form"] = lambda column: ~column.str.fullmatch(PERSON_ID, na=True)
    return tests


def _visible(column: pd.Series) -> pd.Series:
    return ~column.str.contains(CONTROL, regex=True)


def _short(column: pd.Series) -> pd.Series:
    return column.str.strip().str.len() <= TEXT_LENGTH
