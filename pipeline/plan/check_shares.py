"""Plan check of weights and shares: results against process, quality, raters, pay mix, customer tiers (SPEC 6)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.findings import Finding, warning
from pipeline.money import ONE, number_text, percent_text
from pipeline.plan.bound_words import Claim, claims_of
from pipeline.plan.model import GradeRule, Plan, RaterWeight
from pipeline.plan.wrong_weights import scorecards, span
from schemas.terms import Category, Scoring


def check_shares(plan: Plan) -> Iterator[Finding]:
    """What the weights and ranges of the plan say against its own advice."""
    yield from _scorecards(plan)
    yield from _raters(plan)
    for rule in plan.grades:
        yield from _pay_mix(plan, rule)
    yield from _customers(plan)


def _scorecards(plan: Plan) -> Iterator[Finding]:
    read = plan.parameters
    for (grade, cycle), weights in scorecards(plan).items():
        known = [(weight, plan.kpis[weight.kpi]) for weight in weights if weight.kpi in plan.kpis]
        results = sum((weight.weight for weight, kpi in known if kpi.category is Category.RESULT), start=Fraction(0))
        quality = sum((weight.weight for weight, kpi in known if kpi.quality), start=Fraction(0))
        named = {"grade": grade, "cycle": cycle.header}
        place = span([weight.place for weight in weights])
        if not read.result_floor <= results <= read.result_ceiling:
            limits = {"floor": percent_text(read.result_floor), "ceiling": percent_text(read.result_ceiling)}
            yield warning("plan-check-result-share", place, percent_text(results), **named, **limits)
        if quality < read.quality_floor:
            floor = percent_text(read.quality_floor)
            yield warning("plan-check-quality-share", place, percent_text(quality), **named, floor=floor)


def _raters(plan: Plan) -> Iterator[Finding]:
    by_kpi: dict[str, list[RaterWeight]] = {}
    for row in plan.rater_weights:
        by_kpi.setdefault(row.kpi, []).append(row)
    for name, rows in by_kpi.items():
        whole = sum((row.weight for row in rows), start=Fraction(0))
        place = plan.at(rows[0].place, "weight")
        if whole != ONE:
            yield warning("plan-check-rater-weights", place, percent_text(whole), kpi=name)
        if name in plan.kpis and plan.kpis[name].scoring is not Scoring.RATED:
            scoring = plan.kpis[name].scoring.header
            yield warning("plan-check-rater-kpi", plan.at(rows[0].place, "kpi"), name, scoring=scoring)


def _pay_mix(plan: Plan, rule: GradeRule) -> Iterator[Finding]:
    lows, highs = (rule.fixed_min, rule.bonus_min, rule.special_min), (rule.fixed_max, rule.bonus_max, rule.special_max)
    least = sum((share for share in lows if share is not None), start=Fraction(0))
    most = sum((ONE if share is None else share for share in highs), start=Fraction(0))
    if all(share is None for share in (*lows, *highs)) or least == most == ONE:
        return
    place, named = plan.at(rule.place, "fixed_min"), {"grade": rule.grade, "cycle": rule.cycle.header}
    sums = f"{percent_text(least)}–{percent_text(most)}"
    if least > ONE or most < ONE:
        yield warning("plan-check-pay-mix", place, sums, **named)
    elif None not in highs:
        yield warning("plan-check-pay-mix-range", place, sums, **named)


def _customers(plan: Plan) -> Iterator[Finding]:
    read = plan.parameters
    if read.customer_b >= read.customer_a and "customer_b" in plan.written:
        place = plan.written["customer_b"]
        yield warning("plan-check-customer-order", place, number_text(read.customer_b), a=number_text(read.customer_a))
    above = {claim.number for claim in _claims(plan, "customer_a") if claim.lower and claim.includes}
    below = {claim.number for claim in _claims(plan, "customer_b") if not claim.lower and claim.includes}
    for number in sorted(above & below):
        place, notes = plan.at(plan.written["customer_b"], "note"), plan.notes
        named = {"a": notes["customer_a"], "b": notes["customer_b"]}
        yield warning("plan-check-customer-twice", place, number_text(number), **named)


def _claims(plan: Plan, name: str) -> tuple[Claim, ...]:
    return claims_of(plan.notes.get(name, ""))
