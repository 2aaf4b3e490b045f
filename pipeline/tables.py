"""The typed tables of a period or a plan, each row with the place it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.decimal_array import DecimalDtype
from pipeline.findings import Place

SHEET_ID, SHEET_ROW = "sheet_id", "sheet_row"
FIGURES = DecimalDtype()
"""The type of a column of money, numbers or percentages."""


@dataclass(frozen=True, slots=True)
class Source:
    """One sheet that rows were read from: `columns` maps a field to its letters, `headers` to the header found."""

    workbook: str
    sheet: str
    columns: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tables:
    """Typed tables by name. A table that was not delivered is absent from `frames`; an empty one is an empty frame.

    Each frame has every field of its schema as a column, and `sheet_id` (index into `sources`) and `sheet_row`.
    Types: id, text and choices are `str` (missing NaN), dates `datetime64[s]` (NaT), bool is `boolean` (NA); money,
    number and percent are `decimal`: a cell is a `Decimal`, a missing one NaN. Plain defaults are already filled in.
    """

    frames: Mapping[str, pd.DataFrame]
    sources: tuple[Source, ...] = ()

    def has(self, name: str) -> bool:
        """Whether the table was delivered."""
        return name in self.frames

    def place(self, row: Mapping[str, object], column: str = "") -> Place:
        """Where a row, or one field of it, stands in the user's files; `row` needs sheet_id and sheet_row."""
        source = self.sources[int(str(row[SHEET_ID]))]
        letters = source.columns.get(column, "")
        cell = f"{letters}{row[SHEET_ROW]}" if letters else f"{row[SHEET_ROW]}:{row[SHEET_ROW]}"
        return Place(source.workbook, source.sheet, cell, source.headers.get(column, ""))
