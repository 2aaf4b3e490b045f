"""The cells of a sheet as they stand in the file: exact text, type, number format; nothing interpreted yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.findings import Finding


class CellType(StrEnum):
    """What a cell holds. A number's text is its exact decimal text; a DATE's is ISO (readers that know dates only)."""

    TEXT = "s"
    NUMBER = "n"
    DATE = "d"
    BOOL = "b"
    ERROR = "e"
    NO_VALUE = "f"  # a formula without a cached value


Content = tuple[CellType, str] | None  # type and text of a cell; None for a cell that shows nothing


@dataclass(slots=True)
class Column:
    """The non-empty cells of one column, from the top: parallel lists. `formats` index into `Sheet.formats`.

    Columns of a sheet may share their list of `rows`: replace it, never change it.
    """

    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    types: list[CellType] = field(default_factory=list)
    formats: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """One sheet: columns by 1-based number, and what surrounds the cells. `formats[0]` is `General`."""

    name: str
    columns: dict[int, Column] = field(default_factory=dict)
    formats: list[str] = field(default_factory=lambda: ["General"])
    merged: list[str] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    formulas: int = 0

    def add(self, row: int, column: int, kind: CellType, text: str) -> None:
        """Puts a cell without a number format below the others of its column."""
        cells = self.columns.setdefault(column, Column())
        cells.rows.append(row)
        cells.texts.append(text)
        cells.types.append(kind)
        cells.formats.append(0)


@dataclass(slots=True)
class Workbook:
    """One file as read: `name` is relative to the input folder. A refused file has findings and no sheets."""

    name: str
    sheets: list[Sheet] = field(default_factory=list)
    date1904: bool = False
    findings: list[Finding] = field(default_factory=list)
