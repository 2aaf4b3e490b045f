"""The payout lines of a plan: each phase takes the lines so far and gives the lines after it (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from pipeline.calculation import Ground
from pipeline.findings import Finding, error
from pipeline.plan.model import Component
from pipeline.rules.adjusting import adjusted
from pipeline.rules.budget import budgeted
from pipeline.rules.carrying import carried
from pipeline.rules.components.commission import commission
from pipeline.rules.components.draw import draw
from pipeline.rules.components.fixed import fixed
from pipeline.rules.components.mentor import charged, mentor
from pipeline.rules.components.nominated import nominated
from pipeline.rules.components.per_order import per_order
from pipeline.rules.components.performance import performance
from pipeline.rules.components.pool import pool
from pipeline.rules.components.rank import rank
from pipeline.rules.components.target_bonus import target_bonus
from pipeline.rules.criteria import kpis_read, not_scored
from pipeline.rules.facts import Facts
from pipeline.rules.gates import gate_warnings, gated, gates_of
from pipeline.rules.limits import limited
from pipeline.rules.lines import Line, Outcome, lines_frame
from pipeline.rules.measures import is_delivered
from pipeline.rules.preparation import facts, measures_of
from pipeline.rules.recovery import recovered
from pipeline.rules.release import lapsed_sums, released
from schemas import TABLES
from schemas.terms import Kind

OWN: dict[Kind, Callable[[Component, Facts], Iterable[Outcome]]] = {
    Kind.PERFORMANCE: performance,
    Kind.TARGET_BONUS: target_bonus,
    Kind.COMMISSION: commission,
    Kind.PER_ORDER: per_order,
    Kind.FIXED: fixed,
    Kind.RANK: rank,
    Kind.NOMINATED: nominated,
}

HEADERS = {table.name: table.header for table in TABLES}

FROM_LINES: dict[Kind, Callable[[Component, Facts, Iterable[Line]], Iterable[Outcome]]] = {
    Kind.MENTOR: mentor,
    Kind.POOL: pool,
}


@dataclass(frozen=True, slots=True)
class Payout:
    """The table payout_lines of one plan (SPEC 8, then `lines.EXTRA`), and what people should know or mend.

    `lapsed`: by person and component what stays withheld for ever.
    """

    lines: pd.DataFrame
    findings: list[Finding]
    lapsed: Mapping[tuple[str, str], Fraction]


def payout(ground: Ground) -> Payout:
    """Phase by phase, each of which takes the lines so far and gives the lines after it."""
    known = facts(ground)
    lines: list[Line] = []
    findings: list[Finding] = []
    for phase in PHASES:
        outcomes = list(phase(known, lines))
        lines = [one for one in outcomes if isinstance(one, Line)]
        findings += [one for one in outcomes if isinstance(one, Finding)]
    return Payout(lines_frame(lines), findings, lapsed_sums(known))


def own_earnings(facts: Facts, _lines: Iterable[Line]) -> Iterator[Outcome]:
    """Phase 1: what each person earns by himself."""
    for component in facts.ground.plan.components:
        if component.kind in OWN:
            absent = _absent_tables(component, facts)
            yield from absent or _paid(component, facts, OWN[component.kind](component, facts))


def derived(facts: Facts, lines: Iterable[Line]) -> Iterator[Outcome]:
    """Phase 2: what follows from others' lines or sales; an apprentice is charged what the mentor gets."""
    own = list(lines)
    yield from own
    for component in facts.ground.plan.components:
        if component.kind in FROM_LINES:
            absent = _absent_tables(component, facts)
            paying = FROM_LINES[component.kind](component, facts, own)
            found: list[Outcome] = [*absent] if absent else [*_paid(component, facts, paying)]
            yield from found
            yield from charged(component, [one for one in found if isinstance(one, Line)])


def drawn(facts: Facts, lines: Iterable[Line]) -> Iterator[Outcome]:
    """Phase 5: 预支 on the sum of the phases before it."""
    so_far = list(lines)
    yield from so_far
    for component in facts.ground.plan.components:
        if component.kind is Kind.DRAW:
            yield from _paid(component, facts, draw(component, facts, so_far))


PHASES = (own_earnings, derived, budgeted, released, drawn, recovered, adjusted, carried)


def _paid(component: Component, facts: Facts, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """A component's lines after gates, rounding, 保底 and 封顶; with its warnings."""
    gates = gates_of(facts.ground.plan, component)
    found = list(outcomes)
    yield from (one for one in found if isinstance(one, Finding))
    yield from limited(component, (gated(gates, facts, one) for one in found if isinstance(one, Line)))
    for kpi in kpis_read(component):
        yield from not_scored(facts, kpi, facts.entitled(component), component.place, component.component)
    yield from gate_warnings(gates, component, facts)


def _absent_tables(component: Component, facts: Facts) -> list[Finding]:
    """A component on a measure whose table is absent is an error (SPEC 5, fine print 6)."""
    measures = [facts.ground.plan.measures[name] for name in measures_of(component) if name]
    return [
        error(
            "payout-measure-without-table",
            component.place,
            component.component,
            measure=one.measure,
            table=HEADERS[one.table],
        )
        for one in measures
        if facts.entitled(component) and not is_delivered(one, facts.ground.tables)
    ]
