"""排名奖, 名单奖 and 调整: who is given what."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.rules.payout import payout
from schemas.terms import Basis, Kind, Method, Scope, Ties
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
    score,
    sealed,
    tiers,
)

PRIZES = tiers("名次", Method.PLACES, (1, 3000), (2, 2000), (3, 1000))


def prize_plan(basis: Basis = Basis.TOTAL, ties: Ties = Ties.SHARE, **cells: Any) -> Any:
    return plan(
        component("龙虎榜", Kind.RANK, table="名次", basis=basis, **cells), tables=[PRIZES], parameters={"ties": ties}
    )


def ranked(totals: dict[str, int], **cells: Any) -> Any:
    return [person(one, total_score=Fraction(total), **cells) for one, total in totals.items()]


def won(given: Any) -> dict[str, Fraction]:
    return {who: amount for who, _, amount in paid(given)}


def test_three_places_are_paid_and_the_fourth_is_not() -> None:
    given = ground(prize_plan(), ranked({"1": 90, "2": 80, "3": 99, "4": 70}))
    assert won(given) == {"3": 3000, "1": 2000, "2": 1000}
    assert formulas(given) == ["#2 → 2,000.00", "#3 → 1,000.00", "#1 → 3,000.00"]


def test_ties_share_the_sum_of_their_places() -> None:
    given = ground(prize_plan(), ranked({"1": 90, "2": 80, "3": 80, "4": 80}))
    assert won(given) == {"1": 3000, "2": 1000, "3": 1000, "4": 1000}


def test_shared_cents_go_to_the_smaller_ids() -> None:
    given = ground(prize_plan(), ranked({"1": 90, "2": 90, "3": 90, "4": 90, "5": 90, "6": 90, "7": 90}))
    assert sum(won(given).values()) == 6000
    assert won(given)["1"] == Fraction("857.15")
    assert won(given)["7"] == Fraction("857.14")


def test_ties_may_each_take_their_places_prize() -> None:
    """1-2-2-4: nobody is third."""
    given = ground(prize_plan(ties=Ties.SAME_PRIZE), ranked({"1": 90, "2": 80, "3": 80, "4": 70}))
    assert won(given) == {"1": 3000, "2": 2000, "3": 2000}


def test_each_group_of_the_scope_has_its_own_places() -> None:
    people = [*ranked({"1": 90, "2": 80}), *ranked({"3": 70}, team="二队")]
    assert won(ground(prize_plan(scope=Scope.TEAM), people)) == {"1": 3000, "2": 2000, "3": 3000}


def test_places_are_counted_without_leavers_other_grades_and_who_misses_the_condition() -> None:
    people = [
        *ranked({"1": 99}, forfeited=True),
        *ranked({"2": 98}, grade="经理"),
        *ranked({"3": 97}, rating="C"),
        *ranked({"4": 60, "5": 50}),
    ]
    rules = prize_plan(grades=("骨干",), condition=condition("评级 = A"), min=Fraction(55))
    assert won(ground(rules, people)) == {"4": 3000}


SOLD = [
    order("S1", 900, "1", lead_date=pd.Timestamp("2026-09-01"), day="2026-09-08"),
    order("S2", 300, "1", customer_id="C2"),
    order("S3", 1000, "2", share=Fraction(1, 2), lead_date=pd.Timestamp("2026-09-01"), day="2026-09-04"),
    order("S4", 450, "3", customer_id="C9"),
    order("S5", 450, "3", customer_id="C9"),
]


@pytest.mark.parametrize(
    ("basis", "first", "second"),
    [(Basis.FASTEST, "2", "1"), (Basis.LARGEST, "1", "2"), (Basis.AVERAGE_TICKET, "3", "1")],
)
def test_places_by_orders(basis: Basis, first: str, second: str) -> None:
    people = ranked({"1": 1, "2": 1, "3": 1, "4": 1})
    found = won(ground(prize_plan(basis), people, credits=SOLD))
    assert [found.get(one) for one in (first, second, "4")] == [3000, 2000, None]


def test_only_measures_above_zero_rank() -> None:
    people = ranked({"1": 1, "2": 1, "3": 1})
    rows = [order("S1", 100, "1"), order("S2", -5, "2")]
    assert won(ground(prize_plan(Basis.MEASURE, measure="签约金额"), people, credits=rows)) == {"1": 3000}


def test_attainment_ranks_as_printed_so_equal_prints_tie() -> None:
    people = ranked({"1": 1, "2": 1})
    scores = [score("1", "销售额", "99.99999", 100), score("2", "销售额", 100, 100)]
    assert won(ground(prize_plan(Basis.ATTAINMENT, kpi="销售额"), people, scores)) == {"1": 2500, "2": 2500}


def test_progress_is_measured_against_the_last_sealed_period_of_the_cycle() -> None:
    past = [{"employee_id": "1", "total_score": Fraction(50)}, {"employee_id": "2", "total_score": Fraction(89)}]
    people = ranked({"1": 70, "2": 99, "3": 100})
    given = ground(prize_plan(Basis.IMPROVEMENT), people, sealed=[sealed("2026-08", results=past), sealed("2026Q2")])
    assert won(given) == {"1": 3000, "2": 2000}


NOMINATION = {
    "employee_id": "1001",
    "award": "协作奖",
    "reason": "跨部门",
    "approver": "王总",
    "approved_date": "2026-09-15",
}


def nominate(**cells: Any) -> Any:
    rules = plan(component("协作奖", Kind.NOMINATED, amount=Fraction(500), min=Fraction(100), max=Fraction(800)))
    return ground(rules, nominations=[{**NOMINATION, **cells}])


def test_a_nomination_without_an_amount_takes_the_components() -> None:
    (line,) = payout(nominate()).lines.to_dict("records")
    assert (line["amount"], line["note"]) == (Fraction(500), "跨部门")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"amount": 900}, "payout-nomination-outside-limits"),
        ({"approved_date": "2026-10-01"}, "payout-approved-outside-period"),
    ],
)
def test_a_nomination_that_cannot_be_paid_says_why(cells: dict[str, Any], code: str) -> None:
    given = nominate(**cells)
    assert amounts(given) == []
    assert codes(given) == [code]


def test_a_nomination_of_someone_not_entitled_is_told_and_other_awards_are_left_alone() -> None:
    rules = plan(component("协作奖", Kind.NOMINATED, amount=Fraction(500), grades=("经理",)))
    given = ground(rules, nominations=[NOMINATION, {**NOMINATION, "award": "别的奖"}])
    assert amounts(given) == []
    assert codes(given) == ["payout-nominee-not-entitled"]


def test_of_one_award_with_rows_for_several_grades_the_persons_own_pays_and_none_complains() -> None:
    own, other = (component("协作奖", Kind.NOMINATED, amount=Fraction(500), grades=(one,)) for one in ("骨干", "经理"))
    for rows in ((own, other), (other, own)):
        given = ground(plan(*rows), nominations=[NOMINATION])
        assert (amounts(given), codes(given)) == ([Fraction(500)], [])


ADJUSTMENT = {
    "employee_id": "1001",
    "original_period": "2026-08",
    "kind": "补发",
    "amount": "-120.505",
    "reason": "漏算",
    "reference": "OA-7",
    "approver": "王总",
    "approved_date": "2026-09-02",
}


def test_adjustments_are_rounded_and_carry_their_reason() -> None:
    line, *_ = payout(ground(plan(), adjustments=[ADJUSTMENT])).lines.to_dict("records")
    assert (line["amount"], line["note"], line["reference"]) == (Fraction("-120.51"), "补发：漏算", "2026-08 OA-7")
    assert (line["kind"], line["phase"]) == ("adjustment", 7)


def test_an_adjustment_approved_outside_the_period_is_not_counted() -> None:
    given = ground(plan(), adjustments=[{**ADJUSTMENT, "approved_date": "2026-08-31"}])
    assert amounts(given) == []
    assert codes(given) == ["payout-approved-outside-period"]


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [ADJUSTMENT, {**ADJUSTMENT, "amount": "5", "reason": "甲"}, {**ADJUSTMENT, "original_period": "2026-07"}]
    forth, back = (payout(ground(plan(), adjustments=order)).lines for order in (rows, rows[::-1]))
    assert forth.drop(columns="sources").equals(back.drop(columns="sources"))
