"""绩效奖金: base × coefficient × min(attainment of 主指标, cap) × 奖金 factor; without 主指标 base × coefficient."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.findings import error, warning
from pipeline.money import ONE, ZERO, money_text, number_text
from pipeline.plan.model import Component, Plan
from pipeline.rules.cells import joined
from pipeline.rules.facts import Facts
from pipeline.rules.figures import attainment_text, base_source, kpi_source
from pipeline.rules.lines import Outcome, line_of, times
from pipeline.rules.rows import Row
from schemas.terms import Dimension, FactorTarget


def performance(component: Component, facts: Facts) -> Iterator[Outcome]:
    """One line for each person, also of 0; a person without a coefficient has an error of his own."""
    people = facts.entitled(component)
    factors = bonus_factors(facts.ground.plan)
    yield from _unlisted_regions(component, people, factors)
    for person in people:
        if person["coefficient"] is not None:
            yield _line(component, facts, person, factors.get(person["region"], ONE) if factors else None)


def bonus_factors(plan: Plan) -> dict[str, Fraction]:
    """The factors on the performance bonus by region."""
    return {
        row.key: row.factor
        for row in plan.factors
        if row.applies_to is FactorTarget.BONUS and row.dimension is Dimension.REGION
    }


def _line(component: Component, facts: Facts, person: Row, factor: Fraction | None) -> Outcome:
    employee, headline = person["employee_id"], facts.ground.plan.parameters.headline_kpi
    amount = person["base"] * person["coefficient"]
    formula = f"{money_text(person['base'])} × {number_text(person['coefficient'])}"
    if headline:
        attainment = facts.scored(employee, headline, "attainment")
        if attainment is None:
            return error("payout-no-headline", component.place, headline, name=person["name"], id=employee)
        counted = max(ZERO, min(attainment, facts.ground.plan.parameters.attainment_cap))
        amount, formula = amount * counted, f"{formula} × {attainment_text(facts, counted)}"
    if factor is not None:
        amount, formula = amount * factor, times(formula, number_text(factor))
    sources = joined(base_source(facts, person), kpi_source(facts, employee, headline))
    return line_of(component, employee, amount, formula, sources=sources)


def _unlisted_regions(component: Component, people: tuple[Row, ...], factors: dict[str, Fraction]) -> Iterator[Outcome]:
    if factors:
        for region in sorted({str(person["region"] or "") for person in people} - set(factors)):
            yield warning("payout-region-without-factor", component.place, region)
