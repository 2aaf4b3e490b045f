"""奖池: 比例 × 计量 of the 范围, shared among those who meet 条件 by 依据 平均, 总分 or 计量; largest remainder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import pandas as pd

from pipeline.findings import info
from pipeline.money import ONE, ZERO, money_text, number_text, percent_text, round_half_up, spread
from pipeline.plan.model import Component
from pipeline.rules.behind import own_sums
from pipeline.rules.criteria import meeting
from pipeline.rules.facts import Facts, groups
from pipeline.rules.figures import measure_sources, without_region
from pipeline.rules.lines import Line, Outcome, Paid, Phase, line_of, sorted_out
from pipeline.rules.rows import Row
from schemas.terms import Basis


def pool(component: Component, facts: Facts, _lines: pd.DataFrame) -> Paid:
    """A line for each member of each pool; leavers without a claim add to it and take nothing (fine print 20).

    An empty pool has no lines, so that 保底 lifts nobody's (fine print 12).
    """
    found = sorted_out(_outcomes(component, facts))
    sources = measure_sources(facts, found.lines["employee_id"], component.measure)
    return Paid(found.lines.assign(sources=sources), found.findings)


def _outcomes(component: Component, facts: Facts) -> Iterator[Outcome]:
    sharing = set(meeting(facts, component, facts.entitled(component))["employee_id"])
    cycle = facts.ground.period.cycle
    sums = own_sums(facts, facts.ground.plan.measures[component.measure])
    concerned = [person for person in facts.participants.values() if component.concerns(person["grade"], cycle)]
    yield from without_region(component, concerned)
    for group, people in groups(concerned, component.scope).items():
        amount, words = _amount(component, sums, people)
        members = [one for one in people if one["employee_id"] in sharing]
        if not amount:
            continue
        if any(_weight(component, facts, person) for person in members):
            yield from _shared(component, facts, members, amount, words)
        else:
            yield info(
                "payout-pool-without-members",
                component.place,
                component.component,
                group=group or component.scope.header,
                amount=money_text(amount),
            )


def _amount(component: Component, sums: Mapping[str, Fraction], people: Iterable[Row]) -> tuple[Fraction, str]:
    """The pool, at least 0 and rounded, and how it came about."""
    whole = max(ZERO, sum((sums[person["employee_id"]] for person in people), start=ZERO))
    rate = component.rate or ZERO
    return round_half_up(whole * rate, 2), f"{money_text(whole)} × {percent_text(rate)}"


def _shared(component: Component, facts: Facts, members: list[Row], amount: Fraction, words: str) -> Iterator[Line]:
    weights = [_weight(component, facts, person) for person in members]
    whole = sum(weights, start=ZERO)
    for person, weight, part in zip(members, weights, spread(amount, weights), strict=True):
        formula = f"{words} × {number_text(weight)} ÷ {number_text(whole)}"
        yield line_of(component, person["employee_id"], part, formula, phase=Phase.DERIVED)


def _weight(component: Component, facts: Facts, person: Row) -> Fraction:
    if component.basis is Basis.TOTAL:
        return max(ZERO, person["total_score"] or ZERO)
    if component.basis is Basis.MEASURE:
        return max(ZERO, facts.known_measures[component.measure].get(person["employee_id"], ZERO))
    return ONE
