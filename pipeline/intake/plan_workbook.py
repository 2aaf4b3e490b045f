"""A plan workbook as typed tables, one per sheet (SPEC 4)."""

from __future__ import annotations

from pathlib import Path

from pipeline.findings import Finding
from pipeline.intake.mapping import Mapping
from pipeline.intake.readers import read_workbooks
from pipeline.intake.reading_tables import read_tables
from pipeline.tables import Tables
from schemas.plan import PLAN_SHEETS, WIDE_SHEETS

PLANS = "plans"


def read_plan(path: Path) -> tuple[Tables, tuple[Finding, ...]]:
    """The sheets of a plan by their names; other sheets are ignored and listed."""
    read = read_tables(read_workbooks([path], _root(path)), PLAN_SHEETS, Mapping(), WIDE_SHEETS, by_headers=False)
    return read.tables, read.findings


def _root(path: Path) -> Path:
    """The folder that holds `plans`, so that the plan is named `plans/…`; else the plan's own folder."""
    return next((folder.parent for folder in path.parents if folder.name == PLANS), path.parent)
