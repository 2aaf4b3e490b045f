"""目标奖金: base × value of the table at the attainment of 指标, or at the total (依据 = 总分); 比例 of the base."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.money import money_text, percent_text
from pipeline.plan.model import Component
from pipeline.rate_tables import Reading, read_against, read_factor, read_table
from pipeline.rules.cells import joined
from pipeline.rules.facts import Facts
from pipeline.rules.figures import base_source, kpi_source, no_attainment, table_problem
from pipeline.rules.lines import Outcome, line_of
from pipeline.rules.rows import Row
from schemas.terms import Method

ON_THE_RATIO = (Method.MARGINAL, Method.WHOLE)
"""These pay on what they read: here the attainment itself, a factor on the base, not money."""


def target_bonus(component: Component, facts: Facts) -> Iterator[Outcome]:
    """One line for each person, also of 0; none for a person who was not scored on the KPI."""
    for person in facts.entitled(component):
        reading = _reading(component, facts, person)
        if reading is not None and reading.problem is not None:
            yield table_problem(component, person, reading.problem)
        elif reading is not None:
            yield _line(component, facts, person, reading)
        elif facts.score(person["employee_id"], component.kpi):
            yield no_attainment(component, person)


def _reading(component: Component, facts: Facts, person: Row) -> Reading | None:
    """The table at the exact attainment, or at the printed total; None where the person has none."""
    plan = facts.ground.plan
    table = plan.tables[component.table]
    if not component.kpi:
        total: Fraction | None = person["total_score"]
        return None if total is None else read_table(table, total)
    row = facts.score(person["employee_id"], component.kpi)
    if row is None or row["attainment"] is None:
        return None
    if table.method in ON_THE_RATIO or row["attainment_exact"] == 0:
        return read_factor(table, row["attainment_exact"])
    return read_against(table, row["actual"], row["baseline"], direction=plan.kpis[component.kpi].direction)


def _line(component: Component, facts: Facts, person: Row, reading: Reading) -> Outcome:
    employee = person["employee_id"]
    amount, formula = person["base"], money_text(person["base"])
    if component.rate is not None:
        amount, formula = amount * component.rate, f"{formula} × {percent_text(component.rate)}"
    sources = joined(base_source(facts, person), kpi_source(facts, employee, component.kpi))
    words = f"({reading.words})" if " + " in reading.words else reading.words
    return line_of(component, employee, amount * reading.number, f"{formula} × {words}", sources=sources)
