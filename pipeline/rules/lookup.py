"""Looking columns up by key, and asking once of equal rows, also where either side is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

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
Rows = TypeVar("Rows", pd.DataFrame, pd.Series)
MOST_CODES = 2**62


def places(keys: pd.Series | pd.Index, known: pd.Series | pd.Index) -> np.ndarray:
    """Where each key stands among known ones (each once); UNKNOWN for the others and for a missing key."""
    if isinstance(keys.array, pd.Categorical):
        return np.asarray(np.append(places(keys.array.categories, known), UNKNOWN)[keys.array.codes])
    asked, among = _arrow(keys), _arrow(known)
    if not len(known) or pa.types.is_null(asked.type) or pa.types.is_null(among.type):
        return np.full(len(keys), UNKNOWN)
    if asked.equals(among) and not asked.null_count:
        return np.arange(len(keys))
    found = pc.index_in(asked.cast(among.type), value_set=among, skip_nulls=True)
    place: np.ndarray = found.fill_null(UNKNOWN).to_numpy(zero_copy_only=False).astype(np.int64)
    return place


def looked_up(keys: pd.Series, column: pd.Series) -> pd.Series:
    """The column's value at each key (the column's index, unique), on the index of the keys; missing where unknown."""
    found = pd.api.extensions.take(column.array, places(keys, column.index), allow_fill=True)
    return pd.Series(found, index=keys.index)


def among_people(employee_id: pd.Series, people: pd.Series) -> pd.Series:
    """Ids as categories in their order: those of people, which stand in order, and whatever else is found."""
    place = places(employee_id, people)
    strange = employee_id[place == UNKNOWN].dropna().unique()
    kinds = pd.Index(people)
    if len(strange):
        kinds = kinds.union(strange)
        place = places(employee_id, kinds)
    return pd.Series(pd.Categorical.from_codes(place, kinds), index=employee_id.index)


def first_there(words: pd.Series, others: pd.Series) -> pd.Series:
    """Words, and others where there are none, as categories."""
    one, two = words.astype("category"), others.astype("category")
    kinds = one.cat.categories.union(two.cat.categories)
    first, second = (column.cat.set_categories(kinds).cat.codes for column in (one, two))
    return pd.Series(pd.Categorical.from_codes(first.where(first >= 0, second), kinds), index=words.index)


def asked_once(function: Callable[..., Any], *columns: pd.Series, dtype: Any = object) -> pd.Series:
    """What a function says of each row's plain cells, on the columns' index; equal rows are asked once."""
    codes = _of_rows(columns)
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


def kept(rows: Rows, which: pd.Series | np.ndarray) -> Rows:
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


def _of_rows(columns: Sequence[pd.Series]) -> np.ndarray:
    """A whole number for each row, from 0 on: the same for rows whose columns are equal."""
    codes, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        own, kinds = pd.factorize(column, use_na_sentinel=False)
        if size * len(kinds) > MOST_CODES:
            codes, known = pd.factorize(codes)
            size = len(known)
        codes, size = codes * len(kinds) + own, size * len(kinds)
    return pd.factorize(codes)[0]


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
    found = pa.array(column.array, from_pandas=True)
    whole = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return whole.dictionary_decode() if isinstance(whole, pa.DictionaryArray) else whole
