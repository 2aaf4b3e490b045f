"""A column of cells to typed values: each distinct cell is read once, percent is decided per column (SPEC 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from pipeline.intake.cells import CellType
from pipeline.intake.characters import compact
from pipeline.intake.column_cells import FIGURES, Cells, Key
from pipeline.intake.dates import day
from pipeline.intake.fault import Fault
from pipeline.intake.numbers import PERCENT, number
from pipeline.intake.plain_columns import plain_values
from pipeline.intake.reading import Reading
from pipeline.intake.words import choice, identifier, text, yes_or_no
from schemas.field import Field, Type
from schemas.frames import dtype

LARGEST_RATIO = Decimal("1.5")
SPLIT = "share"
"""The percent field in which a bare number other than 1 or 100 is always an error."""

_UNREADABLE = {CellType.ERROR: "cell-error", CellType.NO_VALUE: "formula-without-value"}

NOTHING, BLANK = -1, -2
"""Instead of a value: a cell that cannot be read, and one that says nothing."""

Reader = Callable[[str, CellType, str], Reading]
Readings = dict[Key, Reading]
"""What distinct cells mean."""


@dataclass(slots=True)
class Converted:
    """The cells of a field, read: `codes` tell for each cell which of the `typed` values it is, or why none.

    Beside them faults, the cells written as a percentage, and normalisations by kind.
    """

    typed: Any
    codes: np.ndarray
    faults: list[Fault] = field(default_factory=list)
    percent: np.ndarray | None = None
    kinds: Counter[str] = field(default_factory=Counter)


def convert(
    column: Field,
    cells: Cells,
    data: np.ndarray,
    *,
    unit: Decimal | None,
    means: Mapping[str, str],
    date1904: bool = False,
) -> Converted:
    """Every cell of a field as a typed value; `unit` is the header's, `means` the mapping's words for values.

    Normalisations are counted in the rows of `data` only.
    """
    uniform = cells.uniform()
    if uniform and unit is None and not means:
        values = plain_values(column.type, *uniform, cells.texts)
        if values is not None:
            return Converted(values, np.arange(len(cells)))
    read = partial(_read, reader=_reader(column, date1904=date1904), means=means)
    keys, codes = cells.distinct()
    readings = {key: read(*key) for key in keys}
    if column.type in FIGURES:
        readings = _scaled(column, readings, unit)
    return _collected(column, cells, [readings[key] for key in keys], codes, data)


def _collected(
    column: Field, cells: Cells, readings: Sequence[Reading], codes: np.ndarray, data: np.ndarray
) -> Converted:
    """The readings of every cell; what only few cells have is looked for only where a distinct cell has it."""
    there = [one.value is not None and one.value != "" for one in readings]
    given = [one.value for one, known in zip(readings, there, strict=True) if known]
    instead = [NOTHING if one.problem else BLANK for one in readings]
    place = np.where(there, np.cumsum(there) - 1, instead).astype(np.int64)
    found = Converted(pd.Series(given, dtype=dtype(column)).array, place[codes])
    if any(one.problem for one in readings):
        found.faults = _faults(column.name, cells, readings, codes)
    if any(one.percent for one in readings):
        found.percent = np.array([one.percent for one in readings])[codes]
    if any(one.kinds for one in readings):
        counts = np.bincount(codes[np.isin(cells.rows, data)], minlength=len(readings)).tolist()
        for one, count in zip(readings, counts, strict=True):
            found.kinds.update(dict.fromkeys(one.kinds, count) if count else {})
    return found


def _faults(name: str, cells: Cells, readings: Sequence[Reading], codes: np.ndarray) -> list[Fault]:
    """What is wrong with each cell that cannot be read, from the top."""
    wrong = np.flatnonzero(np.array([bool(one.problem) for one in readings])[codes]).tolist()
    return [
        Fault(name, int(cells.rows[place]), one.problem, cells.cell(place)[0], one.params)
        for place in wrong
        if (one := readings[codes[place]])
    ]


def _read(cell: str, kind: CellType, number_format: str, reader: Reader, means: Mapping[str, str]) -> Reading:
    if kind in _UNREADABLE:
        return Reading(problem=_UNREADABLE[kind])
    if means and (word := means.get(compact(cell))) is not None:
        reading = reader(word, CellType.TEXT, "General")
        return reading._replace(kinds=("mapped_value",))
    return reader(cell, kind, number_format)


def _reader(column: Field, *, date1904: bool) -> Reader:
    if column.choices is not None:
        choices = column.choices
        return lambda cell, kind, _: choice(cell, kind, choices)
    readers: dict[Type, Reader] = {
        Type.ID: identifier,
        Type.TEXT: partial(text, date1904=date1904),
        Type.DATE: partial(day, date1904=date1904),
        Type.BOOL: yes_or_no,
    }
    return readers.get(column.type, number)


def _scaled(column: Field, readings: Readings, unit: Decimal | None) -> Readings:
    """Numbers at the scale of their column."""
    if column.type is Type.MONEY:
        readings = {cell: _no_percent(reading) for cell, reading in readings.items()}
    if unit is not None:
        return {cell: _at_unit(reading, unit) for cell, reading in readings.items()}
    return _decided(column, readings) if column.type is Type.PERCENT else readings


def _no_percent(reading: Reading) -> Reading:
    return Reading(problem="money-is-percent") if reading.percent else reading


def _at_unit(reading: Reading, unit: Decimal) -> Reading:
    if reading.own_unit or reading.value is None:
        return reading
    kinds = (*reading.kinds, "unit_in_header")
    scaled = reading._replace(value=reading.value * unit, percent=unit == PERCENT, kinds=kinds)
    if "currency" in kinds and unit not in (1, PERCENT):
        return scaled._replace(problem="currency-beside-unit", params=(("read", f"{scaled.value:,f}"),))
    return scaled


def _decided(column: Field, readings: Readings) -> Readings:
    """Bare numbers of a percent column: all at most 1.5 are ratios, all above are percent, mixed is an error."""
    bare = {cell: one for cell, one in readings.items() if one.value and not one.percent}
    if column.name == SPLIT:
        return readings | {cell: _whole_share(one) for cell, one in bare.items()}
    large = {cell: one for cell, one in bare.items() if abs(one.value) > LARGEST_RATIO}
    if large and len(large) < len(bare):
        return readings | {cell: Reading(problem="percent-mixed") for cell in bare}
    return readings | {cell: _percent(one) for cell, one in large.items()}


def _whole_share(reading: Reading) -> Reading:
    if reading.value in (1, 100):
        return reading._replace(value=Decimal(1))
    return Reading(problem="share-bare")


def _percent(reading: Reading) -> Reading:
    return reading._replace(value=reading.value * PERCENT, kinds=(*reading.kinds, "bare_percent"))
