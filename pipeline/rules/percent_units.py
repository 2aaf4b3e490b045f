"""Targets and actuals of KPIs whose 单位 is `%`: whether 90 means 90 % is decided for each KPI (SPEC 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from pipeline.findings import Finding, error
from pipeline.plan.model import Plan
from pipeline.rules.rows import Row, rows
from pipeline.tables import Tables

FIELDS = (("targets", "baseline"), ("targets", "challenge"), ("actuals", "actual"))
LARGEST_RATIO = Decimal("1.5")

Bare = tuple[Row, str]


def percent_units(tables: Tables, plans: Sequence[Plan]) -> tuple[Tables, list[Finding]]:
    """The tables with every percentage as a ratio of 1, and the cells that could be either.

    The bare numbers of one KPI, its 基准值, 挑战值 and 实际值 together, are ratios when none is above 1.5 and percent
    when all are; 0 fits either. Both at once is an error at each cell of the smaller group. A cell written as a
    percentage is a ratio already; what was read is marked as such, so that reading twice changes nothing.
    """
    kpis = sorted({kpi.kpi for plan in plans for kpi in plan.kpis.values() if kpi.is_percent})
    sizes = {kpi: _by_size(_bare(tables, kpi)) for kpi in kpis}
    percent = [kpi for kpi, (small, large) in sizes.items() if large and not small]
    frames = dict(tables.frames)
    for table, field in FIELDS:
        if percent and tables.has(table):
            frames[table] = _as_ratios(frames[table], field, percent)
    return replace(tables, frames=frames), [one for kpi in kpis for one in _mixed(tables, *sizes[kpi])]


def _bare(tables: Tables, kpi: str) -> list[Bare]:
    """The KPI's cells that hold a number without a percent sign, 0 left out: the row and its field."""
    frames = [(tables.frames[table], field) for table, field in FIELDS if tables.has(table)]
    found = [(frame[_is_bare(frame, field) & (frame["kpi"] == kpi)], field) for frame, field in frames]
    return [(row, field) for frame, field in found for row in rows(frame) if row[field]]


def _by_size(bare: list[Bare]) -> tuple[list[Bare], list[Bare]]:
    small = [(row, field) for row, field in bare if abs(row[field]) <= LARGEST_RATIO]
    return small, [(row, field) for row, field in bare if abs(row[field]) > LARGEST_RATIO]


def _mixed(tables: Tables, small: list[Bare], large: list[Bare]) -> list[Finding]:
    odd = min(small, large, key=len)
    return [error("percent-or-ratio", tables.place(row, field), row[field], kpi=row["kpi"]) for row, field in odd]


def _is_bare(frame: pd.DataFrame, field: str) -> pd.Series:
    return frame[field].notna() & ~frame[f"{field}_percent"].astype("boolean").fillna(value=False)


def _as_ratios(frame: pd.DataFrame, field: str, percent: Sequence[str]) -> pd.DataFrame:
    divided = (_is_bare(frame, field) & frame["kpi"].isin(percent)).astype(bool)
    values, marks = frame[field].copy(), frame[f"{field}_percent"].copy()
    values[divided] = [value.scaleb(-2) for value in values[divided]]
    marks[divided] = True
    return frame.assign(**{field: values, f"{field}_percent": marks})
