"""The folder of a period: every workbook in it as typed tables (SPEC 2, 3)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.intake.mapping import Mapping
from pipeline.intake.opened import Opened
from pipeline.intake.readers import Progress, read_workbooks
from pipeline.intake.reading_tables import read_tables
from pipeline.intake.result import Intake, Recognised
from pipeline.intake.sheets import Part
from schemas import TABLES


def read_period(folder: Path, *, mapping: Mapping | None = None, progress: Progress | None = None) -> Intake:
    """Every table of SPEC 3 that the folder holds, with all findings at once."""
    workbooks = read_workbooks(sorted(folder.iterdir()), folder.parent, progress=progress)
    read = read_tables(workbooks, TABLES, mapping or Mapping(), {})
    return Intake(read.tables, read.findings, recognised(read.sheets, read.parts), (), ())


def recognised(sheets: Sequence[Opened], read: Sequence[Part]) -> tuple[Recognised, ...]:
    """What each sheet was taken for."""
    rows = {(part.source.workbook, part.source.sheet): len(part.rows.frame) for part in read}
    return tuple(_one(one, rows.get((one.workbook.name, one.sheet.name), 0)) for one in sheets)


def _one(one: Opened, rows: int) -> Recognised:
    layout = one.guess.layout
    return Recognised(
        one.workbook.name,
        one.sheet.name,
        one.guess.table.name if one.guess.table else "",
        one.guess.by.value,
        rows,
        layout.header_row if layout else 0,
        one.sheet.hidden,
        tuple(layout.others.values()) if layout else (),
        tuple(table.header for table in one.guess.nearest),
    )
