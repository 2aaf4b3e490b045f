"""Workbooks to the typed tables of a set of schemas, with all findings at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.findings import Finding
from pipeline.intake.assembled import assembled, finding, first_of_each
from pipeline.intake.cells import Workbook
from pipeline.intake.fault import WARNINGS, Fault
from pipeline.intake.glyphs import unprintable
from pipeline.intake.keys import repeated
from pipeline.intake.lookalikes import look_alikes
from pipeline.intake.mapping import Mapping
from pipeline.intake.merged_findings import merged
from pipeline.intake.names import resolve, roster
from pipeline.intake.opened import Opened, opened
from pipeline.intake.part_findings import part_findings
from pipeline.intake.sheet_findings import sheet_findings
from pipeline.intake.sheets import Part, Wide, parts
from pipeline.intake.totals import wrong_totals
from pipeline.intake.typed import typed_faults
from pipeline.intake.unread_workbooks import unread_workbooks
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
    wide: Wide,
    *,
    by_headers: bool = True,
) -> Read:
    """Every sheet that is one of the tables; `by_headers` lets headers alone tell the table."""
    sheets = opened(workbooks, schemas, mapping, by_headers=by_headers)
    read = parts(sheets, mapping, wide)
    people = roster(read)
    named = [
        (number, fault) for number, part in enumerate(read) for fault in (resolve(part, people) if people.names else ())
    ]
    tables = assembled(read, [one.guess.table for one in sheets if one.guess.table])
    faults = [(number, fault) for number, part in enumerate(read) for fault in part.rows.faults]
    faults += [*named, *look_alikes(read, schemas)]
    faults += [(number, fault) for number, part in enumerate(read) for fault in _values(part)]
    unread = {(number, one.field, one.row) for number, one in faults if one.code not in WARNINGS}
    faults += repeated(tables, schemas, read, unread)
    findings = [one for workbook in workbooks for one in workbook.findings]
    findings += [
        *sheet_findings(sheets, wide, unread_workbooks(sheets) if by_headers else {}),
        *part_findings(sheets, read),
    ]
    findings += [finding(read[number].source, fault) for number, fault in first_of_each(faults)]
    return Read(tables, tuple(merged(findings)), tuple(sheets), tuple(read))


def _values(part: Part) -> list[Fault]:
    """What is wrong with typed values: bounds and lists, characters that cannot be printed, totals that differ."""
    return [*typed_faults(part.table, part.rows.frame), *unprintable(part), *wrong_totals(part)]
