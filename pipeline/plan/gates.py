"""The sheet 门槛: a bound on a KPI and what missing it does (SPEC 4)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.findings import Finding, error
from pipeline.plan.condition_tokens import SIGNS
from pipeline.plan.literals import BARE_RATIO_LIMIT, is_percentage, read_number
from pipeline.plan.model import Gate, Kpi
from pipeline.plan.rows import Row
from schemas.terms import GateEffect, GateOf

BOUND = re.compile(r"\s*(!=|<>|<=|>=|==|[=＝≠<＜≤>＞≥≦≧])\s*(\S+)\s*")
WIDE_SIGNS = {"＝": "=", "＜": "<", "＞": ">"}


def gate_of(row: Row, kpis: Mapping[str, Kpi]) -> tuple[Gate | None, list[Finding]]:
    """A row of 门槛; None with the finding where its condition is no bound."""
    match = BOUND.fullmatch(row.text("condition"))
    bound = read_number(match[2]) if match else None
    if match is None or bound is None:
        return None, [error("plan-gate-condition", row.place("condition"), row.text("condition"))]
    gate = Gate(
        kpi=row.text("kpi"),
        of=GateOf(row.text("of")),
        operator=SIGNS.get(match[1], WIDE_SIGNS.get(match[1], match[1])),
        bound=bound,
        effect=GateEffect(row.text("effect")),
        place=row.place(),
        factor=row.number("factor"),
        component=row.text("component"),
    )
    bare = not is_percentage(match[2]) and bound > BARE_RATIO_LIMIT
    findings = [error("plan-gate-bare", row.place("condition"), row.text("condition"))]
    return gate, findings if bare and _is_ratio(gate, kpis) else []


def _is_ratio(gate: Gate, kpis: Mapping[str, Kpi]) -> bool:
    if gate.of is GateOf.ACTUAL:
        return gate.kpi in kpis and kpis[gate.kpi].is_percent
    return gate.of is GateOf.ATTAINMENT
