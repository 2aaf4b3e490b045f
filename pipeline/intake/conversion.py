"""A column of cells to typed values: each distinct cell is read once, percent is decided per column (SPEC 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Any

from pipeline.intake.cells import CellType
from pipeline.intake.characters import compact
from pipeline.intake.column_cells import Cells
from pipeline.intake.dates import day
from pipeline.intake.fault import Fault
from pipeline.intake.numbers import PERCENT, number
from pipeline.intake.reading import Reading
from pipeline.intake.words import choice, identifier, text, yes_or_no
from schemas.field import Field, Type

LARGEST_RATIO = Decimal("1.5")
SPLIT = "share"
"""The percent field in which a bare number other than 1 or 100 is always an error."""

_UNREADABLE = {CellType.ERROR: "cell-error", CellType.NO_VALUE: "formula-without-value"}

Reader = Callable[[str, CellType, str], Reading]


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
    triples = cells.triples()
    read = partial(_read, reader=_reader(column, date1904=date1904), means=means)
    readings = {cell: read(*cell) for cell in dict.fromkeys(triples)}
    if column.type in (Type.MONEY, Type.NUMBER, Type.PERCENT):
        readings = _scaled(column, readings, unit)
    converted = Converted()
    for row, cell in zip(cells.rows, triples, strict=True):
        _put(converted, column.name, row, cell[0], readings[cell])
        if readings[cell].kinds and row in data:
            converted.kinds.update(readings[cell].kinds)
    return converted


def _put(converted: Converted, name: str, row: int, shown: str, reading: Reading) -> None:
    if reading.problem:
        converted.faults.append(Fault(name, row, reading.problem, shown, reading.params))
    elif reading.value is not None and reading.value != "":
        converted.read[row] = reading.value
    if reading.percent:
        converted.percent.add(row)


def _read(cell: str, kind: CellType, number_format: str, reader: Reader, means: Mapping[str, str]) -> Reading:
    if kind in _UNREADABLE:
        return Reading(problem=_UNREADABLE[kind])
    if means and (word := means.get(compact(cell))) is not None:
        reading = reader(word, CellType.TEXT, "General")
        return replace(reading, kinds=("mapped_value",))
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


def _scaled(column: Field, readings: dict[Any, Reading], unit: Decimal | None) -> dict[Any, Reading]:
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
    return replace(
        reading, value=reading.value * unit, percent=unit == PERCENT, kinds=(*reading.kinds, "unit_in_header")
    )


def _decided(column: Field, readings: dict[Any, Reading]) -> dict[Any, Reading]:
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
        return replace(reading, value=Decimal(1))
    return Reading(problem="share-bare")


def _percent(reading: Reading) -> Reading:
    return replace(reading, value=reading.value * PERCENT, kinds=(*reading.kinds, "bare_percent"))
