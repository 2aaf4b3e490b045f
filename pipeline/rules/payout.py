"""The payout lines of a plan: each phase takes the lines so far and gives the lines after it (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

import pandas as pd

from pipeline.calculation import Ground
from pipeline.findings import Finding
from pipeline.plan.model import Component
from pipeline.rules.adjusting import adjusted
from pipeline.rules.budget import budgeted
from pipeline.rules.carrying import carried
from pipeline.rules.components.commission import commission
from pipeline.rules.components.draw import draw, untaken
from pipeline.rules.components.fixed import fixed
from pipeline.rules.components.mentor import charged, charges, mentor
from pipeline.rules.components.nominated import nominated
from pipeline.rules.components.per_order import per_order
from pipeline.rules.components.performance import performance
from pipeline.rules.components.pool import pool
from pipeline.rules.components.rank import rank
from pipeline.rules.components.target_bonus import target_bonus
from pipeline.rules.criteria import kpis_read, not_scored
from pipeline.rules.facts import Facts
from pipeline.rules.figures import without_table
from pipeline.rules.gates import gate_warnings, gated, gates_of
from pipeline.rules.limits import limited
from pipeline.rules.lines import Paid, numbered, stacked, table_of
from pipeline.rules.measures import is_delivered
from pipeline.rules.preparation import facts, measures_of
from pipeline.rules.recovery import recovered
from pipeline.rules.release import lapsed_sums, released, still_withheld
from schemas.terms import Kind

OWN: dict[Kind, Callable[[Component, Facts], Paid]] = {
    Kind.PERFORMANCE: performance,
    Kind.TARGET_BONUS: target_bonus,
    Kind.COMMISSION: commission,
    Kind.PER_ORDER: per_order,
    Kind.FIXED: fixed,
    Kind.RANK: rank,
    Kind.NOMINATED: nominated,
}

FROM_LINES: dict[Kind, Callable[[Component, Facts, pd.DataFrame], Paid]] = {
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
    withheld = still_withheld(known)
    lines = table_of(())
    findings: list[Finding] = []
    for phase in (*EARNED, partial(released, withheld), *SETTLED):
        lines, found = phase(known, lines)
        findings += found
    return Payout(numbered(lines), findings, lapsed_sums(withheld))


def own_earnings(facts: Facts, lines: pd.DataFrame) -> Paid:
    """Phase 1: what each person earns by himself."""
    mine = [one for one in facts.ground.plan.components if one.kind in OWN]
    return _together([Paid(lines), *(_paid(one, facts, partial(OWN[one.kind], one, facts)) for one in mine)])


def derived(facts: Facts, lines: pd.DataFrame) -> Paid:
    """Phase 2: what follows from others' lines or sales; an apprentice is charged what the mentor gets without 保底."""
    found = [Paid(lines)]
    for component in facts.ground.plan.components:
        if component.kind in FROM_LINES:
            pay = partial(FROM_LINES[component.kind], component, facts, lines)
            owed = _paid(replace(component, floor=None), facts, pay) if charges(component) else Paid(table_of(()))
            found += [_paid(component, facts, pay), Paid(charged(owed.lines))]
    return _together(found)


def drawn(facts: Facts, lines: pd.DataFrame) -> Paid:
    """Phase 5: 预支 on the sum of the phases before it."""
    mine = [one for one in facts.ground.plan.components if one.kind is Kind.DRAW]
    told = Paid(lines, list(untaken(facts)))
    return _together([told, *(_paid(one, facts, partial(draw, one, facts, lines)) for one in mine)])


EARNED = (own_earnings, derived, budgeted)
"""The phases before 释放."""
SETTLED = (drawn, recovered, adjusted, carried)
"""The phases after it."""


def _together(found: Sequence[Paid]) -> Paid:
    return Paid(stacked(*(one.lines for one in found)), [finding for one in found for finding in one.findings])


def _paid(component: Component, facts: Facts, pay: Callable[[], Paid]) -> Paid:
    """A component's lines after gates, rounding, 保底 and 封顶; with its warnings."""
    if absent := _absent_tables(component, facts):
        return Paid(table_of(()), absent)
    gates, found = gates_of(facts.ground.plan, component), pay()
    lines = limited(component, gated(gates, facts, found.lines))
    entitled = facts.entitled(component)
    unscored = (not_scored(facts, kpi, entitled, component.place, component.component) for kpi in kpis_read(component))
    warnings = [*(one for told in unscored for one in told), *gate_warnings(gates, component, facts)]
    return Paid(lines, [*found.findings, *warnings])


def _absent_tables(component: Component, facts: Facts) -> list[Finding]:
    """A component on a measure whose table is absent is an error (SPEC 5, fine print 6)."""
    measures = [facts.ground.plan.measures[name] for name in measures_of(component) if name]
    return [
        without_table(component.place, component.component, one)
        for one in measures
        if len(facts.entitled(component)) and not is_delivered(one, facts.ground.tables)
    ]
