"""From a Ground to the lookups that components read, each table walked once."""

from __future__ import annotations

import pandas as pd

from pipeline.calculation import Ground
from pipeline.money import ZERO
from pipeline.plan.conditions import fields_of
from pipeline.plan.model import Component, Plan
from pipeline.rules.behind import rows_behind
from pipeline.rules.criteria import MEASURE_FIELD, kpis_read
from pipeline.rules.facts import Facts
from pipeline.rules.rows import KeyedRows, WhenAsked
from pipeline.tables import SHEET_ID, SHEET_ROW
from schemas.export_terms import OrderStatus
from schemas.terms import CreditStatus


def facts(ground: Ground) -> Facts:
    """A Ground with its lookups; what nobody asks for is not made."""
    people = ground.people.sort_values("employee_id", ignore_index=True)
    earns = ~people["forfeited"].astype(bool) & (people["proration"] != ZERO)
    return Facts(
        ground,
        KeyedRows(people, "employee_id"),
        people[earns].reset_index(drop=True),
        WhenAsked(ground.plan.kpis, lambda kpi: _card(ground, kpi)),
        WhenAsked(ground.plan.kpis, lambda kpi: _entered(ground, kpi)),
        lambda: _orders(_counted(ground.credits), people["employee_id"]),
        WhenAsked(measures_read(ground.plan), lambda measure: rows_behind(ground, ground.plan.measures[measure])),
    )


def measures_read(plan: Plan) -> list[str]:
    """The measures whose rows are looked at: those of components, of their conditions and KPIs, and of the budget."""
    rules = [plan.kpis[kpi] for kpi in _kpis_of(plan) if kpi]
    named = {name for rule in rules for name in (rule.numerator, rule.denominator)}
    named.update(name for component in plan.components for name in measures_of(component))
    named.add(plan.parameters.budget_measure)
    return sorted(name for name in named if name)


def measures_named(plan: Plan) -> set[str]:
    """The measures that a plan reckons with: those whose rows are looked at, and those of its other KPIs."""
    return {*measures_read(plan), *(name for kpi in plan.kpis.values() for name in (kpi.numerator, kpi.denominator))}


def measures_of(component: Component) -> list[str]:
    """The measures that a component or its condition names; empty names among them."""
    read = () if component.condition is None else fields_of(component.condition)
    argued = [reference.argument for reference in read if reference.name == MEASURE_FIELD]
    return [component.measure, component.measure2, *argued]


def _kpis_of(plan: Plan) -> set[str]:
    """The KPIs that components read, and 主指标."""
    return {plan.parameters.headline_kpi, *(kpi for component in plan.components for kpi in kpis_read(component))}


def _card(ground: Ground, kpi: str) -> pd.DataFrame:
    """The rows of people who were scored on a KPI."""
    scores = ground.kpi_scores
    return scores[(scores["kpi"] == kpi) & ~scores["dropped"].astype(bool)].set_index("employee_id")


def _entered(ground: Ground, kpi: str) -> pd.DataFrame:
    """What was entered by hand for a KPI; of two rows of a person the last."""
    rows = ground.tables.frames.get("actuals")
    if rows is None:
        return pd.DataFrame(columns=[SHEET_ID, SHEET_ROW], index=pd.Index([], dtype=object), dtype=object)
    return rows[rows["kpi"] == kpi].drop_duplicates("employee_id", keep="last").set_index("employee_id")


def _counted(credited: pd.DataFrame) -> pd.DataFrame:
    """The lines that measures count: those that 追回 takes back instead are left out."""
    spared = credited["keeps_attainment"].fillna(value=False).astype(bool)
    return credited[(credited["status"] == CreditStatus.COUNTED.value) & ~spared]


def _orders(counted: pd.DataFrame, participants: pd.Series) -> pd.DataFrame:
    mine = counted[counted["table"] == "orders"].sort_values(["employee_id", "row_id"])
    return mine[mine["employee_id"].isin(participants)].assign(status=OrderStatus.VALID.value)
