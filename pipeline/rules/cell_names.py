"""Sources: the input cell behind each row, as the data files and formulas name it."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables import SHEET_ID, SHEET_ROW, Tables


def source(rows: pd.DataFrame, tables: Tables, column: str) -> pd.Series:
    """`workbook!sheet!cell` of one field of each row."""
    heads = pa.array([f"{one.workbook}!{one.sheet}!{one.columns.get(column, '')}" for one in tables.sources])
    sheet, row = (pa.array(rows[name].to_numpy()) for name in (SHEET_ID, SHEET_ROW))
    cells = pc.binary_join_element_wise(heads.take(sheet), row.cast(pa.string()), "")
    return pd.Series(cells.to_pandas(), index=rows.index, dtype="str")
