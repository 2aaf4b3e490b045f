"""The actual of each KPI: a measure, numerator ÷ denominator, an entered figure, or ratings (SPEC 5.2)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.plan.model import Kpi, Plan
from pipeline.rationals import quotient, rationals
from pipeline.tables import Tables
from schemas.terms import Scoring


def kpi_actuals(
    plan: Plan, tables: Tables, measures: Mapping[str, pd.Series], rated: Mapping[str, pd.Series]
) -> dict[str, pd.Series]:
    """For every KPI its actual per employee_id (index), Fraction; people without one are absent or NaN.

    `measures` holds the measures that the plan names, `rated` the KPIs that ratings score, each per employee_id.
    """
    entered = _entered(tables)
    return {name: _actual(kpi, measures, entered, rated) for name, kpi in plan.kpis.items()}


def _actual(
    kpi: Kpi, measures: Mapping[str, pd.Series], entered: Mapping[str, pd.Series], rated: Mapping[str, pd.Series]
) -> pd.Series:
    nothing = pd.Series(dtype=object)
    if kpi.scoring is Scoring.RATED:
        return rated.get(kpi.kpi, nothing)
    if not kpi.numerator:
        return entered.get(kpi.kpi, nothing)
    above = measures[kpi.numerator]
    return quotient(above, measures[kpi.denominator].reindex(above.index)) if kpi.denominator else above


def _entered(tables: Tables) -> dict[str, pd.Series]:
    """What the table 实际 holds, per KPI."""
    if not tables.has("actuals"):
        return {}
    rows = tables.frames["actuals"].drop_duplicates(["employee_id", "kpi"]).set_index("employee_id")
    return {str(kpi): rationals(group["actual"]) for kpi, group in rows.groupby("kpi")}
