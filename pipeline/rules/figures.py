"""People's figures as the formula prints them, the cells that they come from, and what is told where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import pandas as pd

from pipeline.findings import Finding, Place, error, warning
from pipeline.money import percent_text
from pipeline.plan.conditions import fields_of
from pipeline.plan.model import Component, Measure
from pipeline.rate_tables import Problem
from pipeline.rules.cell_ranges import cells_of
from pipeline.rules.cells import joined, place_text
from pipeline.rules.criteria import MEASURE_FIELD, kpis_read, listed
from pipeline.rules.facts import Facts, is_without_group
from pipeline.rules.lookup import asked_once, looked_up
from pipeline.rules.rows import Row
from pipeline.tables import SHEET_ID, SHEET_ROW
from pipeline.worded import said, worded
from schemas import TABLES

HEADERS = {table.name: table.header for table in TABLES}


def attainment_text(facts: Facts, attainment: Fraction) -> str:
    """An attainment in percent, with the decimals that the plan prints."""
    return percent_text(attainment, facts.ground.plan.parameters.attainment_places)


def all_sources(*sources: pd.Series) -> pd.Series:
    """Several columns of sources as one, each cell once."""
    return worded(joined, *sources)


def base_sources(facts: Facts, people: pd.DataFrame) -> pd.Series:
    """The cell of each person's own base, or of the grade's."""
    own = people["own_base"].notna()
    return said(lambda: _own_bases(facts, people).where(own, _grade_bases(facts, people)).tolist(), people.index)


def kpi_sources(facts: Facts, employee_id: pd.Series, kpi: str) -> pd.Series:
    """The cells of people's target and actual for a KPI; of those who were not scored on it none."""
    return said(lambda: _kpi_sources(facts, employee_id, kpi) if kpi else [""] * len(employee_id), employee_id.index)


def measure_sources(facts: Facts, employee_id: pd.Series, measure: str) -> pd.Series:
    """The cells of this period behind people's measure."""
    return said(lambda: _measure_sources(facts, employee_id, measure).tolist(), employee_id.index)


def condition_sources(facts: Facts, component: Component, employee_id: pd.Series) -> pd.Series:
    """The cells behind the KPIs and measures that a component's condition reads."""
    read = () if component.condition is None else fields_of(component.condition)
    measures = [reference.argument for reference in read if reference.name == MEASURE_FIELD]
    kpis = (kpi_sources(facts, employee_id, kpi) for kpi in kpis_read(component))
    return all_sources(
        said(lambda: [""] * len(employee_id), employee_id.index),
        *kpis,
        *(measure_sources(facts, employee_id, name) for name in measures),
    )


def table_problems(component: Component, people: pd.DataFrame, problems: pd.Series) -> Iterable[Finding]:
    """A value that the table says nothing for: an error for each such person (SPEC 4)."""
    told = problems[problems.notna()]
    asked = people.loc[told.index]
    for employee_id, name, problem in zip(asked["employee_id"].tolist(), asked["name"].tolist(), told, strict=True):
        yield table_problem(component, employee_id, name, problem)


def table_problem(component: Component, employee_id: str, name: str, problem: Problem) -> Finding:
    """A value of a person that the table says nothing for."""
    code = f"payout-{problem.value}"
    return error(code, component.place, component.component, name=name, id=employee_id, table=component.table)


def without_table(place: Place, named: str, measure: Measure) -> Finding:
    """A component or the budget reads a measure of a table that was not delivered (SPEC 5, fine print 6)."""
    table = HEADERS[measure.table]
    return error("payout-measure-without-table", place, named, measure=measure.measure, table=table)


def without_region(component: Component, people: Iterable[Row]) -> Iterator[Finding]:
    """A warning that names the people whom a component by region leaves out because they have none."""
    names = [str(person["name"]) for person in people if is_without_group(person, component.scope)]
    if names:
        shown = listed(names)
        yield warning("payout-without-region", component.place, component.component, people=shown, count=len(names))


def no_attainment(component: Component, name: str) -> Finding:
    """A person scored without a target has no attainment that a component could read: it pays nothing."""
    return warning("payout-no-attainment", component.place, component.component, name=name, kpi=component.kpi)


def _own_bases(facts: Facts, people: pd.DataFrame) -> pd.Series:
    return pd.Series(cells_of(people, facts.ground.tables, "base"), index=people.index, dtype=object)


def _grade_bases(facts: Facts, people: pd.DataFrame) -> pd.Series:
    plan, cycle = facts.ground.plan, facts.ground.period.cycle

    def place(grade: str) -> str:
        rule = plan.grade_rule(grade, cycle)
        return "" if rule is None else place_text(rule.place)

    return asked_once(place, people["grade"])


def _kpi_sources(facts: Facts, employee_id: pd.Series, kpi: str) -> list[str]:
    rule, card = facts.ground.plan.kpis[kpi], facts.cards[kpi]
    target = _cells_at(facts, card, employee_id, "baseline")
    entered = _cells_at(facts, facts.entered[kpi], employee_id, "actual")
    measured = map(joined, *(_measure_sources(facts, employee_id, name) for name in (rule.numerator, rule.denominator)))
    scored = facts.is_scored(employee_id, kpi).tolist()
    cells = zip(scored, target, measured, entered, strict=True)
    return [joined(goal, own or by_hand) if there else "" for there, goal, own, by_hand in cells]


def _cells_at(facts: Facts, rows: pd.DataFrame, employee_id: pd.Series, column: str) -> list[str]:
    """The cells of one column of the rows of people."""
    found = {name: looked_up(employee_id, rows[name]) for name in (SHEET_ID, SHEET_ROW)}
    return cells_of(pd.DataFrame(found), facts.ground.tables, column)


def _measure_sources(facts: Facts, employee_id: pd.Series, measure: str) -> pd.Series:
    if measure not in facts.behind:
        return pd.Series("", index=employee_id.index, dtype=object)
    return facts.behind[measure].cells_of(employee_id)
