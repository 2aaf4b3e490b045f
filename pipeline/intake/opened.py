"""Every sheet of several workbooks with what it was taken for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.intake.cells import Sheet, Workbook
from pipeline.intake.mapping import Mapping
from pipeline.intake.recognise import Guess, guess
from schemas.field import Table


@dataclass(frozen=True, slots=True)
class Opened:
    """A sheet and what it was taken for."""

    workbook: Workbook
    sheet: Sheet
    guess: Guess


def opened(
    workbooks: Iterable[Workbook], tables: Sequence[Table], mapping: Mapping, *, by_headers: bool
) -> list[Opened]:
    """Every sheet with what it was taken for, in the order of files and sheets."""
    return [
        Opened(workbook, sheet, guess(workbook.name, sheet, tables, mapping, by_headers=by_headers))
        for workbook in workbooks
        for sheet in workbook.sheets
    ]
