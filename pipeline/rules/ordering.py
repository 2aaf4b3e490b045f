"""Rows in the order of several columns, by whole numbers: texts are looked at only where those before do not decide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.whole_numbers import LARGEST


def places_in_order(rows: pd.DataFrame, *columns: str) -> np.ndarray:
    """The places of the rows in the order of the columns; a missing value comes last, equal rows stay as they stand."""
    return order_and_ties(rows, *columns)[0]


def order_and_ties(rows: pd.DataFrame, *columns: str) -> tuple[np.ndarray, np.ndarray]:
    """The same places, and which of them, in that order, hold a row that a neighbour equals in all columns."""
    if _rises(rows[columns[0]]):
        return np.arange(len(rows)), np.zeros(len(rows), dtype=bool)
    first, *others = _groups(rows, columns)
    key, _ = _key(rows[first])
    order = np.argsort(key, kind="stable")
    codes = _numbered(key[order])
    for names in others:
        open_places = np.flatnonzero(_tied(codes))
        key, size = _key(rows[names].iloc[order[open_places]])
        key += codes[open_places] * size
        sorting = np.argsort(key, kind="stable")
        order[open_places] = order[open_places][sorting]
        codes *= size
        codes[open_places] = key[sorting]
        codes = _numbered(codes)
    return order, _tied(codes)


def _groups(rows: pd.DataFrame, columns: Sequence[str]) -> list[list[str]]:
    """The columns in groups that are looked at together: texts cost most, so that each begins a group."""
    groups: list[list[str]] = []
    for name in columns:
        if not groups or pd.api.types.is_string_dtype(rows[name].dtype):
            groups.append([])
        groups[-1].append(name)
    return groups


def _key(rows: pd.DataFrame) -> tuple[np.ndarray, int]:
    """A whole number for each row in the order of the columns, and one more than the largest."""
    key, size = np.zeros(len(rows), dtype=np.int64), 1
    for name in rows:
        rank, count = _ranks(rows[name])
        if size * count * len(rows) > LARGEST:
            key, size = np.unique(key, return_inverse=True)[1], len(rows)
        key, size = key * count + rank, size * count
    return key, size


def _numbered(codes: np.ndarray) -> np.ndarray:
    """Numbers in order as 0, 1, 2 and so on."""
    return np.cumsum(np.diff(codes, prepend=codes[:1]) != 0)


def numbers_within(keys: pd.Series) -> np.ndarray:
    """The place of each row, from 1 on, among the rows with its key; these stand together."""
    begins = np.flatnonzero(_is_new(keys))
    sizes = np.diff(begins, append=len(keys))
    return np.arange(1, len(keys) + 1) - np.repeat(begins, sizes)


def _is_new(keys: pd.Series) -> np.ndarray:
    """Where a row has another key than the row before it."""
    found = np.ones(len(keys), dtype=bool)
    found[1:] = (keys.array[1:] != keys.array[:-1]).astype(bool)
    return found


def _rises(column: pd.Series) -> bool:
    """Whether texts stand in order, each once; false where that would have to be found out more dearly."""
    if not isinstance(column.dtype, pd.StringDtype):
        return False
    return bool(column.notna().all()) and bool((column.array[1:] > column.array[:-1]).all())


def _ranks(column: pd.Series) -> tuple[np.ndarray, int]:
    """Each value's place among the different values, and one more than the largest."""
    in_order = isinstance(column.dtype, pd.CategoricalDtype) and column.cat.categories.is_monotonic_increasing
    codes, kinds = (column.cat.codes, column.cat.categories) if in_order else pd.factorize(column, sort=True)
    return np.where(codes < 0, len(kinds), codes), len(kinds) + 1


def _tied(ordered: np.ndarray) -> np.ndarray:
    """Which of the codes, in order, a neighbour has as well."""
    same = ordered[1:] == ordered[:-1]
    tied = np.zeros(len(ordered), dtype=bool)
    tied[1:] |= same
    tied[:-1] |= same
    return tied
