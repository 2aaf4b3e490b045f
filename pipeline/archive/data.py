"""The figures as files: `data/*.parquet` for readers, `seal/figures/*.jsonl` exact to the last fraction for history."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.money import decimal
from schemas.outputs import Kept

TYPES = {Kept.TEXT: pa.string(), Kept.DATE: pa.date32(), Kept.COUNT: pa.int64()}
DIGITS = 38


def to_parquet(frame: pd.DataFrame, columns: dict[str, Kept]) -> bytes:
    """The named columns of a frame as Parquet; numbers as exact decimals (SPEC 8)."""
    arrays = [pa.array([_cell(value, kept) for value in frame[name]], _type(kept)) for name, kept in columns.items()]
    buffer = BytesIO()
    pq.write_table(pa.table(arrays, names=list(columns)), buffer, compression="zstd")
    return buffer.getvalue()


def to_lines(frame: pd.DataFrame) -> bytes:
    """A frame as JSON lines: rationals as `n/d`, dates as ISO, missing as null; the same frame gives the same bytes."""
    names = list(frame.columns)
    rows = zip(*(frame[name].tolist() for name in names), strict=True)
    lines = (json.dumps(dict(zip(names, map(_json, row), strict=True)), ensure_ascii=False) for row in rows)
    return "".join(f"{line}\n" for line in [json.dumps(names, ensure_ascii=False), *lines]).encode()


def from_lines(content: bytes) -> pd.DataFrame:
    """The frame that `to_lines` wrote: rationals are Fractions again, dates are dates."""
    head, *rows = (json.loads(line) for line in content.decode().rstrip("\n").split("\n"))
    return pd.DataFrame({name: pd.Series([_value(row[name]) for row in rows], dtype=object) for name in head})


def _type(kept: Kept) -> pa.DataType:
    return TYPES[kept] if kept in TYPES else pa.decimal128(DIGITS, kept.value)


def _cell(value: Any, kept: Kept) -> Any:
    if pd.isna(value):
        return None
    if kept is Kept.DATE:
        return value.date() if isinstance(value, datetime) else value
    if kept is Kept.TEXT:
        return str(value)
    return int(value) if kept is Kept.COUNT else decimal(Fraction(value), int(str(kept.value)))


def _json(value: Any) -> Any:
    if value is None or (not isinstance(value, tuple | list) and pd.isna(value)):
        return None
    if isinstance(value, Fraction | Decimal):
        exact = Fraction(value)
        return {"q": f"{exact.numerator}/{exact.denominator}"}
    if isinstance(value, date):
        return {"d": value.isoformat()[:10]}
    return value if isinstance(value, bool | int) else str(value)


def _value(stored: Any) -> Any:
    if stored is None:
        return float("nan")
    if isinstance(stored, dict):
        return Fraction(stored["q"]) if "q" in stored else pd.Timestamp(stored["d"])
    return stored
