"""Rows in the order of several columns, by whole numbers: the last column is looked at only where it decides."""

from __future__ import annotations

import numpy as np
import pandas as pd


def places_in_order(rows: pd.DataFrame, *columns: str) -> np.ndarray:
    """The places of the rows in the order of the columns; a missing value comes last, equal rows stay as they stand."""
    *leading, last = columns
    codes = np.zeros(len(rows), dtype=np.int64)
    for name in leading:
        rank, count = _ranks(rows[name])
        codes = codes * count + rank
    order = np.argsort(codes, kind="stable")
    tied = order[_tied(codes[order])]
    order[_tied(codes[order])] = tied[np.lexsort((_ranks(rows[last].iloc[tied])[0], codes[tied]))]
    return order


def _ranks(column: pd.Series) -> tuple[np.ndarray, int]:
    """Each value's place among the different values, and one more than the largest."""
    codes, kinds = pd.factorize(column, sort=True)
    return np.where(codes < 0, len(kinds), codes), len(kinds) + 1


def _tied(ordered: np.ndarray) -> np.ndarray:
    """Which of the codes, in order, a neighbour has as well."""
    same = ordered[1:] == ordered[:-1]
    tied = np.zeros(len(ordered), dtype=bool)
    tied[1:] |= same
    tied[:-1] |= same
    return tied
