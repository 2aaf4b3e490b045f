"""A row of a plan sheet, read cell by cell into exact values, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

import pandas as pd

from pipeline.findings import Place
from pipeline.money import exact
from pipeline.tables import SHEET_ID, Tables
from schemas.field import Choice, Table

C = TypeVar("C", bound=Choice)
LIST_SEPARATOR = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, by field. An empty cell is "" as text and None as anything else."""

    cells: Mapping[str, Any]
    tables: Tables

    def filled(self, name: str) -> bool:
        """Whether the cell holds anything."""
        found = self.cells.get(name)
        return found is not None and not pd.isna(found) and found != ""

    def text(self, name: str) -> str:
        """The cell's text."""
        return str(self.cells[name]).strip() if self.filled(name) else ""

    def words(self, name: str) -> tuple[str, ...]:
        """The cell's list, whose entries are separated by 、 or a comma."""
        return split_list(self.text(name))

    def number(self, name: str) -> Fraction | None:
        """The cell's number, exact."""
        return exact(self.cells[name]) if self.filled(name) else None

    def flag(self, name: str) -> bool:
        """Whether the cell says yes; an empty one says no."""
        return self.filled(name) and bool(self.cells[name])

    def member(self, name: str, choice: type[C]) -> C | None:
        """The cell's word of a closed list."""
        return choice(self.cells[name]) if self.filled(name) else None

    def is_long(self, name: str) -> bool:
        """Whether the sheet has a column for the field, and does not spread it over columns (wide form)."""
        return name in self.tables.sources[self.cells[SHEET_ID]].columns

    def place(self, name: str = "") -> Place:
        """Where the row, or one cell of it, stands."""
        return self.tables.place(self.cells, name)


def rows_of(tables: Tables, table: Table) -> tuple[Row, ...]:
    """The rows of a sheet whose required cells are filled; the intake has reported the others."""
    if not tables.has(table.name):
        return ()
    records = tables.frames[table.name].to_dict("records")
    rows = (Row({str(name): cell for name, cell in cells.items()}, tables) for cells in records)
    return tuple(row for row in rows if all(row.filled(field.name) for field in table.required))


def split_list(text: str) -> tuple[str, ...]:
    """The entries of a list in a cell."""
    return tuple(part.strip() for part in LIST_SEPARATOR.split(text) if part.strip())
