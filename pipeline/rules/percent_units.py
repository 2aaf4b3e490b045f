"""Targets and actuals of KPIs whose 单位 is `%`: bare numbers become ratios, decided per KPI and column (SPEC 2)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from pipeline.findings import Finding, error
from pipeline.plan.model import Plan
from pipeline.rules.rows import rows
from pipeline.tables import Tables

COLUMNS = (("targets", "baseline"), ("targets", "challenge"), ("actuals", "actual"))
LARGEST_RATIO = Decimal("1.5")


def percent_units(tables: Tables, plans: Sequence[Plan]) -> tuple[Tables, list[Finding]]:
    """The tables with every percentage as a ratio of 1, and the cells that could be either.

    Among the bare numbers of one KPI in one column all up to 1.5 are ratios and all above are percent; both at once is
    an error at each cell of the smaller group. A cell written as a percentage is a ratio already.
    """
    kpis = sorted({kpi.kpi for plan in plans for kpi in plan.kpis.values() if kpi.is_percent})
    frames, findings = dict(tables.frames), []
    for table, column in COLUMNS:
        for kpi in kpis if tables.has(table) else ():
            bare = _bare(frames[table], column, kpi)
            large = bare[frames[table].loc[bare, column] > LARGEST_RATIO]
            if len(large) == len(bare):
                frames[table] = _as_ratios(frames[table], column, bare)
            elif len(large):
                findings += _mixed(tables, frames[table], column, bare, large)
    return Tables(frames, tables.sources), findings


def _bare(frame: pd.DataFrame, column: str, kpi: str) -> pd.Index:
    """The rows of the KPI whose number was not written as a percentage."""
    percent = frame[f"{column}_percent"].astype("boolean").fillna(value=False)
    return frame.index[(frame["kpi"] == kpi) & frame[column].notna() & ~percent]


def _as_ratios(frame: pd.DataFrame, column: str, bare: pd.Index) -> pd.DataFrame:
    values, marks = frame[column].copy(), frame[f"{column}_percent"].copy()
    values[bare] = [value.scaleb(-2) for value in values[bare]]
    marks[bare] = True
    return frame.assign(**{column: values, f"{column}_percent": marks})


def _mixed(tables: Tables, frame: pd.DataFrame, column: str, bare: pd.Index, large: pd.Index) -> list[Finding]:
    small = bare.difference(large)
    odd = small if len(small) <= len(large) else large
    return [
        error("percent-or-ratio", tables.place(row, column), row[column], kpi=row["kpi"])
        for row in rows(frame.loc[odd])
    ]
