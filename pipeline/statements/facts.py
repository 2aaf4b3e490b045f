"""What one cell of a row says, and rows by person or key: missing is None, text empty, an amount 0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import pandas as pd

from pipeline.money import exact
from pipeline.rules.rows import Row, rows


def rows_of(frame: pd.DataFrame, columns: Iterable[str], **equal: str) -> Sequence[Row]:
    """The rows whose columns equal some texts, with so many columns as are named: large frames have more of both."""
    if frame.empty:
        return []
    for name, value in equal.items():
        frame = frame[frame[name].astype(object) == value]
    return rows(frame[[name for name in columns if name in frame]])


def by_person(frame: pd.DataFrame) -> Mapping[str, list[Row]]:
    """The rows of each employee_id; a person without rows has an empty list."""
    return by_key(rows(frame), "employee_id")


def by_key(items: Iterable[Row], key: str) -> Mapping[str, list[Row]]:
    """Rows grouped by the text of one column, groups in order of appearance."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in items:
        groups[text(row, key)].append(row)
    return groups


def text(row: Row, column: str) -> str:
    """A column's text; empty where missing or absent."""
    cell = row.get(column)
    return "" if cell is None else str(cell)


def number(row: Row, column: str) -> Fraction | None:
    """A column's number; None where missing or absent."""
    cell = row.get(column)
    return None if cell is None else exact(cell)


def amount(row: Row, column: str) -> Fraction:
    """A column's number; 0 where missing."""
    return number(row, column) or Fraction(0)


def whole(row: Row, column: str) -> int | None:
    """A column's whole number, such as a rank; None where missing."""
    cell = row.get(column)
    return None if cell is None else int(cell)


def day(row: Row, column: str) -> date | None:
    """A column's date; None where missing or absent."""
    cell = row.get(column)
    return cell if isinstance(cell, date) else None
