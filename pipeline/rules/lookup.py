"""Looking a column up by key, also where either side is empty."""

from __future__ import annotations

import pandas as pd


def looked_up(keys: pd.Series, column: pd.Series) -> pd.Series:
    """The column's value at each key (the column's index, unique), on the index of the keys; missing where unknown."""
    return column.reindex(keys).set_axis(keys.index)
