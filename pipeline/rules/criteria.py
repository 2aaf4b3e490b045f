"""Who meets a component's 条件 (SPEC 4 and 5, fine print 2 and 15), and what the component reads and pays on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.findings import Finding, Place, warning
from pipeline.plan.conditions import Reference, fields_of
from pipeline.plan.model import Component, Measure, Plan
from pipeline.rules.facts import Facts
from pipeline.rules.lookup import fitting

KPI_FIELDS = ("attainment", "actual", "score")
MEASURE_FIELD = "measure"
NAMES_SHOWN = 5


def meeting(facts: Facts, component: Component, people: pd.DataFrame) -> pd.DataFrame:
    """The people who meet the condition, read from printed values; a component without one is for all."""
    return fitting(people, component.condition, lambda reference: _figures(facts, people, reference))


def _figures(facts: Facts, people: pd.DataFrame, reference: Reference) -> pd.Series:
    """What a field of a condition is for each person; missing for those who have no such figure."""
    if reference.name in KPI_FIELDS:
        return facts.scored(people["employee_id"], reference.argument, reference.name)
    if reference.name == MEASURE_FIELD:
        return facts.measured(people["employee_id"], reference.argument)
    return people[reference.name]


def kpis_read(component: Component) -> tuple[str, ...]:
    """The KPIs that a component or its condition reads."""
    read = () if component.condition is None else fields_of(component.condition)
    named = [reference.argument for reference in read if reference.name in KPI_FIELDS]
    return tuple(dict.fromkeys(kpi for kpi in (component.kpi, *named) if kpi))


def reckoned_from(component: Component, plan: Plan) -> Measure | None:
    """The measure that a component pays on: its own, else the 分子 of its KPI; None without either."""
    kpi = plan.kpis.get(component.kpi)
    return plan.measures.get(component.measure or (kpi.numerator if kpi else ""))


def not_scored(facts: Facts, kpi: str, people: pd.DataFrame, place: Place, subject: str) -> list[Finding]:
    """A warning that names the people whom a rule concerns but who were not scored on its KPI."""
    names = people.loc[~facts.is_scored(people["employee_id"], kpi), "name"].astype(str).tolist()
    if not names:
        return []
    return [warning("payout-kpi-not-scored", place, subject, kpi=kpi, people=listed(names), count=len(names))]


def listed(names: Sequence[str]) -> str:
    """The first names of people, and that there are more."""
    return "、".join(names[:NAMES_SHOWN]) + ("…" if len(names) > NAMES_SHOWN else "")
