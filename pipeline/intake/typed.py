"""One sheet to typed rows: a text schema, conversion, then a typed schema, with the source row as index (SPEC 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pandera.pandas as pa

from pipeline.intake.body import Body
from pipeline.intake.conversion import Converted, convert
from pipeline.intake.fault import Fault
from schemas.field import Field, Table, Type
from schemas.frames import NOT_NULL, default, dtype, needs_a_look, text_schema, typed_schema

MISSING = float("nan")


@dataclass(slots=True)
class Typed:
    """The rows of one sheet: `frame` has every field of its table and the source rows as index.

    `faults` name field and row, `kinds` count normalisations per field, `stated` are money figures of total rows.
    """

    frame: pd.DataFrame
    faults: list[Fault]
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    stated: dict[str, dict[int, Decimal]] = field(default_factory=dict)


def typed(
    table: Table, found: Body, units: Mapping[str, Decimal], means: Mapping[str, Mapping[str, str]], *, date1904: bool
) -> Typed:
    """The data rows of a sheet as typed values. A cell has one fault at most: the first that was found."""
    index = pd.Index(found.rows, dtype="int64")
    result = Typed(pd.DataFrame(index=index), [*found.faults, *_text_faults(table, found, index)])
    columns: dict[str, Any] = {}
    rows, totals = set(found.rows), {total.row for total in found.totals}
    for one in table.fields:
        cells = found.cells.get(one.name)
        converted = Converted()
        if cells is not None:
            words = means.get(one.name, {})
            converted = convert(one, cells, rows, unit=units.get(one.name), means=words, date1904=date1904)
        seen = rows | totals if one.type is Type.MONEY else rows
        result.faults += [fault for fault in converted.faults if fault.row in seen]
        result.kinds[one.name] = converted.kinds
        columns |= _columns(one, converted, found.rows, index)
        if one.type is Type.MONEY:
            result.stated[one.name] = {row: converted.read[row] for row in totals & converted.read.keys()}
    result.frame = pd.DataFrame(columns, index=index)
    return result


def empty_frame(table: Table) -> pd.DataFrame:
    """A table without rows."""
    return typed(table, Body({}, []), {}, {}, date1904=False).frame


def typed_faults(table: Table, frame: pd.DataFrame) -> list[Fault]:
    """What the typed schema finds: bounds, closed lists, the form of ids; rows are the frame's index."""
    bounds = {field.name: _bounds(field) for field in table.fields}
    return [replace(fault, params=bounds[fault.field]) for fault in _failures(typed_schema(table), frame)]


def _bounds(one: Field) -> tuple[tuple[str, str], ...]:
    """What a number of this field must keep to, for the message."""
    limits = (("minimum", one.minimum), ("maximum", one.maximum), ("above", one.above))
    return tuple((name, str(limit)) for name, limit in limits if limit is not None)


def _columns(one: Field, converted: Converted, rows: list[int], index: pd.Index) -> dict[str, pd.Series]:
    read, kind = converted.read, dtype(one)
    nothing = MISSING if kind == "object" else None
    empty = nothing if default(one) is None else default(one)
    unread = {fault.row: nothing for fault in converted.faults}
    values = list(read.values()) if list(read) == rows else [read.get(row, unread.get(row, empty)) for row in rows]
    columns = {one.name: pd.Series(values, index=index, dtype=kind)}
    if one.marks_percent:
        columns[f"{one.name}_percent"] = pd.Series([row in converted.percent for row in rows], index=index, dtype=bool)
    return columns


def _text_faults(table: Table, found: Body, index: pd.Index) -> list[Fault]:
    columns = {}
    for one in table.fields:
        if (cells := found.cells.get(one.name)) is not None:
            texts = cells.aligned(found.rows)
            if needs_a_look(one, texts):
                columns[one.name] = pd.Series(texts, index=index, dtype="str")
    return list(_failures(text_schema(table), pd.DataFrame(columns, index=index))) if columns else []


def _failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterable[Fault]:
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failed:
        for case in failed.failure_cases.itertuples():
            code = NOT_NULL if case.check == "not_nullable" else str(case.check)
            value = "" if pd.isna(case.failure_case) else str(case.failure_case)
            yield Fault(str(case.column), int(case.index), code, value)
