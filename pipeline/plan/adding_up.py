"""Which results add up over the days of a period, and so over the months of a quarter."""

from __future__ import annotations

from pipeline.plan.model import Kpi, Plan
from schemas.terms import Aggregate, Scoring, Window

COUNTED = frozenset({
    "次", "个", "家", "单", "笔", "件", "人", "户", "台", "套", "条",
    "场", "份", "张", "篇", "箱", "吨", "元", "千元", "万元", "百万元", "亿元",
})  # fmt: skip
"""Units of 指标 that count things or money, so that an entered figure in them grows with the days."""
ADDS_UP = frozenset({Aggregate.SUM, Aggregate.COUNT, Aggregate.DISTINCT})


def adds_up(plan: Plan, kpi: Kpi | None) -> bool:
    """Whether a KPI's result is a sum or count over the days of the period."""
    return _measures_by(plan, kpi, {Window.CURRENT})


def grows(plan: Plan, kpi: Kpi | None) -> bool:
    """Whether a KPI's result grows with the days of a running period: it adds up, or it is entered in a counting unit.

    Other entered figures (a percentage, points, one without a unit) and ratings are taken as they stand.
    """
    return adds_up(plan, kpi) or (kpi is not None and is_entered_count(kpi))


def is_entered_count(kpi: Kpi) -> bool:
    """Whether people enter a count or an amount for a KPI, which is measured against something else than points."""
    return not kpi.numerator and kpi.scoring not in {Scoring.DIRECT, Scoring.RATED} and kpi.unit in COUNTED


def runs_on(plan: Plan, kpi: Kpi | None) -> bool:
    """Whether a KPI's result is a sum or count since the beginning of the quarter or year."""
    return _measures_by(plan, kpi, set(Window) - {Window.CURRENT})


def _measures_by(plan: Plan, kpi: Kpi | None, windows: set[Window]) -> bool:
    measure = plan.measures.get(kpi.numerator) if kpi and not kpi.denominator and not kpi.is_percent else None
    return measure is not None and measure.aggregate in ADDS_UP and measure.window in windows
