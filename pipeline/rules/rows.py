"""Frames as rows of plain values: a missing cell is None, a timestamp is a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd

Row = Mapping[str, Any]
Found = TypeVar("Found")
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
    """The rows of a frame by the value of one column, in order; grouped and made plain when somebody asks for them."""

    def __init__(self, frame: pd.DataFrame, column: str) -> None:
        self._frame, self._column = frame, column

    def __getitem__(self, key: str) -> Sequence[Row]:
        start, end = self._range[key]
        return self._rows[start:end]

    def __iter__(self) -> Iterator[str]:
        return iter(self._range)

    def __len__(self) -> int:
        return len(self._range)

    @cached_property
    def _grouping(self) -> tuple[np.ndarray, np.ndarray, list[str]]:
        """The rows in order of their groups, where each group ends, and the groups."""
        codes, keys = pd.factorize(self._frame[self._column])
        order = np.argsort(codes, kind="stable")
        return order, np.searchsorted(codes[order], np.arange(-1, len(keys)), side="right"), keys.tolist()

    @cached_property
    def _range(self) -> dict[str, tuple[int, int]]:
        _, ends, keys = self._grouping
        return dict(zip(keys, zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True), strict=True))

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return rows(self._frame.iloc[self._grouping[0]])


class KeyedRows(Mapping[Any, Row]):
    """The rows of a frame by a key that each has once, one column or several; made plain when somebody asks."""

    def __init__(self, frame: pd.DataFrame, *columns: str) -> None:
        self._frame, self._columns = frame, columns

    def __getitem__(self, key: Any) -> Row:
        return self._rows[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _rows(self) -> dict[Any, Row]:
        keys = [cells(self._frame[name]) for name in self._columns]
        return dict(zip(zip(*keys, strict=True) if len(keys) > 1 else keys[0], rows(self._frame), strict=True))


class WhenAsked(Mapping[str, Found]):
    """Something for each of a few names, made when somebody asks for it."""

    def __init__(self, names: Iterable[str], make: Callable[[str], Found]) -> None:
        self._names, self._make = tuple(names), make
        self._found: dict[str, Found] = {}

    def __getitem__(self, name: str) -> Found:
        if name not in self._found:
            if name not in self._names:
                raise KeyError(name)
            self._found[name] = self._make(name)
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


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
