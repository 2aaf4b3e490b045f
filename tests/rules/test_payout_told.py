"""What the payout tells HR: the sentence and the place of each finding, and the cells behind each line."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.plan.model import Plan
from pipeline.rules.payout import payout
from schemas.terms import Basis, Direction, FactorTarget, Kind, Method, Scope
from tests.rules.payout_ground import (
    amounts,
    component,
    condition,
    factor,
    findings,
    formulas,
    ground,
    order,
    person,
    plan,
    score,
    sealed,
    tiers,
)
from tests.rules.spoken import told

PERCENT = Fraction(1, 100)
APPRENTICES = [
    person(one, grade="新人", mentor_id="1001", months_employed=6, base=Fraction(5000), coefficient=Fraction(1))
    for one in ("1002", "1003")
]


def mentoring(**cells: Any) -> Plan:
    bonus = component("新人奖金", Kind.PERFORMANCE, grades=("新人",))
    return plan(bonus, component("带教奖", Kind.MENTOR, rate=10 * PERCENT, related="新人奖金", **cells))


def test_a_first_month_says_that_all_mentors_qualify() -> None:
    given = ground(mentoring(terms=6), [person("1001"), *APPRENTICES])
    assert told(findings(given)) == ["warning 方案.xlsx!奖金项!A3:Z3: 没有已封存的上一期间，“带教奖”的导师全部视为合格"]
    lines = payout(given).lines
    mentors = lines[lines["employee_id"] == "1001"]
    assert list(zip(mentors["phase"], mentors["reference"], mentors["amount"], strict=True)) == [
        (2, "1002", 500),
        (2, "1003", 500),
    ]


def test_a_mentor_who_takes_no_part_is_named_with_the_apprentices() -> None:
    last = sealed("2026-08", results=[{"employee_id": "1001", "rank_company": 1}])
    assert told(findings(ground(mentoring(), APPRENTICES, sealed=[last]))) == [
        "warning 数据.xlsx!人员!J2: 员工1002、员工1003 的导师 1001 不在本方案的参与人员中，带教奖未发"
    ]


def test_a_mentor_who_ranked_too_low_is_named_with_the_share() -> None:
    ranked = {"1001": 4, "1002": 3, "1003": 2, "1004": 1}
    last = sealed("2026-08", results=[{"employee_id": one, "rank_company": at} for one, at in ranked.items()])
    given = ground(mentoring(), [person("1001"), *APPRENTICES], sealed=[last])
    assert told(findings(given)) == ["info 方案.xlsx!奖金项!A3:Z3: 导师 员工1001 上期排名不在前 30%，“带教奖”未发"]


NOMINATION = {
    "employee_id": "1001",
    "award": "协作奖",
    "reason": "跨部门",
    "approver": "王总",
    "approved_date": "2026-09-15",
}


def nominate(*rows: dict[str, Any], **cells: Any) -> Any:
    return ground(
        plan(component("协作奖", Kind.NOMINATED, **cells)), nominations=[{**NOMINATION, **one} for one in rows]
    )


@pytest.mark.parametrize(
    ("row", "cells", "expected"),
    [
        (
            {"approved_date": "2026-10-01"},
            {"amount": Fraction(500)},
            "warning 数据.xlsx!人员!G2: 员工1001 的审批日期 2026-10-01 不在本期间内，未计入",
        ),
        (
            {},
            {"grades": ("经理",)},
            "warning 数据.xlsx!人员!G2: 员工1001 不在“协作奖”的适用范围内（职级、周期、离职不发或折算为 0），未计入",
        ),
        ({}, {}, "error 数据.xlsx!人员!H2: 员工1001 的奖项“协作奖”没有金额"),
        (
            {"amount": "99.99"},
            {"min": Fraction(100)},
            "error 数据.xlsx!人员!H2: 员工1001 的奖励金额 99.99 超出范围 100.00 至 –",
        ),
        (
            {"amount": 801},
            {"max": Fraction(800)},
            "error 数据.xlsx!人员!H2: 员工1001 的奖励金额 801.00 超出范围 – 至 800.00",
        ),
    ],
)
def test_a_nomination_that_is_not_paid_says_why_and_where(row: Any, cells: Any, expected: str) -> None:
    given = nominate(row, **cells)
    assert told(findings(given)) == [expected]
    assert amounts(given) == []


@pytest.mark.parametrize("amount", [100, 800])
def test_an_award_on_a_limit_is_paid(amount: int) -> None:
    assert amounts(nominate({"amount": amount}, min=Fraction(100), max=Fraction(800))) == [Fraction(amount)]


def test_awards_of_one_day_come_in_order_of_their_reasons() -> None:
    given = nominate({"reason": "乙", "amount": 1}, {"reason": "甲", "amount": 2}, {"approved_date": "2026-09-01"})
    stranger = nominate({"employee_id": "0999", "amount": 3}, {"amount": "0.5"})
    assert told(findings(given)) == ["error 数据.xlsx!人员!H4: 员工1001 的奖项“协作奖”没有金额"]
    lines = payout(given).lines
    assert lines["note"].tolist() == ["乙", "甲"]
    assert lines["sources"].tolist() == ["数据.xlsx!人员!H2", "数据.xlsx!人员!H3"]
    assert amounts(stranger) == [Fraction(1, 2)]


def test_a_missing_headline_attainment_is_told_with_the_persons_id() -> None:
    rules = plan(component("绩效奖金", Kind.PERFORMANCE), parameters={"headline_kpi": "销售额"})
    people = [person("1001"), person("1002"), person("1003")]
    given = ground(rules, people, [score("1002", "销售额", 480_000, 500_000)])
    assert told(one for one in findings(given) if one.blocks) == [
        "error 方案.xlsx!奖金项!A2:Z2: 员工1001（1001）没有主指标“销售额”的达成率",
        "error 方案.xlsx!奖金项!A2:Z2: 员工1003（1003）没有主指标“销售额”的达成率",
    ]


POOL = {"measure": "签约金额", "rate": PERCENT}
TEAMS = [
    person("1001", team="一队", total_score=Fraction(50)),
    person("1002", team="二队", total_score=Fraction(90)),
    person("1003", team="三队", total_score=Fraction(90)),
]


def pool(**cells: Any) -> Plan:
    return plan(component("奖池", Kind.POOL, **{"basis": Basis.EQUAL, **POOL, **cells}))


def test_a_pool_without_members_is_told_with_its_group_and_the_next_one_is_paid() -> None:
    """二队 sold nothing, and that stops nobody else's pool."""
    sold = [order("S1", 1000, "1001"), order("S3", 3000, "1003", sheet_row=3)]
    given = ground(pool(scope=Scope.TEAM, condition=condition("总分 ≥ 90")), TEAMS, credits=sold)
    assert told(findings(given)) == ["info 方案.xlsx!奖金项!A2:Z2: “奖池”奖池（一队）有 10.00，但无人符合条件，未发放"]
    (line,) = payout(given).lines.to_dict("records")
    assert (line["employee_id"], line["sources"]) == ("1003", "数据.xlsx!订单!H3")
    assert line["formula"] == "3,000.00 × 1% × 1 ÷ 1 = 30.00"


