"""绩效奖金: base × coefficient × min(attainment of 主指标, cap) × 奖金 factor; without 主指标 base × coefficient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import pandas as pd

from pipeline.findings import Finding, error, warning
from pipeline.money import ONE, ZERO, money_text, number_text
from pipeline.plan.model import Component, Plan
from pipeline.rationals import RationalDtype, greatest, least, rationals
from pipeline.rules.facts import Facts
from pipeline.rules.figures import all_sources, attainment_text, base_sources, kpi_sources
from pipeline.rules.lines import Paid, lines_of, times
from pipeline.rules.lookup import asked_once
from pipeline.worded import worded
from schemas.terms import Dimension, FactorTarget


def performance(component: Component, facts: Facts) -> Paid:
    """One line for each person, also of 0; a person without a coefficient has an error of his own."""
    everyone = facts.entitled(component)
    factors = bonus_factors(facts.ground.plan)
    strange = _unlisted_regions(component, everyone["region"], factors)
    people = everyone[everyone["coefficient"].notna()]
    headline = facts.ground.plan.parameters.headline_kpi
    if not headline:
        return Paid(_lines(component, facts, people, [], factors), [*strange])
    attainment = facts.scored(people["employee_id"], headline, "attainment")
    there = attainment.notna()
    counted = greatest(least(attainment[there], facts.ground.plan.parameters.attainment_cap), ZERO)
    lines = _lines(component, facts, people[there], [counted], factors)
    return Paid(lines, [*strange, *_without_headline(component, headline, people[~there])])


def bonus_factors(plan: Plan) -> dict[str, Fraction]:
    """The factors on the performance bonus by region."""
    return {
        row.key: row.factor
        for row in plan.factors
        if row.applies_to is FactorTarget.BONUS and row.dimension is Dimension.REGION
    }


def _lines(
    component: Component,
    facts: Facts,
    people: pd.DataFrame,
    counted: Iterable[pd.Series],
    factors: Mapping[str, Fraction],
) -> pd.DataFrame:
    """The lines of people, by their attainment that counts where there is one, and the factor of their region."""
    base, coefficient = (rationals(people[name]) for name in ("base", "coefficient"))
    amount = base * coefficient
    formula = worded(lambda one, two: f"{money_text(one)} × {number_text(two)}", base, coefficient)
    for attainment in counted:
        amount = amount * attainment
        formula = worded(lambda words, ratio: f"{words} × {attainment_text(facts, ratio)}", formula, attainment)
    if factors:
        factor = asked_once(lambda region: factors.get(region, ONE), people["region"], dtype=RationalDtype())
        amount = amount * factor
        formula = worded(lambda words, one: times(words, number_text(one)), formula, factor)
    ids, headline = people["employee_id"], facts.ground.plan.parameters.headline_kpi
    sources = all_sources(base_sources(facts, people), kpi_sources(facts, ids, headline))
    return lines_of(component, ids, amount=amount, formula=formula, sources=sources)


def _without_headline(component: Component, headline: str, people: pd.DataFrame) -> Iterator[Finding]:
    for employee_id, name in zip(people["employee_id"].tolist(), people["name"].tolist(), strict=True):
        yield error("payout-no-headline", component.place, headline, name=name, id=employee_id)


def _unlisted_regions(component: Component, regions: pd.Series, factors: Mapping[str, Fraction]) -> Iterator[Finding]:
    if factors:
        for region in sorted(set(regions.astype(object).where(regions.notna(), "").tolist()) - set(factors)):
            yield warning("payout-region-without-factor", component.place, region)
