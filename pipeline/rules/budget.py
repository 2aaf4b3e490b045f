"""Phase 3: bonuses against 预算比例 × Σ of 预算计量; 仅预警, 等比缩减 or 阻止 (SPEC 5.7, fine print 7 and 16)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pipeline.findings import Place, error, info, warning
from pipeline.money import CENT, ZERO, money_text, spread
from pipeline.rules.behind import own_sum
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Outcome, changed, in_order
from schemas.terms import BudgetRule

SAYS = {
    BudgetRule.WARN: (warning, "payout-over-budget"),
    BudgetRule.SCALE: (info, "payout-budget-scaled"),
    BudgetRule.BLOCK: (error, "payout-budget-blocks"),
}


def budgeted(facts: Facts, lines: Iterable[Line]) -> Iterator[Outcome]:
    """The lines so far, within the budget where the plan scales them."""
    limit = budget_limit(facts)
    if limit is None:
        yield from lines
        return
    ordered = in_order(lines)
    whole = sum((line.amount for line in ordered), start=ZERO)
    if whole <= limit:
        yield from ordered
        return
    rule = facts.ground.plan.parameters.budget_rule
    say, code = SAYS[rule]
    yield say(code, Place(facts.ground.plan.workbook), money_text(whole), limit=money_text(limit))
    yield from _scaled(ordered, limit, whole) if rule is BudgetRule.SCALE else ordered


def budget_limit(facts: Facts) -> Fraction | None:
    """What may be paid in all, rounded down to 0.01; None without a budget."""
    parameters = facts.ground.plan.parameters
    if parameters.budget_rate is None or not parameters.budget_measure:
        return None
    measure = facts.ground.plan.measures[parameters.budget_measure]
    counted = sum((own_sum(facts, measure, person) for person in facts.participants), start=ZERO)
    return max(ZERO, parameters.budget_rate * counted // CENT * CENT)


def _scaled(ordered: list[Line], limit: Fraction, whole: Fraction) -> list[Line]:
    """Every line × limit ÷ total, the cents by largest remainder: ties to the smaller employee_id, then line.

    A line's formula ends in its result by now, and goes on from there.
    """
    parts = spread(limit, [line.amount for line in ordered])
    ratio = f"{money_text(limit)} ÷ {money_text(whole)}"
    return [
        changed(line, part, f"{line.formula} × {ratio}", "budgeted") for line, part in zip(ordered, parts, strict=True)
    ]
