"""Looking columns up by key, and asking once of equal rows, also where either side is empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.rules.rows import cells

UNKNOWN = -1


def places(keys: pd.Series, known: pd.Series | pd.Index) -> np.ndarray:
    """Where each key stands among known ones (each once); UNKNOWN for the others and for a missing key."""
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


def asked_once(function: Callable[..., Any], *columns: pd.Series) -> pd.Series:
    """What a function says of each row's plain cells, on the columns' index; equal rows are asked once."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        own, kinds = pd.factorize(column, use_na_sentinel=False)
        _, codes = np.unique(codes * len(kinds) + own, return_inverse=True)
    _, first, row = np.unique(codes, return_index=True, return_inverse=True)
    answers = np.empty(len(first), dtype=object)
    answers[:] = [function(*cell) for cell in zip(*(cells(column.iloc[first]) for column in columns), strict=True)]
    return pd.Series(answers[row], index=columns[0].index, dtype=object)


def _arrow(column: pd.Series | pd.Index) -> pa.Array:
    found = pa.array(column, from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
