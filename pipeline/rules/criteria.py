"""Whether a person, or one order of a person, meets a component's 条件 (SPEC 4 and 5, fine print 2 and 15)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.findings import Finding, Place, warning
from pipeline.plan.conditions import Reference, evaluate, fields_of
from pipeline.plan.model import Component
from pipeline.rules.facts import Facts
from pipeline.rules.rows import Row

KPI_FIELDS = ("attainment", "actual", "score")
MEASURE_FIELD = "measure"
NAMES_SHOWN = 5


def meets(facts: Facts, component: Component, person: Row) -> bool:
    """Whether the person meets the condition, read from printed values; a component without one is for all."""
    condition = component.condition
    return condition is None or evaluate(condition, lambda reference: person_value(facts, person, reference))


def person_value(facts: Facts, person: Row, reference: Reference) -> Any:
    """What a field of a condition is for a person; None when the person has no such figure."""
    if reference.name in KPI_FIELDS:
        return facts.scored(person["employee_id"], reference.argument, reference.name)
    if reference.name == MEASURE_FIELD:
        return facts.value(reference.argument, person["employee_id"])
    return person.get(reference.name)


def kpis_read(component: Component) -> tuple[str, ...]:
    """The KPIs that a component or its condition reads."""
    read = () if component.condition is None else fields_of(component.condition)
    named = [reference.argument for reference in read if reference.name in KPI_FIELDS]
    return tuple(dict.fromkeys(kpi for kpi in (component.kpi, *named) if kpi))


def not_scored(facts: Facts, kpi: str, people: Iterable[Row], place: Place, subject: str) -> list[Finding]:
    """A warning that names the people whom a rule concerns but who were not scored on its KPI."""
    names = [str(person["name"]) for person in people if facts.score(person["employee_id"], kpi) is None]
    if not names:
        return []
    shown = "、".join(names[:NAMES_SHOWN]) + ("…" if len(names) > NAMES_SHOWN else "")
    return [warning("payout-kpi-not-scored", place, subject, kpi=kpi, people=shown, count=len(names))]
