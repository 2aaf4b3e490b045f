"""Names that a plan uses but does not declare, each at its cell with the closest one declared (SPEC 4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pipeline.findings import Finding, Place
from pipeline.plan.model import Plan
from pipeline.plan.names import unknown
from schemas.export_terms import CustomerType
from schemas.terms import Dimension

Use = tuple[str, str, Place]
"""What kind of name is used, the name, and where."""


def unknown_names(plan: Plan, unread: Mapping[str, Collection[str]]) -> list[Finding]:
    """Every name of a KPI, measure, table, grade, component or customer type that the plan does not declare.

    `unread`: the names of rows with a cell that could not be read, by kind: declared, and that cell has its finding.
    """
    known: dict[str, Iterable[str]] = {
        "kpi": plan.kpis,
        "measure": plan.measures,
        "table": plan.tables,
        "grade": [rule.grade for rule in plan.grades],
        "component": [component.component for component in plan.components],
        "customer-type": [member.value for member in CustomerType],
    }
    used = (use for uses in (_parameters, _kpis, _people, _components) for use in uses(plan))
    return [
        unknown(what, place, name, known[what])
        for what, name, place in used
        if name and name not in known[what] and name not in unread.get(what, ())
    ]


def _parameters(plan: Plan) -> Iterator[Use]:
    read = plan.parameters
    for what, name, word in (
        ("table", "coefficient_table", read.coefficient_table),
        ("table", "rating_table", read.rating_table),
        ("kpi", "headline_kpi", read.headline_kpi),
        ("kpi", "satisfaction_kpi", read.satisfaction_kpi),
        ("measure", "budget_measure", read.budget_measure),
    ):
        yield what, word, plan.written.get(name, Place(plan.workbook))


def _kpis(plan: Plan) -> Iterator[Use]:
    for kpi in plan.kpis.values():
        yield "measure", kpi.numerator, plan.at(kpi.place, "numerator")
        yield "measure", kpi.denominator, plan.at(kpi.place, "denominator")
        yield "table", kpi.table, plan.at(kpi.place, "table")
    for gate in plan.gates:
        yield "kpi", gate.kpi, plan.at(gate.place, "kpi")
        yield "component", gate.component, plan.at(gate.place, "component")
    for rating in plan.rater_weights:
        yield "kpi", rating.kpi, plan.at(rating.place, "kpi")


def _people(plan: Plan) -> Iterator[Use]:
    weights = (*plan.weights, *plan.blanks)
    for grade, place in {weight.grade: weight.place for weight in reversed(weights)}.items():
        yield "grade", grade, place
    for kpi, place in {weight.kpi: weight.place for weight in reversed(weights)}.items():
        yield "kpi", kpi, plan.at(place, "kpi")
    for factor in plan.factors:
        if factor.dimension is Dimension.CUSTOMER_TYPE:
            yield "customer-type", factor.key, plan.at(factor.place, "key")


def _components(plan: Plan) -> Iterator[Use]:
    for component in plan.components:
        for grade in component.grades:
            yield "grade", grade, plan.at(component.place, "grades")
        yield "measure", component.measure, plan.at(component.place, "measure")
        yield "measure", component.measure2, plan.at(component.place, "measure2")
        yield "kpi", component.kpi, plan.at(component.place, "kpi")
        yield "table", component.table, plan.at(component.place, "table")
        yield "component", component.related, plan.at(component.place, "related")
