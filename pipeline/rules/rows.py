"""Frames as rows of plain values: a missing cell is None, a timestamp is a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from pipeline.plan.conditions import Condition, Reference, evaluate

Row = Mapping[str, Any]
PERSON_FIELDS = ("grade", "team", "region")
NO_VALUE: Any = None


def rows(frame: pd.DataFrame) -> tuple[Row, ...]:
    """The rows of a frame, in order."""
    if frame.empty:
        return ()
    names = list(frame.columns)
    columns = [cells(frame[name]) for name in names]
    return tuple(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def cells(column: pd.Series) -> list[Any]:
    """A column's plain values, converted as a whole where its type allows that: this runs over every order."""
    if isinstance(column.dtype, pd.StringDtype | pd.BooleanDtype | pd.Int64Dtype):
        listed: list[Any] = column.to_numpy(dtype=object, na_value=NO_VALUE).tolist()
        return listed
    if column.dtype.kind == "M":
        column = column.dt.date
    values = column.tolist()
    if column.dtype.kind in "bi":
        return values
    for place in np.flatnonzero(column.isna()):
        values[place] = None
    return [plain(value) for value in values] if pd.Timestamp in set(map(type, values)) else values


class GroupedRows(Mapping[str, Sequence[Row]]):
    """The rows of a frame by the value of one column, in order; made into plain rows when somebody asks for them."""

    def __init__(self, frame: pd.DataFrame, column: str) -> None:
        self._frame = frame
        codes, keys = pd.factorize(frame[column])
        self._order = np.argsort(codes, kind="stable")
        ends = np.searchsorted(codes[self._order], np.arange(len(keys)), side="right")
        starts = np.searchsorted(codes[self._order], np.arange(len(keys)), side="left")
        self._range = dict(zip(keys.tolist(), zip(starts.tolist(), ends.tolist(), strict=True), strict=True))

    def __getitem__(self, key: str) -> Sequence[Row]:
        start, end = self._range[key]
        return self._rows[start:end]

    def __iter__(self) -> Iterator[str]:
        return iter(self._range)

    def __len__(self) -> int:
        return len(self._range)

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return rows(self._frame.iloc[self._order])


def grouped(items: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    """Rows by the value of one column, in order of appearance."""
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in items:
        groups[row[column]].append(row)
    return dict(groups)


def plain(cell: Any) -> Any:
    """A cell as a plain value: None where it is missing."""
    if isinstance(cell, str | Fraction):
        return cell
    if cell is None or pd.isna(cell):
        return None
    return cell.date() if isinstance(cell, pd.Timestamp) else cell


def row_fits(condition: Condition | None, person: Row, row: Row) -> bool:
    """Whether a row fits a condition on its columns or, where it has none, the person's grade, team and region."""
    if condition is None:
        return True

    def field(reference: Reference) -> Any:
        found = row.get(reference.name)
        return person.get(reference.name) if found is None and reference.name in PERSON_FIELDS else found

    return evaluate(condition, field)
