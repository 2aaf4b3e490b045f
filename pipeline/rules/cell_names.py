"""Sources: the input cell behind each row, as the data files and formulas name it."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables import SHEET_ID, SHEET_ROW, Tables
from pipeline.worded import said


def source(rows: pd.DataFrame, tables: Tables, column: str) -> pd.Series:
    """`workbook!sheet!cell` of one field of each row."""
    sheets, numbers = rows[SHEET_ID], rows[SHEET_ROW]
    return said(lambda: _names(sheets, numbers, tables, column), rows.index)


def _names(sheets: pd.Series, numbers: pd.Series, tables: Tables, column: str) -> list[str]:
    heads = pa.array([f"{one.workbook}!{one.sheet}!{one.columns.get(column, '')}" for one in tables.sources])
    sheet, row = (pa.array(part.to_numpy()) for part in (sheets, numbers))
    named: list[str] = pc.binary_join_element_wise(heads.take(sheet), row.cast(pa.string()), "").to_pylist()
    return named
