"""`校验报告.xlsx`: what was found, what was read as what, normalisations, control totals (SPEC 2 and 8)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from pipeline.findings import Finding, Severity
from pipeline.render.registers.control import finding_cells, finding_headings
from pipeline.render.registers.scores import headings
from pipeline.render.registers.sheet import Cell, Grid, Look, workbook_bytes
from pipeline.wording import Wording

RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Reading(NamedTuple):
    """A sheet and what it was taken for; `table` is empty where it was ignored."""

    workbook: str
    sheet: str
    table: str
    rows: int
    ignored_columns: str
    nearest: str


class Change(NamedTuple):
    """How many cells of a column were read in other than their own form."""

    workbook: str
    sheet: str
    header: str
    kind: str
    cells: int


class Copy(NamedTuple):
    """A workbook with findings and its marked copy, or why there is none."""

    workbook: str
    copy: str
    remark: str


class Total(NamedTuple):
    """A table's rows as read, or the sum of one of its money columns."""

    table: str
    column: str
    value: Fraction


class Account(NamedTuple):
    """How the workbooks were read, and their marked copies."""

    readings: Sequence[Reading]
    changes: Sequence[Change]
    totals: Sequence[Total]
    copies: Sequence[Copy]


def validation_report(findings: Sequence[Finding], account: Account, words: Wording) -> bytes:
    """The report as a workbook; errors first."""
    ordered = sorted(findings, key=lambda one: RANK[one.severity])
    found = [finding_cells(one, words) for one in ordered]
    title = words("validation.findings")
    grids = (
        Grid(words("validation.findings"), title, finding_headings(words), found),
        _reading_grid(account.readings, words),
        _change_grid(account.changes, words),
        _total_grid(account.totals, words),
        _copy_grid(account.copies, words),
    )
    return workbook_bytes(grids)


def _reading_grid(readings: Sequence[Reading], words: Wording) -> Grid:
    columns = headings(
        words,
        ("workbook", 34, Look.TEXT),
        ("sheet", 18, Look.TEXT),
        ("read_as", 14, Look.TEXT),
        ("rows", 8, Look.COUNT),
        ("ignored_columns", 50, Look.TEXT),
        ("nearest", 20, Look.TEXT),
    )
    found: list[list[Cell]] = [
        [one.workbook, one.sheet, one.table or words("validation.ignored"), one.rows, one.ignored_columns, one.nearest]
        for one in readings
    ]
    return Grid(words("validation.readings"), words("validation.readings"), columns, found)


def _change_grid(changes: Sequence[Change], words: Wording) -> Grid:
    columns = headings(
        words,
        ("workbook", 34, Look.TEXT),
        ("sheet", 18, Look.TEXT),
        ("header", 18, Look.TEXT),
        ("normalised", 50, Look.TEXT),
        ("count", 8, Look.COUNT),
    )
    found: list[list[Cell]] = [list(one) for one in changes]
    return Grid(words("validation.changes"), words("validation.changes"), columns, found)


def _total_grid(totals: Sequence[Total], words: Wording) -> Grid:
    columns = headings(words, ("table", 14, Look.TEXT), ("column", 18, Look.TEXT), ("sum", 20, Look.MONEY))
    found: list[list[Cell]] = [list(one) for one in totals]
    return Grid(words("validation.totals"), words("validation.totals"), columns, found)


def _copy_grid(copies: Sequence[Copy], words: Wording) -> Grid:
    columns = headings(words, ("workbook", 34, Look.TEXT), ("marked_copy", 44, Look.TEXT), ("remark", 60, Look.TEXT))
    found: list[list[Cell]] = [list(one) for one in copies]
    return Grid(words("validation.copies"), words("validation.copies"), columns, found)
