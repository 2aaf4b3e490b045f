"""The improvement list, each with its cause, and the second review of who was on it before (SPEC 5, triggers)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.calculation import Calculation
from pipeline.history import History, SealedPeriod
from pipeline.plan.conditions import COMPARE
from pipeline.plan.model import Gate, Plan
from pipeline.rules.gates import COLUMNS, gate_text
from pipeline.rules.rows import Row
from pipeline.statements.facts import by_person, number, text
from pipeline.statements.missed import trigger
from pipeline.statements.summary import Trigger
from schemas.terms import GateEffect, Method


def improvement(
    calculation: Calculation, people: Mapping[str, Row], kpis: Mapping[str, list[Row]], history: History
) -> Iterator[Trigger]:
    """Each person's causes, and the second review of those who have one now and had one in the last sealed period."""
    last = history.last(calculation.period.cycle)
    before = by_person(last.results) if last else {}
    scored = _scored_before(calculation, last)
    for who, row in people.items():
        plan = calculation.plans[int(row["plan"])]
        causes = list(_causes(plan, row, kpis.get(who, ())))
        yield from causes
        earlier = before.get(who, [])
        if last and causes and earlier and any(_causes(plan, earlier[0], scored.get(who, ()))):
            yield trigger("second", row, last.period.id)


def _scored_before(calculation: Calculation, last: SealedPeriod | None) -> Mapping[str, list[Row]]:
    """The sealed rows of the KPIs that put somebody on the list, by person."""
    if last is None or last.kpi_scores.empty:
        return {}
    watched = {name for plan in calculation.plans for name in (plan.parameters.satisfaction_kpi, *_gated(plan))}
    return by_person(last.kpi_scores[last.kpi_scores["kpi"].isin(watched)])


def _gated(plan: Plan) -> list[str]:
    return [gate.kpi for gate in plan.gates if gate.effect is GateEffect.IMPROVE]


def _causes(plan: Plan, row: Row, kpis: Sequence[Row]) -> Iterator[Trigger]:
    yield from _below(plan, row)
    yield from _dissatisfied(plan, row, kpis)
    yield from _gates(plan, row, kpis)


def _below(plan: Plan, row: Row) -> Iterator[Trigger]:
    parameters = plan.parameters
    attainment = number(row, "headline_attainment")
    if attainment is not None and attainment < parameters.improvement_line:
        yield trigger("attainment", row, parameters.headline_kpi, attainment, parameters.improvement_line)
    if text(row, "rating") and text(row, "rating") == lowest_rating(plan):
        yield trigger("rating", row, text(row, "rating"))


def lowest_rating(plan: Plan) -> str:
    """The rating at the bottom: the first tier of totals, the last of 强制分布; none where all are rated alike."""
    table = plan.tables.get(plan.parameters.rating_table)
    if table is None or len(table.tiers) == 1:
        return ""
    return str(table.tiers[-1 if table.method is Method.QUANTILE else 0].value or "")


def _dissatisfied(plan: Plan, row: Row, kpis: Sequence[Row]) -> Iterator[Trigger]:
    parameters = plan.parameters
    for one in kpis:
        actual = number(one, "actual")
        if text(one, "kpi") == parameters.satisfaction_kpi and actual is not None:
            value = actual if text(one, "unit") == "%" else actual / 100
            if value < parameters.satisfaction_line:
                yield trigger("satisfaction", row, text(one, "kpi"), value, parameters.satisfaction_line)


def _gates(plan: Plan, row: Row, kpis: Sequence[Row]) -> Iterator[Trigger]:
    """门槛 with 处理 改进: they change no pay and put people on the list."""
    scored = {text(one, "kpi"): one for one in kpis if not one.get("dropped")}
    for gate in plan.gates:
        if gate.effect is GateEffect.IMPROVE and _meets(gate, scored.get(gate.kpi, {})):
            yield trigger("gate", row, gate_text(plan, gate))


def _meets(gate: Gate, row: Row) -> bool:
    figure = number(row, COLUMNS[gate.of])
    return figure is not None and COMPARE[gate.operator](figure, gate.bound)
