"""门槛: a gate on a KPI's printed figure lets a component pay nothing (否决) or less (折减) (SPEC 4, 5.12 and 5.15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.findings import Finding
from pipeline.money import ONE, ZERO, number_text, percent_text
from pipeline.plan.conditions import COMPARE
from pipeline.plan.model import Component, Gate, Plan
from pipeline.rules.criteria import not_scored
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, times
from schemas.terms import GateEffect, GateOf, Kind

COLUMNS = {GateOf.ACTUAL: "actual", GateOf.ATTAINMENT: "attainment", GateOf.SCORE: "score"}
ON_ALL = (Kind.PERFORMANCE, Kind.TARGET_BONUS)
VETOED, REDUCED = "vetoed", "reduced"


def gates_of(plan: Plan, component: Component) -> tuple[Gate, ...]:
    """The gates that change what a component pays; one that names none is on all 绩效奖金 and 目标奖金."""
    named = (gate for gate in plan.gates if gate.component == component.component)
    on_all = (gate for gate in plan.gates if not gate.component and component.kind in ON_ALL)
    return tuple(gate for gate in (*named, *on_all) if gate.effect is not GateEffect.IMPROVE)


def gated(gates: Iterable[Gate], facts: Facts, line: Line) -> Line:
    """The line after the gates that hold for its person."""
    for gate in gates:
        if holds(gate, facts, line.employee_id):
            line = _vetoed(gate, facts, line) if gate.effect is GateEffect.VETO else _reduced(gate, facts, line)
    return line


def holds(gate: Gate, facts: Facts, employee_id: str) -> bool:
    """Whether a person's printed figure meets the gate's condition; not where the person was not scored."""
    figure = facts.scored(employee_id, gate.kpi, COLUMNS[gate.of])
    return figure is not None and COMPARE[gate.operator](figure, gate.bound)


def gate_warnings(gates: Iterable[Gate], component: Component, facts: Facts) -> Iterator[Finding]:
    """Gates on KPIs that people of the component were not scored on."""
    for gate in gates:
        yield from not_scored(facts, gate.kpi, facts.entitled(component), gate.place, component.component)


def gate_text(plan: Plan, gate: Gate) -> str:
    """A gate in the plan's own words, like `回款率 达成率 <80%`."""
    ratio = gate.of is GateOf.ATTAINMENT or (gate.of is GateOf.ACTUAL and plan.kpis[gate.kpi].is_percent)
    bound = percent_text(gate.bound) if ratio else number_text(gate.bound)
    return f"{gate.kpi} {gate.of.header} {gate.operator}{bound}"


def _vetoed(gate: Gate, facts: Facts, line: Line) -> Line:
    return _noted(replace(line, amount=ZERO, formula=times(line.formula, "0")), gate, facts, VETOED)


def _reduced(gate: Gate, facts: Facts, line: Line) -> Line:
    factor = ONE if gate.factor is None else gate.factor
    less = replace(line, amount=line.amount * factor, formula=times(line.formula, number_text(factor)))
    return _noted(less, gate, facts, REDUCED if factor else VETOED)


def _noted(line: Line, gate: Gate, facts: Facts, reason: str) -> Line:
    note = "; ".join(filter(None, (line.note, gate_text(facts.ground.plan, gate))))
    reasons = " ".join(dict.fromkeys((*line.reasons.split(), reason)))
    return replace(line, note=note, reasons=reasons)
