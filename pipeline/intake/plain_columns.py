"""Columns in which nothing needs interpreting, as exports write them by the hundred thousand: taken as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.decimal_array import Decimals
from pipeline.intake.cells import CellType
from pipeline.intake.numbers import LARGEST_ADJUSTED
from pipeline.intake.shown_as import is_date, is_percent
from schemas.field import Type

_IDENTIFIER = r"\A[A-Za-z0-9_-]+\z"
_NUMBER = r"\A-?[0-9]+(?:\.[0-9]+)?\z"

Take = Callable[[pa.Array, str], Any]


def plain_values(kind: Type, cell: CellType, number_format: str, texts: pa.Array) -> Any:
    """The values of cells of one type and number format; None where one of them has to be looked at by itself."""
    take = _TAKEN.get((kind, cell))
    return take(texts, number_format) if take and len(texts) else None


def all_identifiers(texts: pa.Array) -> bool:
    """Whether all are letters, digits, `_` and `-` alone."""
    return _all_match(_IDENTIFIER, texts)


def _identifiers(texts: pa.Array, number_format: str) -> Any:
    """Letters, digits, `_` and `-` alone are their own identifier."""
    del number_format
    return pd.array(texts, dtype="str") if all_identifiers(texts) else None


def _numbers(texts: pa.Array, number_format: str) -> Any:
    """Numbers short enough to be meant, in a format that makes them neither days nor percentages."""
    lengths = pc.binary_length(texts)
    if is_date(number_format) or is_percent(number_format) or pc.max(lengths).as_py() >= LARGEST_ADJUSTED:
        return None
    if not _all_match(_NUMBER, texts):
        return None
    point = pc.find_substring(texts, ".").to_numpy()
    places = np.where(point < 0, 0, lengths.to_numpy() - point - 1).astype(np.int16)
    return Decimals(pc.cast(pc.replace_substring(texts, ".", ""), pa.int64()).to_numpy(), places)


def _all_match(pattern: str, texts: pa.Array) -> bool:
    return bool(pc.all(pc.match_substring_regex(texts, pattern), min_count=0).as_py())


_TAKEN: Mapping[tuple[Type, CellType], Take] = {
    (Type.ID, CellType.TEXT): _identifiers,
    (Type.MONEY, CellType.NUMBER): _numbers,
    (Type.NUMBER, CellType.NUMBER): _numbers,
    (Type.MONEY, CellType.TEXT): _numbers,
    (Type.NUMBER, CellType.TEXT): _numbers,
}
