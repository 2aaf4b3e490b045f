"""Which KPI a look follows day by day for each person, with or without a 主指标 (SPEC 7, `progress`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.plan.adding_up import adds_up
from pipeline.plan.model import Plan
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import amount, by_person, number, text
from schemas.terms import Aggregate, Category, Scope


@dataclass(frozen=True, slots=True)
class Leading:
    """A person's leading KPI: whether its results add up over days, and come from the own rows alone."""

    kpi: str
    unit: str
    numerator: str
    target: Fraction | None
    by_day: bool
    own: bool


def leading_kpis(calculation: Calculation) -> Mapping[str, Leading]:
    """Per person 主指标, else the heaviest result KPI whose numerator is a sum; who has neither is absent."""
    scored = by_person(calculation.kpi_scores)
    found = {}
    for person in rows(calculation.people):
        who, plan = text(person, "employee_id"), calculation.plans[int(person["plan"])]
        row = _chosen(plan, scored.get(who, []))
        if row is not None:
            found[who] = _leading(plan, row)
    return found


def _chosen(plan: Plan, scored: Sequence[Row]) -> Row | None:
    headline = [row for row in scored if text(row, "kpi") == plan.parameters.headline_kpi]
    sums = [row for row in scored if text(row, "category") == Category.RESULT and _is_sum(plan, text(row, "kpi"))]
    return next(iter(headline), None) or max(sums, key=lambda row: amount(row, "weight"), default=None)


def _is_sum(plan: Plan, name: str) -> bool:
    kpi = plan.kpis[name]
    return adds_up(plan, kpi) and plan.measures[kpi.numerator].aggregate is Aggregate.SUM


def _leading(plan: Plan, row: Row) -> Leading:
    kpi = plan.kpis[text(row, "kpi")]
    measure = plan.measures.get(kpi.numerator)
    by_day = adds_up(plan, kpi)
    own = by_day and measure is not None and measure.scope is Scope.SELF
    return Leading(kpi.kpi, kpi.unit, kpi.numerator, number(row, "baseline"), by_day, own)
