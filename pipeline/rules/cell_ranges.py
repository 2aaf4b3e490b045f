"""The cells of many groups of rows as text, all groups at once: `orders.xlsx!订单!H2:H9; orders.xlsx!订单!H12`."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables import SHEET_ID, SHEET_ROW, Source, Tables


def ranges_by(groups: pd.Series, rows: pd.DataFrame, tables: Tables, column: str, *, spans: bool) -> pd.Series:
    """For each group of rows (index: the group) one column's cells, neighbours joined to ranges.

    With `spans` a range goes from the first to the last row of each sheet, whatever lies between. Rows that were not
    read from a sheet have no cell; a group of such rows is absent.
    """
    read = (rows[SHEET_ID].notna() & groups.notna()).to_numpy()
    codes, names = pd.factorize(groups[read])
    sheet, row = (rows.loc[read, name].to_numpy(dtype=np.int64) for name in (SHEET_ID, SHEET_ROW))
    order = np.lexsort((row, sheet, codes))
    codes, sheet, row = codes[order], sheet[order], row[order]
    opens = _opens(codes, sheet) if spans else _opens(codes, sheet) | (np.diff(row, prepend=0) > 1)
    starts = np.flatnonzero(opens)
    last = np.append(starts[1:], len(row))[: len(starts)] - 1
    texts = _texts(tables, sheet[starts], row[starts], row[last], column)
    first_run = np.flatnonzero(_opens(codes[starts]))
    joined = pc.binary_join(pa.ListArray.from_arrays([*first_run, len(starts)], texts), "; ")
    return pd.Series(joined.to_pylist(), index=pd.Index(names)[codes[starts][first_run]], dtype=object)


def cells_of(rows: pd.DataFrame, tables: Tables, column: str) -> list[str]:
    """One column's cell of each row; empty for a row that was not read from a sheet."""
    read = (rows[SHEET_ID].notna() & rows[SHEET_ROW].notna()).to_numpy(dtype=bool)
    sheet, row = (rows.loc[read, name].to_numpy(dtype=np.int64) for name in (SHEET_ID, SHEET_ROW))
    found = np.full(len(rows), "", dtype=object)
    found[read] = _texts(tables, sheet, row, row, column).to_pylist()
    listed: list[str] = found.tolist()
    return listed


def _opens(*columns: np.ndarray) -> np.ndarray:
    """Where any of the columns changes, the first place included."""
    changes: np.ndarray = np.logical_or.reduce([np.diff(column, prepend=-1) != 0 for column in columns])
    return changes


def _texts(tables: Tables, sheet: np.ndarray, first: np.ndarray, last: np.ndarray, column: str) -> pa.Array:
    letters = pa.array([source.columns.get(column, "") for source in tables.sources], pa.string()).take(sheet)
    heads = pa.array([_head(source) for source in tables.sources], pa.string()).take(sheet)
    first_text, last_text = (pa.array(numbers).cast(pa.string()) for numbers in (first, last))
    one = pc.binary_join_element_wise(heads, letters, first_text, "")
    more = pc.binary_join_element_wise(one, pa.scalar(":"), letters, last_text, "")
    return pc.if_else(pc.and_(pa.array(first == last), pc.not_equal(letters, "")), one, more)


def _head(source: Source) -> str:
    return "".join(f"{part}!" for part in (source.workbook, source.sheet) if part)
