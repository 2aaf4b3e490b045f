"""Plan check of what pays: attainment, an excess or a guarantee counted twice, what nobody can earn (SPEC 6)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from pipeline.findings import Finding, info, warning
from pipeline.money import number_text
from pipeline.plan.conditions import Condition, Either, Every, Node, Reference, Term, fields_of
from pipeline.plan.model import Component, Plan
from pipeline.plan.wrong_uses import meet
from schemas.terms import Basis, Kind, Scoring, Share

ON_TARGET = Fraction(1)
PERCENT_POINTS = 100
KPI_FIGURES = ("attainment", "actual", "score")
BY_KPI = (Basis.ATTAINMENT, Basis.SCORE)


def check_pay(plan: Plan) -> Iterator[Finding]:
    """What the components of a plan pay twice, never, or within ranges that cannot be."""
    yield from _attainment_twice(plan)
    yield from _headline_unscored(plan)
    yield from _excess_twice(plan)
    yield from _drawn_twice(plan)
    yield from _deductions_of_a_whole(plan)
    for component in plan.components:
        yield from _unearnable(plan, component)
        yield from _ranges(plan, component)
    yield from _unused(plan)


def _attainment_twice(plan: Plan) -> Iterator[Finding]:
    """主指标 multiplies the performance bonus, and its score is in the coefficient already."""
    headline = plan.parameters.headline_kpi
    bonuses = [component for component in plan.components if component.kind is Kind.PERFORMANCE]
    paid = {grade for component in bonuses for grade in _grades(plan, component)}
    weighed = [weight.grade for weight in plan.weights if weight.kpi == headline and weight.weight > 0]
    grades = "、".join(dict.fromkeys(grade for grade in weighed if grade in paid))
    if grades:
        yield warning("plan-check-attainment-twice", plan.written["headline_kpi"], headline, grades=grades)


def _headline_unscored(plan: Plan) -> Iterator[Finding]:
    """Grades with a performance bonus that are not scored on 主指标: an error for each of their people (SPEC 5.15)."""
    headline = plan.parameters.headline_kpi
    bonuses = [component for component in plan.components if component.kind is Kind.PERFORMANCE]
    paid = dict.fromkeys(grade for component in bonuses for grade in _grades(plan, component))
    scored = {weight.grade for weight in plan.weights if weight.kpi == headline}
    lacking = "、".join(grade for grade in paid if grade not in scored)
    if headline in plan.kpis and lacking:
        yield warning("plan-check-headline-unscored", plan.written["headline_kpi"], headline, grades=lacking)


def _excess_twice(plan: Plan) -> Iterator[Finding]:
    for first, second in combinations(plan.components, 2):
        shared = _excess_of(plan, first) & _excess_of(plan, second)
        if shared and _same_people(plan, first, second):
            named = {"other": first.component, "kpi": "、".join(sorted(shared))}
            yield warning("plan-check-excess-twice", plan.at(second.place, "component"), second.component, **named)


def _drawn_twice(plan: Plan) -> Iterator[Finding]:
    """Each 预支 tops up the same earnings, so that who earns more can be paid less (SPEC 5, phase 5)."""
    draws = [component for component in plan.components if component.kind is Kind.DRAW]
    for first, second in combinations(draws, 2):
        if first.component != second.component and _same_people(plan, first, second):
            place = plan.at(second.place, "component")
            yield warning("plan-check-drawn-twice", place, second.component, other=first.component)


def _deductions_of_a_whole(plan: Plan) -> Iterator[Finding]:
    """扣分 with 单位 %: the actual 5 % is 0.05, so that even 100 % takes no more than 每单位扣分 points (SPEC 4)."""
    for kpi in plan.kpis.values():
        points = kpi.deduction
        if kpi.scoring is Scoring.DEDUCT and kpi.is_percent and points is not None and points < PERCENT_POINTS:
            named = {"kpi": kpi.kpi, "per_point": number_text(points * PERCENT_POINTS)}
            yield warning("plan-check-deduct-percent", plan.at(kpi.place, "deduction"), number_text(points), **named)


def _same_people(plan: Plan, first: Component, second: Component) -> bool:
    return meet(_grades(plan, first), _grades(plan, second)) and meet(first.cycles, second.cycles)


def _excess_of(plan: Plan, component: Component) -> set[str]:
    """What a component pays for beyond its target, by the measure behind the KPI."""
    conditions = set(_beyond(component.condition)) if component.amount != 0 else set()
    own = {component.kpi} if component.kpi and _pays_excess(plan, component) else set()
    return {_counted(plan, name) for name in own | conditions}


def _pays_excess(plan: Plan, component: Component) -> bool:
    if component.kind is Kind.RANK:
        return component.basis is Basis.ATTAINMENT and (component.min or Fraction(0)) >= ON_TARGET
    table = plan.tables.get(component.table)
    above = table is not None and any((tier.lower or Fraction(0)) > ON_TARGET for tier in table.tiers)
    return component.kind in (Kind.COMMISSION, Kind.TARGET_BONUS) and (component.applies_to is Share.EXCESS or above)


def _beyond(condition: Condition | None) -> Iterator[str]:
    """The KPIs whose attainment a condition wants above 100 %."""
    for term in _terms(condition.root) if condition is not None else ():
        bound = term.wanted[0]
        if term.reference.name == "attainment" and isinstance(bound, Fraction) and _exceeds(term.sign, bound):
            yield term.reference.argument


def _exceeds(sign: str, bound: Fraction) -> bool:
    return sign == ">" if bound == ON_TARGET else sign in (">", "≥") and bound > ON_TARGET


def _terms(node: Node) -> Iterator[Term]:
    if isinstance(node, Every | Either):
        for part in node.parts:
            yield from _terms(part)
    else:
        yield node


def _counted(plan: Plan, kpi: str) -> str:
    known = plan.kpis.get(kpi)
    return (known.numerator if known and not known.denominator else "") or kpi


def _grades(plan: Plan, component: Component) -> tuple[str, ...]:
    return component.grades or tuple(rule.grade for rule in plan.grades)


def _unearnable(plan: Plan, component: Component) -> Iterator[Finding]:
    """No grade and cycle of the plan is the component's, or none of them is scored on a KPI that it needs."""
    grades = _grades(plan, component)
    cards = [rule for rule in plan.grades if rule.grade in grades and rule.cycle in (component.cycles or (rule.cycle,))]
    covered = {(rule.grade, rule.cycle) for rule in cards}
    scored = {weight.kpi for weight in plan.weights if (weight.grade, weight.cycle) in covered}
    lacking = [kpi for kpi in _needed(component) if kpi in plan.kpis and kpi not in scored]
    if not cards:
        yield warning("plan-check-nobody", plan.at(component.place, "grades"), component.component)
    elif lacking:
        kpis = "、".join(lacking)
        yield warning("plan-check-nobody-scored", plan.at(component.place, "kpi"), component.component, kpi=kpis)
    if 0 in (component.rate, component.amount) and component.kind is not Kind.FIXED:
        yield warning("plan-check-pays-nothing", plan.at(component.place, "component"), component.component)


