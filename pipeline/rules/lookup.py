"""Looking columns up by key, and asking once of equal rows, also where either side is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.money import MISSING
from pipeline.plan.conditions import Condition, Reference, evaluate, fields_of
from pipeline.rate_tables import Reading
from pipeline.rationals import RationalDtype
from pipeline.rules.rows import cells

UNKNOWN = -1


def places(keys: pd.Series, known: pd.Series | pd.Index) -> np.ndarray:
    """Where each key stands among known ones (each once); UNKNOWN for the others and for a missing key."""
    if isinstance(keys.dtype, pd.CategoricalDtype):
        return np.append(places(keys.cat.categories.to_series(), known), UNKNOWN)[keys.cat.codes]
    asked, among = _arrow(keys), _arrow(known)
    if not len(known) or pa.types.is_null(asked.type) or pa.types.is_null(among.type):
        return np.full(len(keys), UNKNOWN)
    found = pc.index_in(asked.cast(among.type), value_set=among, skip_nulls=True)
    place: np.ndarray = found.fill_null(UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int64)
    return place


def looked_up(keys: pd.Series, column: pd.Series) -> pd.Series:
    """The column's value at each key (the column's index, unique), on the index of the keys; missing where unknown."""
    found = pd.api.extensions.take(column.array, places(keys, column.index), allow_fill=True)
    return pd.Series(found, index=keys.index)


def asked_once(function: Callable[..., Any], *columns: pd.Series, dtype: Any = object) -> pd.Series:
    """What a function says of each row's plain cells, on the columns' index; equal rows are asked once."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        own, kinds = pd.factorize(column, use_na_sentinel=False)
        codes, _ = pd.factorize(codes * len(kinds) + own)
    first = _first(codes)
    answers = [function(*cell) for cell in zip(*(cells(column.iloc[first]) for column in columns), strict=True)]
    return _spread(answers, codes, columns[0].index, dtype)


def fitting(rows: pd.DataFrame, condition: Condition | None, column: Callable[[Reference], pd.Series]) -> pd.DataFrame:
    """The rows that a condition keeps, on the columns that it reads; equal rows are looked at once."""
    if condition is None:
        return rows
    references = fields_of(condition)

    def fits(*cells: Any) -> bool:
        return evaluate(condition, dict(zip(references, cells, strict=True)).__getitem__)

    return kept(rows, asked_once(fits, *map(column, references), dtype=bool))


def kept(rows: pd.DataFrame, which: pd.Series | np.ndarray) -> pd.DataFrame:
    """The rows that are meant; where all are, they are not copied."""
    return rows if which.all() else rows[which]


def asked_of_each(function: Callable[[Any], Any], column: pd.Series, *, dtype: Any = object) -> pd.Series:
    """What a function says of each row's cell, where many rows share one object; each object is asked once."""
    listed = column.tolist()
    codes, _ = pd.factorize(np.fromiter(map(id, listed), dtype=np.int64, count=len(listed)))
    answers = [function(listed[place]) for place in _first(codes).tolist()]
    return _spread(answers, codes, column.index, dtype)


def numbers(readings: pd.Series) -> pd.Series:
    """The numbers that a table of numbers gave; missing where nothing was asked, or where it says nothing."""
    return asked_of_each(_number, readings, dtype=RationalDtype())


def _number(reading: object) -> object:
    return reading.number if isinstance(reading, Reading) and reading.problem is None else MISSING


def _first(codes: np.ndarray) -> np.ndarray:
    """Where each code from 0 on stands first."""
    first = np.zeros(codes.max(initial=-1) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    return first


def _spread(answers: Sequence[Any], codes: np.ndarray, index: pd.Index, dtype: Any) -> pd.Series:
    """Each row's answer."""
    kinds = np.empty(len(answers), dtype=object)
    kinds[:] = answers
    return pd.Series(pd.Series(kinds, dtype=object).astype(dtype).array.take(codes), index=index)


def _arrow(column: pd.Series | pd.Index) -> pa.Array:
    found = pa.array(column, from_pandas=True)
    whole = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return whole.dictionary_decode() if isinstance(whole, pa.DictionaryArray) else whole
