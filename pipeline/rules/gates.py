"""门槛: a gate on a KPI's printed figure lets a component pay nothing (否决) or less (折减) (SPEC 4, 5.12 and 5.15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.findings import Finding
from pipeline.money import ONE, ZERO, number_text, percent_text
from pipeline.plan.conditions import COMPARE
from pipeline.plan.model import Component, Gate, Plan
from pipeline.rules.criteria import not_scored
from pipeline.rules.facts import Facts
from pipeline.rules.lines import replaced, times
from pipeline.worded import worded
from schemas.terms import GateEffect, GateOf, Kind

COLUMNS = {GateOf.ACTUAL: "actual", GateOf.ATTAINMENT: "attainment", GateOf.SCORE: "score"}
ON_ALL = (Kind.PERFORMANCE, Kind.TARGET_BONUS)
VETOED, REDUCED = "vetoed", "reduced"


def gates_of(plan: Plan, component: Component) -> tuple[Gate, ...]:
    """The gates that change what a component pays; one that names none is on all 绩效奖金 and 目标奖金."""
    named = (gate for gate in plan.gates if gate.component == component.component)
    on_all = (gate for gate in plan.gates if not gate.component and component.kind in ON_ALL)
    return tuple(gate for gate in (*named, *on_all) if gate.effect is not GateEffect.IMPROVE)


def gated(gates: Iterable[Gate], facts: Facts, lines: pd.DataFrame) -> pd.DataFrame:
    """The lines after the gates that hold for their people."""
    for gate in gates:
        held = holds(gate, facts, lines["employee_id"])
        if held.any():
            lines = replaced(lines, held, _less(gate, facts, lines[held]))
    return lines


def holds(gate: Gate, facts: Facts, employee_id: pd.Series) -> np.ndarray:
    """Whose printed figure meets the gate's condition; not where a person was not scored."""
    figure = facts.scored(employee_id, gate.kpi, COLUMNS[gate.of])
    met: np.ndarray = (figure.notna() & COMPARE[gate.operator](figure, gate.bound)).to_numpy(dtype=bool)
    return met


def gate_warnings(gates: Iterable[Gate], component: Component, facts: Facts) -> Iterator[Finding]:
    """Gates on KPIs that people of the component were not scored on: these do not hold for them."""
    for gate in gates:
        for one in not_scored(facts, gate.kpi, facts.entitled(component), gate.place, component.component):
            yield replace(one, code="payout-gate-not-scored")


def gate_text(plan: Plan, gate: Gate) -> str:
    """A gate in the plan's own words, like `回款率 达成率 <80%`."""
    ratio = gate.of is GateOf.ATTAINMENT or (gate.of is GateOf.ACTUAL and plan.kpis[gate.kpi].is_percent)
    bound = percent_text(gate.bound) if ratio else number_text(gate.bound)
    return f"{gate.kpi} {gate.of.header} {gate.operator}{bound}"


def _less(gate: Gate, facts: Facts, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines of nothing (否决), or times the factor (折减)."""
    factor = ZERO if gate.effect is GateEffect.VETO else gate.factor
    factor = ONE if factor is None else factor
    shown, text, reason = number_text(factor), gate_text(facts.ground.plan, gate), REDUCED if factor else VETOED
    return lines.assign(
        amount=lines["amount"] * factor,
        formula=worded(lambda formula: times(formula, shown), lines["formula"]),
        note=worded(lambda note: "; ".join(filter(None, (note, text))), lines["note"]),
        reasons=lines["reasons"].map(lambda known: " ".join(dict.fromkeys((*known.split(), reason)))),
    )
