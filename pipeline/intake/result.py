"""What reading a folder yields: typed tables, findings, recognition, control totals, normalisations."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.findings import Finding
from pipeline.intake.mapping import Rule
from pipeline.tables import Tables


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a sheet was taken for: `table` is empty where it was ignored, `by` tells what decided (`recognise.By`).

    `rows` counts its data rows, `others` are its ignored columns, `nearest` the tables it comes close to.
    """

    workbook: str
    sheet: str
    table: str
    by: str
    rows: int = 0
    header_row: int = 0
    hidden: bool = False
    others: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Normalised:
    """How many cells of a column were read in other than their own form; `kind` has words at `normalised.<kind>`."""

    workbook: str
    sheet: str
    header: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """The rows of a table as read, and the exact sum of each of its money columns."""

    table: str
    rows: int
    sums: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything read from the folder of a period.

    `proposals` are draft rules for `mapping.proposed.xlsx`; `payroll` names the columns of the payroll file.
    """

    tables: Tables
    findings: tuple[Finding, ...]
    recognised: tuple[Recognised, ...]
    totals: tuple[ControlTotal, ...]
    normalised: tuple[Normalised, ...]
    proposals: tuple[Rule, ...] = ()
    payroll: tuple[tuple[str, str], ...] = ()
