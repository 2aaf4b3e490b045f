"""Phase 3: bonuses against 预算比例 × Σ of 预算计量; 仅预警, 等比缩减 or 阻止 (SPEC 5.7, fine print 7 and 16)."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from pipeline.findings import Finding, Place, error, info, warning
from pipeline.money import CENT, ZERO, money_text, spread, total
from pipeline.rationals import rationals
from pipeline.rules.behind import own_sums
from pipeline.rules.facts import Facts
from pipeline.rules.figures import without_table
from pipeline.rules.lines import Paid, changed, in_order
from pipeline.rules.measures import is_delivered
from pipeline.worded import worded
from schemas.parameters import PARAMETERS
from schemas.terms import BudgetRule

BUDGET = next(field.header for field in PARAMETERS if field.name == "budget_measure")
SAYS = {
    BudgetRule.WARN: (warning, "payout-over-budget"),
    BudgetRule.SCALE: (info, "payout-budget-scaled"),
    BudgetRule.BLOCK: (error, "payout-budget-blocks"),
}


def budgeted(facts: Facts, lines: pd.DataFrame) -> Paid:
    """The lines so far, within the budget where the plan scales them."""
    if unknown := _without_table(facts):
        return Paid(lines, unknown)
    limit = budget_limit(facts)
    whole = ZERO if limit is None else total(lines["amount"])
    if limit is None or whole <= limit:
        return Paid(lines)
    rule = facts.ground.plan.parameters.budget_rule
    say, code = SAYS[rule]
    found = say(code, Place(facts.ground.plan.workbook), money_text(whole), limit=money_text(limit))
    return Paid(_scaled(in_order(lines), limit, whole) if rule is BudgetRule.SCALE else lines, [found])


def budget_limit(facts: Facts) -> Fraction | None:
    """What may be paid in all, rounded down to 0.01; None without a budget."""
    parameters = facts.ground.plan.parameters
    if parameters.budget_rate is None or not parameters.budget_measure:
        return None
    measure = facts.ground.plan.measures[parameters.budget_measure]
    counted = sum(own_sums(facts, measure).values(), start=ZERO)
    return max(ZERO, parameters.budget_rate * counted // CENT * CENT)


def _without_table(facts: Facts) -> list[Finding]:
    """A budget of a table that was not delivered is unknown, not 0."""
    plan = facts.ground.plan
    if plan.parameters.budget_rate is None or not plan.parameters.budget_measure:
        return []
    measure = plan.measures[plan.parameters.budget_measure]
    return [] if is_delivered(measure, facts.ground.tables) else [without_table(Place(plan.workbook), BUDGET, measure)]


def _scaled(ordered: pd.DataFrame, limit: Fraction, whole: Fraction) -> pd.DataFrame:
    """Every line × limit ÷ total, the cents by largest remainder: ties to the smaller employee_id, then line.

    A line's formula ends in its result by now, and goes on from there.
    """
    parts = rationals(pd.Series(spread(limit, ordered["amount"].tolist()), dtype=object))
    ratio = f"{money_text(limit)} ÷ {money_text(whole)}"
    return changed(ordered, parts, worded(lambda formula: f"{formula} × {ratio}", ordered["formula"]), "budgeted")