def test_a_pool_of_the_company_without_members_is_told_as_the_companys() -> None:
    given = ground(pool(condition=condition("总分 > 90")), TEAMS, credits=[order("S1", 1000, "1001")])
    assert told(findings(given)) == ["info 方案.xlsx!奖金项!A2:Z2: “奖池”奖池（公司）有 10.00，但无人符合条件，未发放"]


def test_a_pool_is_in_whole_cents_before_it_is_shared() -> None:
    given = ground(pool(), TEAMS[:1], credits=[order("S1", "0.50", "1001")])
    (line,) = payout(given).lines.to_dict("records")
    assert (line["amount"], line["phase"]) == (Fraction("0.01"), 2)


def test_a_factor_on_sales_leaves_the_bonus_alone() -> None:
    on_sales = replace(factor("华东", "1.1"), applies_to=FactorTarget.CREDIT)
    assert amounts(ground(plan(component("绩效奖金", Kind.PERFORMANCE), factors=(on_sales,)))) == [Fraction(9600)]


def test_a_mentor_whose_grade_no_rule_pays_is_named_with_the_grade() -> None:
    last = sealed("2026-08", results=[{"employee_id": "1001", "rank_company": 1}])
    given = ground(mentoring(grades=("新人",)), [person("1001", grade="经理"), *APPRENTICES], sealed=[last])
    assert told(findings(given)) == [
        "warning 数据.xlsx!人员!J3: 导师 员工1001（经理）不在“带教奖”的职级之内，带教奖未发"
    ]
    rules = mentoring(grades=("新人",))
    both = plan(*rules.components, replace(rules.components[1], component="经理带教", grades=("经理",)))
    assert findings(replace(given, plan=both)) == []


PRIZES = tiers("名次", Method.PLACES, (1, 3000), (2, 2000))


def ranking(basis: Basis, **cells: Any) -> Plan:
    return plan(component("排名奖", Kind.RANK, table="名次", basis=basis, **cells), tables=[PRIZES])


def test_an_order_signed_on_the_day_of_its_lead_is_the_fastest() -> None:
    day = pd.Timestamp("2026-09-10")
    sold = [order("S1", 1, "1001", lead_date=day), order("S2", 1, "1002", lead_date=pd.Timestamp("2026-09-09"))]
    early = order("S3", 1, "1003", lead_date=pd.Timestamp("2026-09-11"))
    given = ground(ranking(Basis.FASTEST), TEAMS, credits=[*sold, early])
    assert formulas(given) == ["#1 → 3,000.00", "#2 → 2,000.00"]
    assert payout(given).lines["sources"].tolist() == ["数据.xlsx!订单!H2", "数据.xlsx!订单!H2"]


def test_an_order_of_nothing_is_nobodys_largest() -> None:
    assert amounts(ground(ranking(Basis.LARGEST), TEAMS, credits=[order("S1", 0, "1001")])) == []


