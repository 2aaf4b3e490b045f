"""Phase 3: bonuses against 预算比例 × Σ of 预算计量; 仅预警, 等比缩减 or 阻止 (SPEC 5.7, fine print 7 and 16)."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from pipeline.findings import Place, error, info, warning
from pipeline.money import CENT, ZERO, money_text, spread, total
from pipeline.plan.model import Measure, Plan
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
    measure = _measure(facts.ground.plan)
    if measure and not is_delivered(measure, facts.ground.tables):
        return Paid(lines, [without_table(Place(facts.ground.plan.workbook), BUDGET, measure)])
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
    rate, measure = facts.ground.plan.parameters.budget_rate, _measure(facts.ground.plan)
    if rate is None or measure is None:
        return None
    counted = sum(own_sums(facts, measure).values(), start=ZERO)
    return max(ZERO, rate * counted // CENT * CENT)


def _measure(plan: Plan) -> Measure | None:
    """What the budget is a share of; None without a budget."""
    parameters = plan.parameters
    return None if parameters.budget_rate is None else plan.measures.get(parameters.budget_measure)


def _scaled(ordered: pd.DataFrame, limit: Fraction, whole: Fraction) -> pd.DataFrame:
    """Every line × limit ÷ total, the cents by largest remainder: ties to the smaller employee_id, then line.

    A line's formula ends in its result by now, and goes on from there.
    """
    parts = rationals(pd.Series(spread(limit, ordered["amount"].tolist()), dtype=object))
    ratio = f"{money_text(limit)} ÷ {money_text(whole)}"
    return changed(ordered, parts, worded(lambda formula: f"{formula} × {ratio}", ordered["formula"]), "budgeted")
