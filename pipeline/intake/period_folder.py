"""The folder of a period: every workbook in it as typed tables (SPEC 2, 3)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from pipeline.findings import Place, error
from pipeline.intake.control_totals import control_totals, wrong_signoffs
from pipeline.intake.mapping import Mapping
from pipeline.intake.opened import Opened
from pipeline.intake.proposals import proposed, proposed_values
from pipeline.intake.readers import Progress, read_workbooks
from pipeline.intake.reading_tables import read_tables
from pipeline.intake.result import Intake, Normalised, Recognised
from pipeline.intake.sheets import Part
from schemas import TABLES
from schemas.people import PEOPLE


def read_period(folder: Path, *, mapping: Mapping | None = None, progress: Progress | None = None) -> Intake:
    """Every table of SPEC 3 that the folder holds, with all findings at once."""
    workbooks = read_workbooks(sorted(folder.iterdir()), folder.parent, progress=progress)
    read = read_tables(workbooks, TABLES, mapping or Mapping(), {})
    totals = control_totals(read.tables, TABLES)
    findings = [*read.findings, *wrong_signoffs(read.tables, totals, TABLES)]
    if not read.tables.has(PEOPLE.name):
        findings.append(error("table-absent", Place(folder.name), PEOPLE.header))
    pa.default_memory_pool().release_unused()  # what was needed on the way, back to the system
    return Intake(
        read.tables,
        tuple(findings),
        recognised(read.sheets, read.parts),
        totals,
        normalised(read.parts),
        (*proposed(read.sheets), *proposed_values(read.parts)),
        mapping.payroll if mapping else (),
    )


def recognised(sheets: Sequence[Opened], read: Sequence[Part]) -> tuple[Recognised, ...]:
    """What each sheet was taken for."""
    rows = {(part.source.workbook, part.source.sheet): len(part.rows.frame) for part in read}
    return tuple(_one(one, rows.get((one.workbook.name, one.sheet.name), 0)) for one in sheets)


def normalised(parts: Sequence[Part]) -> tuple[Normalised, ...]:
    """How many cells of each column were read in other than their own form."""
    return tuple(
        Normalised(part.source.workbook, part.source.sheet, part.source.headers[name], kind, count)
        for part in parts
        for name, kinds in part.rows.kinds.items()
        for kind, count in sorted(kinds.items())
    )


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