def test_the_smallest_average_ticket_ranks_and_reversals_are_taken_off() -> None:
    sold = [order("S1", 3, "1001"), order("S2", -2, "1001"), order("S3", "0.5", "1002"), order("S4", 0, "1003")]
    given = ground(ranking(Basis.AVERAGE_TICKET), TEAMS, credits=sold)
    assert formulas(given) == ["#1 → 3,000.00", "#2 → 2,000.00"]


def test_scores_rank_the_people_who_were_scored() -> None:
    scores = [score("1002", "销售额", 80, 100), score("1003", "销售额", 90, 100)]
    given = ground(ranking(Basis.SCORE, kpi="销售额"), TEAMS, scores)
    assert dict(zip(payout(given).lines["employee_id"], amounts(given), strict=True)) == {"1002": 2000, "1003": 3000}


def test_a_guarantee_is_paid_to_whoever_earned_nothing() -> None:
    rules = plan(component("保底", Kind.DRAW, amount=Fraction(1000)))
    (line,) = payout(ground(rules)).lines.to_dict("records")
    assert (line["employee_id"], line["formula"], line["phase"]) == ("1001", "1,000.00 − 0.00 = 1,000.00", 5)
    assert (line["sources"], line.get("item", ""), line["order_id"], line["note"]) == ("", "", "", "")


def target_bonus(table: Any, **cells: Any) -> Plan:
    return plan(component("目标奖金", Kind.TARGET_BONUS, table=table.table, **cells), tables=[table])


@pytest.mark.parametrize(
    ("method", "actual", "formula"),
    [
        (Method.STEP, 120, "8,000.00 × 1 = 8,000.00"),
        (Method.LADDER, 120, "8,000.00 × (0.50 + 1.00) = 12,000.00"),
        (Method.INTERPOLATED, 80, "8,000.00 × (0.5 + (0.8 − 0) ÷ (1 − 0) × 0.5) = 7,200.00"),
        (Method.WHOLE, 120, "8,000.00 × 120% × 1 = 9,600.00"),
        (Method.MARGINAL, 120, "8,000.00 × (100% × 50% + 20% × 1) = 5,600.00"),
        (Method.STEP, 0, "8,000.00 × 0.5 = 4,000.00"),
    ],
)
def test_a_target_bonus_says_how_its_table_was_read(method: Method, actual: int, formula: str) -> None:
    table = tiers("曲线", method, (0, Fraction(1, 2)), (1, 1))
    scores = [score("1001", "销售额", actual, 100), score("1002", "销售额", 50, 200)]
    given = ground(target_bonus(table, kpi="销售额"), [person("1001"), person("1002")], scores)
    assert formulas(given)[0] == formula
    assert payout(given).lines["sources"].tolist() == ["方案.xlsx!职级!C2; 数据.xlsx!目标!C2"] * 2


def test_a_target_bonus_on_the_total_says_how_its_table_was_read() -> None:
    table = tiers("曲线", Method.LADDER, (0, Fraction(1, 2)), (90, Fraction(1, 4)))
    rules = target_bonus(table, basis=Basis.TOTAL, rate=Fraction(1, 2))
    people = [person("1001"), person("1002", total_score=None), person("1003", total_score=Fraction(80))]
    given = ground(rules, people)
    assert formulas(given) == ["8,000.00 × 50% × (0.50 + 0.25) = 3,000.00", "8,000.00 × 50% × 0.50 = 2,000.00"]
    assert payout(given).lines["sources"].tolist() == ["方案.xlsx!职级!C2"] * 2


def test_a_target_bonus_where_less_is_better_reads_the_bound_the_other_way() -> None:
    table = tiers("曲线", Method.STEP, (0, Fraction(1, 2)), (1, 1))
    rules = target_bonus(table, kpi="销售额")
    lower = replace(rules, kpis={**rules.kpis, "销售额": replace(rules.kpis["销售额"], direction=Direction.LOWER)})
    scores = [score("1001", "销售额", 80, 100), score("1002", "销售额", 125, 100)]
    given = ground(lower, [person("1001"), person("1002")], scores)
    assert formulas(given) == ["8,000.00 × 1 = 8,000.00", "8,000.00 × 0.5 = 4,000.00"]


def test_a_person_scored_without_an_attainment_is_told_and_not_paid() -> None:
    table = tiers("曲线", Method.STEP, (0, Fraction(1, 2)), (1, 1))
    blank = {**score("1001", "销售额", 1, 1), "attainment": None, "attainment_exact": None}
    given = ground(target_bonus(table, kpi="销售额"), [person("1001"), person("1002")], [blank])
    assert told(findings(given)) == [
        "warning 方案.xlsx!奖金项!A2:Z2: 员工1001 的指标“销售额”没有目标，得不出达成率，“目标奖金”不发",
        "warning 方案.xlsx!奖金项!A2:Z2: “目标奖金”用到指标“销售额”，但有 1 人未考核该指标：员工1002；视为不满足、不发",
    ]
    assert amounts(given) == []
