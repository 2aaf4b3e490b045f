"""Which results add up over the days of a period, and so over the months of a quarter."""

from __future__ import annotations

from pipeline.plan.model import Kpi, Plan
from schemas.terms import Aggregate, Window

ADDS_UP = frozenset({Aggregate.SUM, Aggregate.COUNT, Aggregate.DISTINCT})


def adds_up(plan: Plan, kpi: Kpi | None) -> bool:
    """Whether a KPI's result is a sum or count over the days of the period."""
    return _measures_by(plan, kpi, {Window.CURRENT})


def runs_on(plan: Plan, kpi: Kpi | None) -> bool:
    """Whether a KPI's result is a sum or count since the beginning of the quarter or year."""
    return _measures_by(plan, kpi, set(Window) - {Window.CURRENT})


def _measures_by(plan: Plan, kpi: Kpi | None, windows: set[Window]) -> bool:
    measure = plan.measures.get(kpi.numerator) if kpi and not kpi.denominator and not kpi.is_percent else None
    return measure is not None and measure.aggregate in ADDS_UP and measure.window in windows
