"""Percentages of KPIs: whether 90 in a target means 90 % is decided for each KPI over all its cells (SPEC 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from pipeline.findings import Finding, error
from pipeline.plan.model import Plan
from pipeline.rules.rows import rows
from pipeline.tables import Tables

FIELDS = (("targets", "baseline"), ("targets", "challenge"), ("actuals", "actual"))
LARGEST_RATIO = Decimal("1.5")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the bare numbers of a KPI read: as percent, and the findings where they cannot be read."""

    percent: bool
    findings: list[Finding]


def percent_units(tables: Tables, plans: Sequence[Plan]) -> tuple[Tables, list[Finding]]:
    """The tables with 基准值, 挑战值 and 实际值 of every KPI of unit `%` as ratios; 95 and 95 % both become 0.95.

    Bare numbers of one KPI are ratios when none is above 1.5 and percent when all are; 0 fits either. A KPI with both
    is an error at the numbers up to 1.5. What was read stands as marked, so that reading twice changes nothing.
    """
    kpis = sorted({kpi.kpi for plan in plans for kpi in plan.kpis.values() if kpi.is_percent})
    readings = {kpi: _reading(tables, kpi) for kpi in kpis}
    frames = dict(tables.frames)
    for table, field in FIELDS:
        if table in frames:
            frames[table] = _read(frames[table], field, readings)
    return replace(tables, frames=frames), [found for kpi in kpis for found in readings[kpi].findings]


def _reading(tables: Tables, kpi: str) -> _Reading:
    bare = [_bare(tables, table, field, kpi) for table, field in FIELDS if tables.has(table)]
    found = [(row, field, row[field]) for field, cells in bare for row in rows(cells)]
    large = [value for _, _, value in found if abs(value) > LARGEST_RATIO]
    small = [(row, field, value) for row, field, value in found if 0 < abs(value) <= LARGEST_RATIO]
    mixed = small if large else []
    return _Reading(
        bool(large),
        [error("kpi-percent-mixed", tables.place(row, field), value, kpi=kpi) for row, field, value in mixed],
    )


def _bare(tables: Tables, table: str, field: str, kpi: str) -> tuple[str, pd.DataFrame]:
    """The KPI's cells of one field that hold a number without a percent sign."""
    frame = tables.frames[table]
    written = frame[f"{field}_percent"].fillna(value=False).astype(bool)
    return field, frame[(frame["kpi"] == kpi) & frame[field].notna() & ~written]


def _read(frame: pd.DataFrame, field: str, readings: dict[str, _Reading]) -> pd.DataFrame:
    mark = f"{field}_percent"
    as_percent = frame["kpi"].isin([kpi for kpi, reading in readings.items() if reading.percent])
    bare = frame["kpi"].isin(list(readings)) & ~frame[mark].fillna(value=False).astype(bool)
    values = [
        value / HUNDRED if divides and not pd.isna(value) else value
        for value, divides in zip(frame[field].tolist(), bare & as_percent, strict=True)
    ]
    return frame.assign(
        **{field: pd.Series(values, index=frame.index, dtype=object), mark: frame[mark].fillna(value=False) | bare}
    )
