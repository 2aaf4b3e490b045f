"""Rows that say what cannot be done: a table read the wrong way, a flat 双目标, an excess of nothing (SPEC 4 to 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations

from pipeline.findings import Finding, error, warning
from pipeline.money import number_text
from pipeline.plan.literals import BARE_RATIO_LIMIT
from pipeline.plan.model import Component, Measure, Plan
from pipeline.plan.table_uses import table_uses
from schemas.plan import COMPONENTS, KPIS
from schemas.terms import (
    Aggregate,
    BudgetRule,
    Dimension,
    Direction,
    FactorTarget,
    GateEffect,
    Kind,
    Method,
    Scope,
    Scoring,
    Share,
    Window,
)

SCORING_NEEDS = {Scoring.TABLE: "table", Scoring.DEDUCT: "deduction"}
EARLIER_THAN_MENTORS = {
    *(Kind.PERFORMANCE, Kind.TARGET_BONUS, Kind.COMMISSION, Kind.PER_ORDER),
    *(Kind.FIXED, Kind.RANK, Kind.NOMINATED),
}
FULL_SCORE = Fraction(100)


def wrong_uses(plan: Plan) -> Iterator[Finding]:
    """What blocks in the use of tables, KPIs, components, gates, factors and the budget."""
    for rule in (_tables, _negative, _kpis, _commissions, _idle, _twice, _own_sums, _gates_and_factors, _parameters):
        yield from rule(plan)


def _tables(plan: Plan) -> Iterator[Finding]:
    for use in table_uses(plan):
        if use.table.method not in use.methods:
            allowed = "、".join(method.header for method in use.methods)
            name = use.table.table
            yield error("plan-table-method", use.place, use.table.method.header, table=name, allowed=allowed)
    over_attainment = {use.table.table: use.table for use in table_uses(plan) if use.attainment}
    for table in over_attainment.values():
        for tier in table.tiers:
            if tier.bare and tier.lower is not None and tier.lower > BARE_RATIO_LIMIT:
                place = plan.at(tier.place, "lower")
                yield error("plan-bound-bare", place, number_text(tier.lower), table=table.table)


def _negative(plan: Plan) -> Iterator[Finding]:
    """Coefficients, rates and prizes below 0: no component takes anything away (SPEC 5, fine print 1)."""
    paying = {plan.parameters.coefficient_table, *(component.table for component in plan.components)}
    for table in plan.tables.values():
        for tier in table.tiers if table.table in paying else ():
            if isinstance(tier.value, Fraction) and tier.value < 0:
                place = plan.at(tier.place, "value")
                yield error("plan-tier-value-negative", place, number_text(tier.value), table=table.table)


def _kpis(plan: Plan) -> Iterator[Finding]:
    for kpi in plan.kpis.values():
        needed = SCORING_NEEDS.get(kpi.scoring)
        if needed and not getattr(kpi, needed):
            header = KPIS.field(needed).header
            yield error(
                "plan-kpi-needs", plan.at(kpi.place, needed), kpi.kpi, scoring=kpi.scoring.header, column=header
            )
        if kpi.scoring is Scoring.DUAL and kpi.score_cap <= FULL_SCORE:
            yield error("plan-dual-flat", plan.at(kpi.place, "score_cap"), number_text(kpi.score_cap), kpi=kpi.kpi)
        if kpi.denominator and not kpi.numerator:
            yield error("plan-kpi-denominator-alone", plan.at(kpi.place, "denominator"), kpi.denominator, kpi=kpi.kpi)


def _commissions(plan: Plan) -> Iterator[Finding]:
    for component in plan.components:
        if component.kind is not Kind.COMMISSION:
            continue
        if component.applies_to is Share.EXCESS and not component.kpi:
            named = {"kind": component.kind.header, "columns": COMPONENTS.field("kpi").header}
            yield error("plan-component-needs", plan.at(component.place, "kpi"), component.component, **named)
        if _off_numerator(plan, component):
            numerator = plan.kpis[component.kpi].numerator or "—"
            place = plan.at(component.place, "measure")
            yield error("plan-component-numerator", place, component.measure, kpi=component.kpi, numerator=numerator)
        if _lower_marginal(plan, component):
            yield error("plan-component-lower-marginal", plan.at(component.place, "kpi"), component.kpi)
        if (measure := _cumulative(plan, component)) is not None:
            told = {"measure": measure.measure, "window": measure.window.header}
            yield error("plan-component-kpi-cumulative", plan.at(component.place, "window"), component.kpi, **told)


def _cumulative(plan: Plan, component: Component) -> Measure | None:
    """The measure of the KPI that runs over several periods already, and that 年初至今 would add up once more."""
    kpi = plan.kpis.get(component.kpi)
    if kpi is None or component.window is not Window.YEAR_TO_DATE:
        return None
    read = (plan.measures.get(name) for name in (kpi.numerator, kpi.denominator))
    return next((one for one in read if one is not None and one.window is not Window.CURRENT), None)


def _idle(plan: Plan) -> Iterator[Finding]:
    """Cells that change nothing: 保底 of a 追回, a 带教奖 on what is paid beside or after it (SPEC 5, phases)."""
    own = {one.component for one in plan.components if one.kind in EARLIER_THAN_MENTORS}
    named = {one.component for one in plan.components}
    for component in plan.components:
        if component.kind is Kind.CLAWBACK and component.floor is not None:
            place = plan.at(component.place, "floor")
            yield warning("plan-clawback-floor", place, number_text(component.floor), component=component.component)
        if component.kind is Kind.MENTOR and component.related in named - own:
            place = plan.at(component.place, "related")
            yield error("plan-component-related-later", place, component.related, component=component.component)


def _lower_marginal(plan: Plan, component: Component) -> bool:
    """Whether 分段累进 would have to split an amount of which less is better."""
    kpi, table = plan.kpis.get(component.kpi), plan.tables.get(component.table)
    lower = kpi is not None and kpi.direction is Direction.LOWER and component.applies_to is Share.ALL
    return lower and table is not None and table.method is Method.MARGINAL


def _off_numerator(plan: Plan, component: Component) -> bool:
    """Whether 分段累进 or 超额 would pay on something else than what its KPI counts (SPEC 5.3)."""
    kpi, table = plan.kpis.get(component.kpi), plan.tables.get(component.table)
    if kpi is None or not component.measure:
        return False
    strict = component.applies_to is Share.EXCESS or (table is not None and table.method is Method.MARGINAL)
    return strict and (kpi.numerator != component.measure or bool(kpi.denominator))


def _twice(plan: Plan) -> Iterator[Finding]:
    """One component may have several rows, for different grades or cycles only."""
    for first, second in combinations(plan.components, 2):
        same = first.component == second.component
        if same and meet(first.grades, second.grades) and meet(first.cycles, second.cycles):
            place = plan.at(second.place, "component")
            yield error("plan-component-twice", place, second.component, first=plan.at(first.place, "component").cell)


def meet(first: Iterable[object], second: Iterable[object]) -> bool:
    """Whether two lists overlap; an empty one means all."""
    return not first or not second or bool(set(first) & set(second))


def _own_sums(plan: Plan) -> Iterator[Finding]:
    """预算计量 and 奖池 need sums of people's own rows (SPEC 5.7)."""
    pools = [component for component in plan.components if component.kind is Kind.POOL]
    uses = [(component.measure, plan.at(component.place, "measure")) for component in pools]
    if "budget_measure" in plan.written:
        uses.append((plan.parameters.budget_measure, plan.written["budget_measure"]))
    for name, place in uses:
        measure = plan.measures.get(name)
        if measure and (measure.scope is not Scope.SELF or measure.aggregate is not Aggregate.SUM or measure.per_head):
            yield error("plan-measure-not-own-sum", place, name)


