"""Workbooks to the typed tables of a set of schemas, with all findings at once."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.findings import Finding
from pipeline.intake.assembled import assembled, finding
from pipeline.intake.cells import Workbook
from pipeline.intake.mapping import Mapping
from pipeline.intake.opened import Opened, opened
from pipeline.intake.sheet_findings import sheet_findings
from pipeline.intake.sheets import Part, parts
from pipeline.intake.typed import typed_faults
from pipeline.tables import Tables
from schemas.field import Table


@dataclass(frozen=True, slots=True)
class Read:
    """The tables, everything found on the way, the sheets with what they were taken for, and the parts they hold."""

    tables: Tables
    findings: tuple[Finding, ...]
    sheets: tuple[Opened, ...]
    parts: tuple[Part, ...]


def read_tables(
    workbooks: Sequence[Workbook],
    schemas: Sequence[Table],
    mapping: Mapping,
    wide: Map[str, tuple[str, str]],
    *,
    by_headers: bool = True,
) -> Read:
    """Every sheet that is one of the tables; `by_headers` lets headers alone tell the table."""
    sheets = opened(workbooks, schemas, mapping, by_headers=by_headers)
    read = parts(sheets, mapping, wide)
    tables = assembled(read, [one.guess.table for one in sheets if one.guess.table])
    findings = [one for workbook in workbooks for one in workbook.findings]
    findings += sheet_findings(sheets)
    findings += [finding(part.source, fault) for part in read for fault in part.rows.faults]
    findings += [finding(part.source, fault) for part in read for fault in typed_faults(part.table, part.rows.frame)]
    return Read(tables, tuple(findings), tuple(sheets), tuple(read))
