"""Rows that repeat what identifies a row (SPEC 3); without regard to case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.intake.fault import Fault
from pipeline.intake.sheets import Part, place_label
from pipeline.tables import SHEET_ID, SHEET_ROW, Tables
from pipeline.whole_numbers import LARGEST
from schemas.field import Table

Unread = AbstractSet[tuple[int, str, int]]
"""Cells that are wrong already: number of the part, field, row."""


def repeated(
    tables: Tables, schemas: Sequence[Table], parts: Sequence[Part], unread: Unread
) -> Iterator[tuple[int, Fault]]:
    """For each later row with the same key: the part's number and the fault at the key's first field.

    Rows in which a part of the key is wrong already are compared with none.
    """
    for table in schemas:
        frame = tables.frames.get(table.name)
        if frame is not None and len(frame):
            for field in table.fields:
                if field.unique:
                    yield from _repeated(frame, (field.name,), parts, unread)
            if table.key and not (len(table.key) == 1 and table.field(table.key[0]).unique):
                yield from _repeated(frame, table.key, parts, unread)


def _repeated(
    frame: pd.DataFrame, key: tuple[str, ...], parts: Sequence[Part], unread: Unread
) -> Iterator[tuple[int, Fault]]:
    if _all_differ([frame[name] for name in key]):
        return
    keys = pd.DataFrame({name: _comparable(frame[name]) for name in key}, index=frame.index)
    known = frame[key[0]].notna()
    if wrong := {(number, row) for number, name, row in unread if name in key}:
        places = zip(frame[SHEET_ID], frame[SHEET_ROW], strict=True)
        known &= pd.Series([place not in wrong for place in places], index=frame.index)
    later = keys[known].duplicated(keep="first").reindex(keys.index, fill_value=False)
    firsts: dict[tuple[Any, ...], int] = {}
    if not later.any():
        return
    for position, values in enumerate(keys.itertuples(index=False, name=None)):
        first = firsts.setdefault(values, position) if known.iloc[position] else position
        if later.iloc[position]:
            yield _fault(frame, key, position, first, parts)


def _all_differ(columns: Sequence[pd.Series]) -> bool:
    """Whether no two rows can have the same key: told from numbers, in a tenth of the memory of comparing texts."""
    places = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes, values = pd.factorize(_comparable(column))
        if len(values) and int(places.max(initial=0)) > LARGEST // (len(values) + 1) - 1:
            return False
        places = places * (len(values) + 1) + codes + 1
    places.sort()
    return bool((places[1:] > places[:-1]).all())


def _fault(
    frame: pd.DataFrame, key: tuple[str, ...], position: int, first: int, parts: Sequence[Part]
) -> tuple[int, Fault]:
    row, before = frame.iloc[position], frame.iloc[first]
    shown = " + ".join(_shown(row[name]) for name in key if not pd.isna(row[name]))
    label = place_label(parts[before[SHEET_ID]].source, key[0], before[SHEET_ROW])
    headers = " + ".join(parts[row[SHEET_ID]].source.headers.get(name, name) for name in key)
    return int(row[SHEET_ID]), Fault(
        key[0], int(row[SHEET_ROW]), "row-repeated", shown, (("fields", headers), ("first", label))
    )


def _shown(value: object) -> str:
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def _comparable(column: pd.Series) -> pd.Series:
    """Identifiers without their case, the empty one where there is none."""
    if not isinstance(column.dtype, pd.StringDtype):
        return column
    texts = pa.array(column)
    if pc.all(pc.string_is_ascii(texts), min_count=0).as_py():
        return pd.Series(pc.fill_null(pc.ascii_lower(texts), ""), index=column.index, dtype="str")
    return column.str.casefold().fillna("")
