"""Telling: rows that are wrong in one way become findings at their cells; what repeats is told once with its count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from pipeline.findings import Finding
from pipeline.rules.rows import rows
from pipeline.tables import Tables

Make = Callable[..., Finding]


def each_row(
    make: Make, code: str, tables: Tables, wrong: pd.DataFrame, column: str, *, params: Mapping[str, str] | None = None
) -> Iterator[Finding]:
    """One finding per wrong row at one of its fields; `params` maps a parameter's name to the column that gives it."""
    for row in rows(wrong):
        given = {name: _shown(row[source]) for name, source in (params or {}).items()}
        yield make(code, tables.place(row, column), _shown(row[column]), **given)


def each_value(
    make: Make, code: str, tables: Tables, wrong: pd.DataFrame, column: str, **params: object
) -> Iterator[Finding]:
    """One finding per value of the field in each sheet, at its first row, with the number of rows that have it."""
    if wrong.empty:
        return
    by = ["sheet_id", column]
    first = wrong.sort_values(["sheet_id", "sheet_row"]).drop_duplicates(by)
    count = wrong.groupby(by, dropna=False).size()
    for row in rows(first):
        found = make(code, tables.place(row, column), _shown(row[column]), **params)
        yield replace(found, count=int(count[(row["sheet_id"], row[column])]))


def each_sheet(
    make: Make, code: str, tables: Tables, wrong: pd.DataFrame, column: str, **params: object
) -> Iterator[Finding]:
    """One finding per sheet, at its first wrong row, with the number of wrong rows."""
    if wrong.empty:
        return
    ordered = wrong.sort_values(["sheet_id", "sheet_row"])
    count = wrong.groupby("sheet_id").size()
    for row in rows(ordered.drop_duplicates("sheet_id")):
        number = int(count[row["sheet_id"]])
        found = make(code, tables.place(row, column), _shown(row[column]), rows=number, **params)
        yield replace(found, count=number)


def _shown(value: object) -> object:
    """A number without superfluous zeros; everything else as it is."""
    if not isinstance(value, Decimal):
        return value
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
