"""Scorecards that cannot be scored: weights off 100 %, empty weights, no base, no scorecard (SPEC 4 and 6)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.findings import Finding, Place, error
from pipeline.money import percent_text
from pipeline.plan.model import Plan, Weight
from schemas.terms import Cycle

Scorecard = tuple[str, Cycle]


def wrong_weights(plan: Plan) -> Iterator[Finding]:
    """What blocks in 指标权重 and between it and 职级."""
    yield from _empty(plan)
    cards = scorecards(plan)
    known = {rule.grade for rule in plan.grades}
    for (grade, cycle), weights in cards.items():
        whole = sum((weight.weight for weight in weights), start=Fraction(0))
        if whole != 1:
            named = {"grade": grade, "cycle": cycle.header, "gap": percent_text(abs(1 - whole))}
            cells = span([weight.place for weight in weights])
            yield error("plan-weights-off", cells, percent_text(whole), blanks=_blanks(plan, (grade, cycle)), **named)
        if grade in known and plan.grade_rule(grade, cycle) is None:
            yield error("plan-base-missing", weights[0].place, grade, cycle=cycle.header)
    for rule in plan.grades:
        if (rule.grade, rule.cycle) not in cards:
            yield error("plan-scorecard-missing", plan.at(rule.place, "grade"), rule.grade, cycle=rule.cycle.header)


def scorecards(plan: Plan) -> dict[Scorecard, list[Weight]]:
    """The weights of each grade and cycle, in the order written."""
    cards: dict[Scorecard, list[Weight]] = {}
    for weight in plan.weights:
        cards.setdefault((weight.grade, weight.cycle), []).append(weight)
    return cards


def span(places: list[Place]) -> Place:
    """The cells from the first to the last place; the first alone where they do not share a column."""
    first, last = places[0], places[-1]
    columns = {place.cell.rstrip("0123456789") for place in places}
    if len(columns) > 1 or first == last:
        return first
    return Place(first.workbook, first.sheet, f"{first.cell}:{last.cell}", first.header)


def _empty(plan: Plan) -> Iterator[Finding]:
    rows = {(weight.cycle, weight.kpi): weight for weight in reversed(plan.blanks)}
    for (cycle, kpi), weight in rows.items():
        yield error("plan-weight-empty", weight.place, kpi, cycle=cycle.header, missing=_remainders(plan, cycle, kpi))


def _remainders(plan: Plan, cycle: Cycle, kpi: str) -> str:
    """What each grade's weights lack to 100 %, where the KPI's weight is empty."""
    grades = [weight.grade for weight in plan.blanks if (weight.cycle, weight.kpi) == (cycle, kpi)]
    left = {grade: 1 - _whole(plan, (grade, cycle)) for grade in grades}
    return "、".join(f"{grade} {percent_text(gap)}" for grade, gap in left.items() if gap > 0) or "—"


def _whole(plan: Plan, card: Scorecard) -> Fraction:
    return sum((weight.weight for weight in scorecards(plan).get(card, [])), start=Fraction(0))


def _blanks(plan: Plan, card: Scorecard) -> str:
    named = [weight.kpi for weight in plan.blanks if (weight.grade, weight.cycle) == card]
    return "、".join(named) or "—"
