"""A person's figures as the formula prints them, and the cells that they come from."""

from __future__ import annotations

from fractions import Fraction

from pipeline.findings import Finding, error, warning
from pipeline.money import percent_text
from pipeline.plan.conditions import fields_of
from pipeline.plan.model import Component
from pipeline.rate_tables import Problem
from pipeline.rules.cells import cell_text, joined, place_text
from pipeline.rules.criteria import MEASURE_FIELD, kpis_read
from pipeline.rules.facts import Facts
from pipeline.rules.rows import Row


def attainment_text(facts: Facts, attainment: Fraction) -> str:
    """An attainment in percent, with the decimals that the plan prints."""
    return percent_text(attainment, facts.ground.plan.parameters.attainment_places)


def base_source(facts: Facts, person: Row) -> str:
    """The cell of the person's own base, or of the grade's."""
    if person.get("own_base") is not None:
        return cell_text(facts.ground.tables, person, "base")
    rule = facts.ground.plan.grade_rule(person["grade"], facts.ground.period.cycle)
    return "" if rule is None else place_text(rule.place)


def kpi_source(facts: Facts, employee_id: str, kpi: str) -> str:
    """The cells of a person's target and actual for a KPI."""
    row = facts.score(employee_id, kpi)
    if row is None:
        return ""
    rule = facts.ground.plan.kpis[kpi]
    measured = joined(*(measure_source(facts, name, employee_id) for name in (rule.numerator, rule.denominator)))
    entered = cell_text(facts.ground.tables, facts.actuals.get((employee_id, kpi)), "actual")
    return joined(cell_text(facts.ground.tables, row, "baseline"), measured or entered)


def measure_source(facts: Facts, measure: str, employee_id: str) -> str:
    """The cells of this period behind a person's measure."""
    return facts.behind[measure].cells_of(employee_id) if measure in facts.behind else ""


def condition_sources(facts: Facts, component: Component, person: Row) -> str:
    """The cells behind the KPIs and measures that a component's condition reads."""
    employee = person["employee_id"]
    read = () if component.condition is None else fields_of(component.condition)
    measures = [reference.argument for reference in read if reference.name == MEASURE_FIELD]
    return joined(
        *(kpi_source(facts, employee, kpi) for kpi in kpis_read(component)),
        *(measure_source(facts, measure, employee) for measure in measures),
    )


def table_problem(component: Component, person: Row, problem: Problem) -> Finding:
    """A value that the table says nothing for: an error that names the person (SPEC 4)."""
    return error(
        f"payout-{problem.value}",
        component.place,
        component.component,
        name=person["name"],
        id=person["employee_id"],
        table=component.table,
    )


def no_attainment(component: Component, person: Row) -> Finding:
    """A person scored without a target has no attainment that a component could read: it pays nothing."""
    return warning("payout-no-attainment", component.place, component.component, name=person["name"], kpi=component.kpi)
