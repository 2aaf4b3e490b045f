"""奖池: 比例 × 计量 of the 范围, shared among those who meet 条件 by 依据 平均, 总分 or 计量; largest remainder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pipeline.findings import info
from pipeline.money import ONE, ZERO, money_text, number_text, percent_text, round_half_up, spread
from pipeline.plan.model import Component
from pipeline.rules.behind import own_sum
from pipeline.rules.criteria import meets
from pipeline.rules.facts import Facts, groups
from pipeline.rules.figures import measure_source
from pipeline.rules.lines import Line, Outcome, Phase, line_of
from pipeline.rules.rows import Row
from schemas.terms import Basis


def pool(component: Component, facts: Facts, _lines: Iterable[Line]) -> Iterator[Outcome]:
    """A line for each member of each pool; leavers without a claim add to it and take nothing (fine print 20)."""
    entitled = {person["employee_id"] for person in facts.entitled(component)}
    cycle = facts.ground.period.cycle
    concerned = [person for person in facts.participants.values() if component.concerns(person["grade"], cycle)]
    for group, people in groups(concerned, component.scope).items():
        amount, words = _amount(component, facts, people)
        members = [one for one in people if one["employee_id"] in entitled and meets(facts, component, one)]
        if any(_weight(component, facts, person) for person in members):
            yield from _shared(component, facts, members, amount, words)
        elif amount:
            yield info(
                "payout-pool-without-members",
                component.place,
                component.component,
                group=group or component.scope.header,
                amount=money_text(amount),
            )


def _amount(component: Component, facts: Facts, people: Iterable[Row]) -> tuple[Fraction, str]:
    """The pool, at least 0 and rounded, and how it came about."""
    measure = facts.ground.plan.measures[component.measure]
    whole = max(ZERO, sum((own_sum(facts, measure, person["employee_id"]) for person in people), start=ZERO))
    rate = component.rate or ZERO
    return round_half_up(whole * rate, 2), f"{money_text(whole)} × {percent_text(rate)}"


def _shared(component: Component, facts: Facts, members: list[Row], amount: Fraction, words: str) -> Iterator[Line]:
    weights = [_weight(component, facts, person) for person in members]
    whole = sum(weights, start=ZERO)
    for person, weight, part in zip(members, weights, spread(amount, weights), strict=True):
        formula = f"{words} × {number_text(weight)} ÷ {number_text(whole)}"
        sources = measure_source(facts, component.measure, person["employee_id"])
        yield line_of(component, person["employee_id"], part, formula, phase=Phase.DERIVED, sources=sources)


def _weight(component: Component, facts: Facts, person: Row) -> Fraction:
    if component.basis is Basis.TOTAL:
        return max(ZERO, person["total_score"] or ZERO)
    if component.basis is Basis.MEASURE:
        return max(ZERO, facts.value(component.measure, person["employee_id"]) or ZERO)
    return ONE
