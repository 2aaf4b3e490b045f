"""From a Ground to the lookups that components read, each table walked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from pipeline.calculation import Ground
from pipeline.plan.conditions import fields_of
from pipeline.plan.model import Component, Plan
from pipeline.rules.behind import rows_behind
from pipeline.rules.criteria import MEASURE_FIELD, kpis_read
from pipeline.rules.facts import Facts
from pipeline.rules.rows import GroupedRows, Row, plain, rows
from schemas.export_terms import OrderStatus
from schemas.terms import CreditStatus


def facts(ground: Ground) -> Facts:
    """The lookups of a Ground."""
    participants = {row["employee_id"]: row for row in rows(ground.people.sort_values("employee_id"))}
    counted = _counted(ground.credits)
    found = Facts(
        ground,
        participants,
        tuple(row for row in participants.values() if not row["forfeited"] and row["proration"]),
        _scores(ground.plan, ground.kpi_scores),
        _actuals(ground),
        _orders(counted, participants),
        {name: _known(values) for name, values in ground.measures.items()},
    )
    read = {name: ground.plan.measures[name] for name in measures_read(ground.plan)}
    return replace(found, behind={name: rows_behind(ground, measure) for name, measure in read.items()})


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


def _actuals(ground: Ground) -> dict[tuple[str, str], Row]:
    entered = ground.tables.frames.get("actuals")
    return {} if entered is None else {(row["employee_id"], row["kpi"]): row for row in rows(entered)}


def _counted(credited: pd.DataFrame) -> pd.DataFrame:
    """The lines that measures count: those that 追回 takes back instead are left out."""
    spared = credited["keeps_attainment"].fillna(value=False).astype(bool)
    return credited[(credited["status"] == CreditStatus.COUNTED.value) & ~spared]


def _scores(plan: Plan, frame: pd.DataFrame) -> dict[tuple[str, str], Row]:
    """The rows of the KPIs that components and gates read, of people who were scored on them."""
    read = {*_kpis_of(plan), *(gate.kpi for gate in plan.gates)}
    mine = frame[frame["kpi"].isin(read) & ~frame["dropped"].astype(bool)]
    return {(row["employee_id"], row["kpi"]): row for row in rows(mine)}


def _orders(counted: pd.DataFrame, participants: Mapping[str, Row]) -> Mapping[str, Sequence[Row]]:
    mine = counted[counted["table"] == "orders"].sort_values(["employee_id", "row_id"])
    mine = mine[mine["employee_id"].isin(participants)]
    return GroupedRows(mine.assign(status=OrderStatus.VALID.value), "employee_id")


def _known(values: pd.Series) -> dict[str, Fraction]:
    return {str(person): value for person, cell in values.items() if (value := plain(cell)) is not None}
