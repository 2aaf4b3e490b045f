"""Sources: the input cell behind each row, as the data files and formulas name it."""

from __future__ import annotations

import pandas as pd

from pipeline.tables import Tables


def source(rows: pd.DataFrame, tables: Tables, column: str) -> pd.Series:
    """`workbook!sheet!cell` of one field of each row."""
    heads = [f"{one.workbook}!{one.sheet}!{one.columns.get(column, '')}" for one in tables.sources]
    cells = zip(rows["sheet_id"].tolist(), rows["sheet_row"].tolist(), strict=True)
    return pd.Series([f"{heads[sheet]}{row}" for sheet, row in cells], index=rows.index, dtype="str")