def _needed(component: Component) -> tuple[str, ...]:
    read = fields_of(component.condition) if component.condition is not None else ()
    return tuple(dict.fromkeys(name for name in (component.kpi, *map(_kpi, read)) if name))


def _kpi(reference: Reference) -> str:
    return reference.argument if reference.name in KPI_FIGURES else ""


def _ranges(plan: Plan, component: Component) -> Iterator[Finding]:
    for low, high in (("min", "max"), ("floor", "cap")):
        least, most = getattr(component, low), getattr(component, high)
        if least is not None and most is not None and least > most:
            place = plan.at(component.place, low)
            yield warning("plan-check-range", place, number_text(least), component=component.component, most=most)
    if component.kind is Kind.RANK and component.kpi and component.basis not in BY_KPI:
        basis = component.basis.header if component.basis else "—"
        yield warning("plan-check-ignored", plan.at(component.place, "kpi"), component.kpi, basis=basis)


def _unused(plan: Plan) -> Iterator[Finding]:
    """KPIs that weigh nothing and that no rule reads."""
    weighed = {weight.kpi for weight in (*plan.weights, *plan.blanks)}
    read = {name for component in plan.components for name in _needed(component)}
    named = {plan.parameters.headline_kpi, plan.parameters.satisfaction_kpi, *(gate.kpi for gate in plan.gates)}
    for name, kpi in plan.kpis.items():
        if name not in weighed | read | named:
            yield info("plan-check-unused", plan.at(kpi.place, "kpi"), name)
