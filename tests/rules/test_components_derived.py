"""带教奖, 奖池 and the budget: what follows from the lines and sales of several people."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from pipeline.rules.payout import payout
from schemas.terms import Basis, BudgetRule, Kind, Scope
from tests.rules.payout_ground import (
    amounts,
    codes,
    component,
    condition,
    formulas,
    ground,
    order,
    paid,
    person,
    plan,
    sealed,
)

PERCENT = Fraction(1, 100)
MENTOR = person("1001", total_score=Fraction(99))
APPRENTICE = person(
    "1002", grade="新人", mentor_id="1001", months_employed=3, base=Fraction(5000), coefficient=Fraction(1)
)


def mentoring(**cells: Any) -> Any:
    bonus = component("新人奖金", Kind.PERFORMANCE, grades=("新人",))
    return plan(bonus, component("带教奖", Kind.MENTOR, rate=10 * PERCENT, related="新人奖金", **cells))


def test_the_mentor_gets_a_share_of_the_apprentices_line() -> None:
    given = ground(mentoring(terms=6), [MENTOR, APPRENTICE])
    assert paid(given) == [("1001", "带教奖", Fraction(500)), ("1002", "新人奖金", Fraction(5000))]
    assert formulas(given)[0] == "5,000.00 × 10% = 500.00"
    assert codes(given) == ["payout-mentor-no-past"]


def test_the_apprentice_pays_where_the_plan_says_so() -> None:
    given = ground(mentoring(basis=Basis.APPRENTICE, cap=Fraction(300)), [MENTOR, APPRENTICE])
    assert paid(given) == [
        ("1001", "带教奖", Fraction(300)),
        ("1002", "新人奖金", Fraction(5000)),
        ("1002", "带教奖", Fraction(-300)),
    ]


def test_no_share_once_the_apprentice_has_served_longer() -> None:
    given = ground(mentoring(terms=6), [MENTOR, {**APPRENTICE, "months_employed": 7}])
    assert [name for _, name, _ in paid(given)] == ["新人奖金"]


def past(*places: int) -> Any:
    return sealed("2026-08", results=[{"employee_id": str(1000 + at), "rank_company": at} for at in places])


@pytest.mark.parametrize(("places", "qualifies"), [((1, 2, 3), True), ((2, 1, 3, 4), True), ((4, 5, 6), False)])
def test_only_mentors_of_the_upper_ranks_qualify(places: tuple[int, ...], qualifies: bool) -> None:
    """30 % of 3 people, rounded up, is the first place; 1001 held place 1 or did not rank at all."""
    given = ground(mentoring(), [MENTOR, APPRENTICE], sealed=[past(*places)])
    assert (
        ("1001", "带教奖", Fraction(500)) in paid(given)
        if qualifies
        else codes(given) == ["payout-mentor-not-qualified"]
    )


def test_a_mentor_who_takes_no_part_is_told() -> None:
    assert "payout-mentor-not-found" in codes(ground(mentoring(), [APPRENTICE]))


def test_a_mentor_who_left_without_a_claim_gets_nothing() -> None:
    given = ground(mentoring(), [{**MENTOR, "forfeited": True}, APPRENTICE])
    assert [name for _, name, _ in paid(given)] == ["新人奖金"]


def pool(basis: Basis = Basis.EQUAL, **cells: Any) -> Any:
    return plan(component("团队奖池", Kind.POOL, measure="签约金额", rate=PERCENT, basis=basis, **cells))


PEOPLE = [person(one, total_score=Fraction(total)) for one, total in (("1", 100), ("2", 80), ("3", 20))]
SOLD = [order("S1", 6000, "1"), order("S2", 4000, "2"), order("S3", 9999, "3", overlay=True)]


def test_a_pool_is_shared_equally_and_its_cents_go_to_the_smaller_ids() -> None:
    given = ground(pool(), PEOPLE, credits=SOLD)
    assert amounts(given) == [Fraction("33.34"), Fraction("33.33"), Fraction("33.33")]
    assert formulas(given)[1] == "10,000.00 × 1% × 1 ÷ 3 = 33.33"


def test_a_pool_is_shared_by_total_or_by_measure() -> None:
    assert amounts(ground(pool(Basis.TOTAL), PEOPLE, credits=SOLD)) == [50, 40, 10]
    assert amounts(ground(pool(Basis.MEASURE), PEOPLE[:2], credits=SOLD[:2])) == [60, 40]


def test_leavers_add_to_the_pool_and_take_nothing_other_grades_do_neither() -> None:
    people = [PEOPLE[0], {**PEOPLE[1], "forfeited": True}, {**PEOPLE[2], "grade": "经理"}]
    sold = [*SOLD[:2], order("S3", 5000, "3")]
    assert paid(ground(pool(grades=("骨干",)), people, credits=sold)) == [("1", "团队奖池", Fraction(100))]


def test_each_team_has_its_own_pool_and_an_unclaimed_one_is_told() -> None:
    people = [PEOPLE[0], {**PEOPLE[1], "team": "二队"}]
    given = ground(pool(scope=Scope.TEAM, condition=condition("总分 ≥ 90")), people, credits=SOLD[:2])
    assert paid(given) == [("1", "团队奖池", Fraction(60))]
    assert codes(given) == ["payout-pool-without-members"]


def test_a_pool_of_more_reversals_than_sales_is_empty() -> None:
    assert amounts(ground(pool(), PEOPLE[:1], credits=[order("S1", -5, "1")])) == []


def test_a_pool_in_which_nobody_has_a_stake_is_told_and_not_paid() -> None:
    given = ground(pool(Basis.TOTAL), [person("1", total_score=Fraction(0))], credits=SOLD[:1])
    assert amounts(given) == []
    assert codes(given) == ["payout-pool-without-members"]


def budget(rule: BudgetRule, **cells: Any) -> Any:
    parameters = {"budget_rate": 10 * PERCENT, "budget_measure": "签约金额", "budget_rule": rule}
    return plan(component("绩效奖金", Kind.PERFORMANCE), parameters=parameters, **cells)


def three(rule: BudgetRule, sales: str) -> Any:
    people = [person(one, base=Fraction(1000), coefficient=Fraction(1)) for one in ("1", "2", "3")]
    return ground(budget(rule), people, credits=[order("S1", sales, "1"), order("S2", 99, "2", overlay=True)])


def test_scaled_lines_add_up_to_the_limit_exactly() -> None:
    given = three(BudgetRule.SCALE, "10000.19")
    assert amounts(given) == [Fraction("333.34"), Fraction("333.34"), Fraction("333.33")]
    assert formulas(given)[0] == "1,000.00 × 1 = 1,000.00 × 1,000.01 ÷ 3,000.00 = 333.34"
    assert codes(given) == ["payout-budget-scaled"]


def test_within_the_budget_nothing_happens() -> None:
    given = three(BudgetRule.SCALE, "30000")
    assert amounts(given) == [1000, 1000, 1000]
    assert codes(given) == []


@pytest.mark.parametrize(
    ("rule", "code", "blocks"),
    [(BudgetRule.WARN, "payout-over-budget", False), (BudgetRule.BLOCK, "payout-budget-blocks", True)],
)
def test_the_other_rules_change_no_amount(rule: BudgetRule, code: str, blocks: bool) -> None:
    given = three(rule, "100")
    paid = payout(given)
    lines, (found,) = paid.lines, paid.findings
    assert lines["amount"].tolist() == [1000, 1000, 1000]
    assert (found.code, found.blocks) == (code, blocks)