def _gates_and_factors(plan: Plan) -> Iterator[Finding]:
    taking_back = {one.component for one in plan.components if one.kind is Kind.CLAWBACK}
    for gate in plan.gates:
        if gate.component in taking_back and gate.effect is not GateEffect.IMPROVE:
            yield warning("plan-gate-clawback", plan.at(gate.place, "component"), gate.component, kpi=gate.kpi)
        if gate.effect is GateEffect.REDUCE and gate.factor is None:
            yield error("plan-gate-needs-factor", plan.at(gate.place, "factor"), gate.kpi)
    for factor in plan.factors:
        if factor.applies_to is FactorTarget.BONUS and factor.dimension is not Dimension.REGION:
            yield error("plan-factor-region", plan.at(factor.place, "applies_to"), factor.dimension.header)


def _parameters(plan: Plan) -> Iterator[Finding]:
    read = plan.parameters
    if read.effective_to is not None and read.effective_to < read.effective_from < date.max:
        yield error("plan-dates-reversed", plan.written["effective_to"], read.effective_to, start=read.effective_from)
    if (read.budget_rate is None) != (not read.budget_measure):
        place = plan.written["budget_rate" if read.budget_rate is not None else "budget_measure"]
        yield error("plan-budget-incomplete", place)
    elif read.budget_rate is None and read.budget_rule is not BudgetRule.WARN:
        yield error("plan-budget-incomplete", plan.written["budget_rule"], read.budget_rule.header)
