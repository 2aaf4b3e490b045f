"""One sheet to typed rows: a text schema, conversion, then a typed schema, with the source row as index (SPEC 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.dtypes import immutable
from pandera.engines import pandas_engine

from pipeline.intake.body import Body
from pipeline.intake.column_cells import Cells
from pipeline.intake.conversion import BLANK, NOTHING, Converted, convert
from pipeline.intake.fault import Fault
from pipeline.tables import FIGURES
from schemas.field import Field, Table, Type
from schemas.frames import CONTROL, NOT_NULL, TEXT_LENGTH, all_pass, default, text_schema, typed_schema

NO_CELLS = Cells.made([], [], ())


@pandas_engine.Engine.register_dtype(equivalents=[FIGURES.name, FIGURES])
@immutable
class _Figures(pandas_engine.DataType):
    """Columns of figures, for pandera."""

    type = FIGURES


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
    """The data rows of a sheet as typed values. A cell has one fault at most: the first that was found.

    Of the cells as they stand in the file only those that name something stay; no one asks for the others again.
    """
    index = pd.Index(found.rows, dtype="int64")
    result = Typed(pd.DataFrame(index=index), [*found.faults, *_text_faults(table, found, index)])
    columns: dict[str, Any] = {}
    totals = [total.row for total in found.totals]
    for one in table.fields:
        cells = (found.cells.get if one.type is Type.ID else found.cells.pop)(one.name, NO_CELLS)
        words = means.get(one.name, {})
        converted = convert(one, cells, found.rows, unit=units.get(one.name), means=words, date1904=date1904)
        seen = {*totals} if one.type is Type.MONEY else set()
        result.faults += _within(converted.faults, found.rows, seen)
        result.kinds[one.name] = converted.kinds
        columns |= _columns(one, converted, cells.places(found.rows), index)
        if one.type is Type.MONEY:
            result.stated[one.name] = _stated(cells, converted, totals)
    result.frame = pd.DataFrame(columns, index=index, copy=False)
    return result


def empty_frame(table: Table) -> pd.DataFrame:
    """A table without rows."""
    return typed(table, Body({}, NO_CELLS.rows), {}, {}, date1904=False).frame


def typed_faults(table: Table, frame: pd.DataFrame) -> list[Fault]:
    """What the typed schema finds: bounds, closed lists, the form of ids; rows are the frame's index."""
    if all_pass(table, frame):
        return []
    bounds = {field.name: _bounds(field) for field in table.fields}
    return [replace(fault, params=bounds[fault.field]) for fault in _failures(typed_schema(table), frame)]


def _bounds(one: Field) -> tuple[tuple[str, str], ...]:
    """What a number of this field must keep to, for the message."""
    limits = (("minimum", one.minimum), ("maximum", one.maximum), ("above", one.above))
    return tuple((name, str(limit)) for name, limit in limits if limit is not None)


def _within(faults: Sequence[Fault], rows: np.ndarray, others: AbstractSet[int]) -> list[Fault]:
    """Those of data rows and of some others."""
    seen = others | set(rows[np.isin(rows, [fault.row for fault in faults])].tolist()) if faults else others
    return [fault for fault in faults if fault.row in seen]


def _columns(one: Field, converted: Converted, places: np.ndarray, index: pd.Index) -> dict[str, pd.Series]:
    """The column of a field, and the one that tells which cells were written as a percentage."""
    codes = np.where(places < 0, BLANK, converted.codes[places]) if len(converted.codes) else places * 0 + BLANK
    values, blank = converted.typed, codes == BLANK
    if default(one) is not None and blank.any():
        codes = np.where(blank, len(values), codes)
        values = values._concat_same_type([values, pd.array([default(one)], dtype=values.dtype)])  # noqa: SLF001
    if not np.array_equal(codes, np.arange(len(values))):
        values = values.take(np.maximum(codes, NOTHING), allow_fill=True)
    columns = {one.name: pd.Series(values, index=index, copy=False)}
    if one.marks_percent:
        marked = np.zeros(len(index), dtype=bool)
        if converted.percent is not None:
            marked = (places >= 0) & converted.percent[places]
        columns[f"{one.name}_percent"] = pd.Series(marked, index=index)
    return columns


def _stated(cells: Cells, converted: Converted, totals: Sequence[int]) -> dict[int, Decimal]:
    """The figures of total rows."""
    places = {row: cells.position(row) for row in totals}
    codes = {row: int(converted.codes[place]) for row, place in places.items() if place is not None}
    return {row: converted.typed[code] for row, code in codes.items() if code >= 0}


def _text_faults(table: Table, found: Body, index: pd.Index) -> list[Fault]:
    there = {one: found.cells[one.name] for one in table.fields if one.name in found.cells}
    odd = {one.name: cells.aligned(found.rows) for one, cells in there.items() if needs_a_look(one, cells, found.rows)}
    return list(_failures(text_schema(table), pd.DataFrame(odd, index=index))) if odd else []


def needs_a_look(one: Field, cells: Cells, rows: np.ndarray) -> bool:
    """Whether the text schema can find anything in a column; to find nothing it takes longer than to read it."""
    lacking = one.required and bool((cells.places(rows) < 0).any())
    return lacking or cells.longest() > TEXT_LENGTH or cells.any_has(CONTROL)


def _failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterable[Fault]:
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failed:
        for case in failed.failure_cases.itertuples():
            code = NOT_NULL if case.check == "not_nullable" else str(case.check)
            value = "" if pd.isna(case.failure_case) else str(case.failure_case)
            yield Fault(str(case.column), int(case.index), code, value)
