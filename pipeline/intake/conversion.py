"""A column of cells to typed values: each distinct cell is read once, percent is decided per column (SPEC 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

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

LARGEST_RATIO = Decimal("1.5")
SPLIT = "share"
"""The percent field in which a bare number other than 1 or 100 is always an error."""

_UNREADABLE = {CellType.ERROR: "cell-error", CellType.NO_VALUE: "formula-without-value"}

Reader = Callable[[str, CellType, str], Reading]
Readings = dict[str | Key, Reading]
"""What distinct cells mean: by their text where a column is of one type and format, else by all three."""


@dataclass(slots=True)
class Converted:
    """The cells of a field, read: values by row, faults, rows written as a percentage, normalisations by kind."""

    read: dict[int, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    percent: set[int] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)


def convert(
    column: Field,
    cells: Cells,
    data: AbstractSet[int],
    *,
    unit: Decimal | None,
    means: Mapping[str, str],
    date1904: bool = False,
) -> Converted:
    """Every cell of a field as a typed value; `unit` is the header's, `means` the mapping's words for values.

    Normalisations are counted in the rows of `data` only.
    """
    read = partial(_read, reader=_reader(column, date1904=date1904), means=means)
    keys: Sequence[str | Key]
    uniform = cells.uniform()
    if uniform and unit is None and not means and (values := plain_values(column.type, *uniform, cells.texts)):
        return Converted(dict(zip(cells.rows, values, strict=True)))
    if uniform:
        keys = cells.texts
        readings: Readings = {text: read(text, *uniform) for text in dict.fromkeys(cells.texts)}
    else:
        keys = triples = cells.keys()
        readings = {cell: read(*cell) for cell in dict.fromkeys(triples)}
    if column.type in FIGURES:
        readings = _scaled(column, readings, unit)
    return _collected(column.name, cells.rows, keys, readings, data)


def _collected(
    name: str, rows: list[int], keys: Sequence[str | Key], readings: Readings, data: AbstractSet[int]
) -> Converted:
    """The readings of every row; what only few cells have is looked for only where a distinct cell has it."""
    found = Converted({row: readings[key].value for row, key in zip(rows, keys, strict=True)})
    if any(one.problem or one.value in (None, "") for one in readings.values()):
        found.faults = [
            Fault(name, row, problem, key if isinstance(key, str) else key[0], readings[key].params)
            for row, key in zip(rows, keys, strict=True)
            if (problem := readings[key].problem)
        ]
        found.read = {row: value for row, value in found.read.items() if value is not None and value != ""}
    if any(one.percent for one in readings.values()):
        found.percent = {row for row, key in zip(rows, keys, strict=True) if readings[key].percent}
    if any(one.kinds for one in readings.values()):
        kinds = (readings[key].kinds for row, key in zip(rows, keys, strict=True) if row in data)
        found.kinds = Counter(kind for each in kinds for kind in each)
    return found


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
