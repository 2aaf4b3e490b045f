"""What gates, budget, adjustments, recoveries and entered results say, and the cells that they come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.period import Period
from pipeline.plan.model import Measure, Plan
from pipeline.rules.cells import cell_text
from pipeline.rules.criteria import listed
from pipeline.rules.gates import gate_text
from pipeline.rules.lines import times
from pipeline.rules.payout import payout
from pipeline.rules.preparation import facts
from pipeline.rules.reconciliation import credit_sums
from pipeline.tables import Source, Tables
from schemas.terms import (
    Aggregate,
    BudgetRule,
    CreditStatus,
    Cycle,
    GateEffect,
    GateOf,
    Kind,
    Method,
    Release,
    Scope,
)
from tests.rules.closed_before import in_period, seal
from tests.rules.payout_ground import (
    component,
    condition,
    findings,
    formulas,
    gate,
    ground,
    order,
    paid,
    person,
    plan,
    receipt,
    score,
    tiers,
)
from tests.rules.spoken import told

PERCENT = Fraction(1, 100)
ADJUSTMENT = {
    "employee_id": "1002",
    "original_period": "2026-08",
    "kind": "补发",
    "amount": "12.345",
    "reason": "漏算",
    "reference": None,
    "approver": "王总",
    "approved_date": "2026-09-02",
}


def test_an_adjustment_is_the_persons_own_and_names_its_cell() -> None:
    people = [person("1001"), person("1002")]
    (line,) = payout(ground(plan(), people, adjustments=[ADJUSTMENT])).lines.to_dict("records")
    assert (line["employee_id"], line["sources"], line["reference"]) == ("1002", "数据.xlsx!人员!H2", "2026-08")
    assert line["formula"] == "12.35"
    late = ground(plan(), people, adjustments=[{**ADJUSTMENT, "approved_date": "2026-10-01"}])
    assert told(findings(late)) == ["warning 数据.xlsx!人员!G2: 员工1002 的审批日期 2026-10-01 不在本期间内，未计入"]


def budget(rule: BudgetRule, base: object = 1000) -> Any:
    parameters = {"budget_rate": 10 * PERCENT, "budget_measure": "签约金额", "budget_rule": rule}
    rules = plan(component("绩效奖金", Kind.PERFORMANCE), parameters=parameters)
    people = [person("1001", base=Fraction(str(base)), coefficient=Fraction(1))]
    return ground(rules, people, credits=[order("S1", "999.99")])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (BudgetRule.WARN, "warning 方案.xlsx: 奖金合计 1,000.00，超过预算 99.99"),
        (BudgetRule.SCALE, "info 方案.xlsx: 奖金合计 1,000.00 超过预算 99.99，已等比缩减"),
        (BudgetRule.BLOCK, "error 方案.xlsx: 奖金合计 1,000.00，超过预算 99.99，方案规定阻止结算"),
    ],
)
def test_a_budget_says_what_was_to_be_paid_and_the_limit_rounded_down(rule: BudgetRule, expected: str) -> None:
    assert told(findings(budget(rule))) == [expected]


def test_a_scaled_line_gives_its_reason_and_a_line_within_the_limit_none() -> None:
    assert payout(budget(BudgetRule.SCALE)).lines["reasons"].tolist() == ["budgeted"]
    exactly = budget(BudgetRule.BLOCK, "99.99")
    assert (findings(exactly), payout(exactly).lines["reasons"].tolist()) == ([], [""])


def gated(effect: GateEffect, **cells: Any) -> Plan:
    rules = plan(component("奖", Kind.FIXED, amount=Fraction(100), condition=condition("总分 > 0")))
    one = gate("回款率", GateOf.ACTUAL, "<", 80 * PERCENT, effect, component="奖", **cells)
    other = gate("销售额", GateOf.SCORE, "≤", 100, effect, component="奖", **cells)
    return replace(rules, gates=(one, other))


SCORES = [score("1001", "回款率", Fraction(79, 100), 1), score("1001", "销售额", 1, 1)]


def test_gates_are_named_with_the_lines_own_words_and_each_reason_once() -> None:
    given = ground(gated(GateEffect.REDUCE, factor=Fraction(1, 2)), [person()], SCORES)
    (line,) = payout(given).lines.to_dict("records")
    assert line["note"] == "总分 > 0; 回款率 实际 <80%; 销售额 得分 ≤100"
    assert (line["reasons"], line["formula"]) == ("reduced", "100.00 × 0.5 × 0.5 = 25.00")
    vetoed = payout(ground(gated(GateEffect.VETO), [person()], SCORES)).lines
    assert (vetoed["reasons"].tolist(), vetoed["amount"].tolist()) == (["vetoed"], [0])


def test_a_reduced_line_that_is_vetoed_too_gives_both_reasons_and_a_floor_its_own() -> None:
    both = replace(gated(GateEffect.REDUCE, factor=Fraction(1, 2)), components=gated(GateEffect.VETO).components)
    mixed = replace(both, gates=(both.gates[0], replace(both.gates[1], effect=GateEffect.VETO)))
    assert payout(ground(mixed, [person()], SCORES)).lines["reasons"].tolist() == ["reduced vetoed"]
    lifted = plan(component("绩效奖金", Kind.PERFORMANCE, floor=Fraction(10_000)))
    assert payout(ground(lifted)).lines["reasons"].tolist() == ["raised"]


def test_a_condition_on_a_measure_names_the_cells_of_the_measure() -> None:
    rules = plan(component("奖", Kind.FIXED, amount=Fraction(9), condition=condition("计量(回款金额) ≥ 5")))
    sold = order("S1", 80)
    given = ground(rules, credits=[sold, receipt("R1", sold, 5, sheet_row=4)])
    assert payout(given).lines["sources"].tolist() == ["数据.xlsx!回款!H4"]


@pytest.mark.parametrize(
    ("kpi", "of", "text"),
    [
        ("回款率", GateOf.ACTUAL, "回款率 实际 <50%"),
        ("销售额", GateOf.ACTUAL, "销售额 实际 <0.5"),
        ("销售额", GateOf.ATTAINMENT, "销售额 达成率 <50%"),
        ("回款率", GateOf.SCORE, "回款率 得分 <0.5"),
    ],
)
def test_the_bound_of_a_gate_is_a_percentage_where_its_figure_is(kpi: str, of: GateOf, text: str) -> None:
    assert gate_text(plan(), gate(kpi, of, "<", Fraction(1, 2), GateEffect.VETO)) == text


def test_what_a_limit_leaves_of_a_recovery_is_told_with_the_amount() -> None:
    rules = plan(
        component("提成", Kind.COMMISSION, measure="签约金额", rate=10 * PERCENT),
        component("追回", Kind.CLAWBACK),
        parameters={"clawback_floor": Fraction(900)},
    )
    before = seal(in_period(ground(rules, credits=[order("S1", 10_000, day="2026-08-05")]), "2026-08"))
    back = order("S9", -4000, original_order_id="S1", keeps_attainment=True)
    given = ground(rules, credits=[back, order("S3", 10_000)], sealed=[before])
    assert formulas(given)[1] == "-(4,000.00 × 10%) + 300.00 = -100.00"
    assert told(findings(given)) == [
        "info 方案.xlsx!奖金项!A3:Z3: 员工1001 待追回 300.00，超出本期可追回的上限，转入下一期间"
    ]


def test_a_few_people_are_named_and_of_more_the_first_five() -> None:
    assert listed(list("甲乙丙丁戊")) == "甲、乙、丙、丁、戊"
    assert listed(list("甲乙丙丁戊己")) == "甲、乙、丙、丁、戊…"


def test_only_a_row_that_was_read_from_a_sheet_has_a_cell() -> None:
    tables = Tables({}, (Source("订单.xlsx", "订单", {"amount": "H"}),))
    assert cell_text(tables, {"sheet_id": 0, "sheet_row": 7}, "amount") == "订单.xlsx!订单!H7"
    assert cell_text(tables, {"sheet_id": 0, "sheet_row": 7}, "share") == "订单.xlsx!订单!7:7"
    for row in (None, {}, {"sheet_id": None, "sheet_row": 7}, {"sheet_id": 0, "sheet_row": None}):
        assert cell_text(tables, row, "amount") == ""


@pytest.mark.parametrize(
    ("formula", "product"), [("1 + 2", "(1 + 2) × 3"), ("2 − 1", "(2 − 1) × 3"), ("2 × 1", "2 × 1 × 3")]
)
def test_a_sum_is_multiplied_in_brackets(formula: str, product: str) -> None:
    assert times(formula, "3") == product


def entered(employee_id: str, kpi: str, actual: object) -> dict[str, Any]:
    return {"employee_id": employee_id, "kpi": kpi, "actual": actual, "source": "财务"}


def test_a_bonus_names_the_cell_of_an_entered_result_the_last_one_where_there_are_two() -> None:
    table = tiers("曲线", Method.STEP, (0, 1))
    rules = plan(component("目标奖金", Kind.TARGET_BONUS, kpi="回款率", table="曲线"), tables=[table])
    rows = [entered("1001", "回款率", "0.8"), entered("1001", "回款率", "0.9"), entered("1001", "别的", 1)]
    given = ground(rules, [person()], [score("1001", "回款率", "0.9", 1)], actuals=rows)
    assert payout(given).lines["sources"].tolist() == ["方案.xlsx!职级!C2; 数据.xlsx!目标!C2; 数据.xlsx!人员!D3"]


OF_TEAMS = Measure("团队销售", "orders", "amount", Aggregate.SUM, scope=Scope.TEAM)
TEAM = Measure("下级签约", "orders", "amount", Aggregate.SUM, scope=Scope.SUBORDINATES)


def test_a_commission_on_the_people_below_names_their_cells() -> None:
    rules = plan(component("提成", Kind.COMMISSION, measure="下级签约", rate=PERCENT), measures={"下级签约": TEAM})
    people = [person("1001"), person("1002", manager_id="1001"), person("1003", manager_id="1002")]
    sold = [order("S1", 10, "1001"), order("S2", 20, "1002", sheet_row=3), order("S3", 30, "1003", sheet_row=7)]
    lines = payout(ground(rules, people, credits=sold)).lines
    assert lines["sources"].tolist() == ["数据.xlsx!订单!H3:H7", "数据.xlsx!订单!H7", ""]


def test_the_rows_behind_a_figure_are_those_of_the_persons_group() -> None:
    rules = plan(component("提成", Kind.COMMISSION, measure="团队销售", rate=PERCENT), measures={"团队销售": OF_TEAMS})
    people = [person("1001"), person("1002"), person("1003", team="二队"), person("1004", team="三队")]
    sold = [order("S1", 10, "1001"), order("S2", 20, "1002"), order("S3", 30, "1003")]
    behind = facts(ground(rules, people, credits=sold)).behind["团队销售"]
    found = {one["employee_id"]: [row["value"] for row in behind.rows_of(one["employee_id"])] for one in people}
    assert found == {"1001": [10, 20], "1002": [10, 20], "1003": [30], "1004": []}
    assert list(behind.rows_of("9999")) == []


def test_sums_count_each_row_once_and_each_persons_share_without_overlays_and_cancelled_rows() -> None:
    half: dict[str, Any] = {"share": Fraction(1, 2)}
    rows = [
        order("S1", 100, "1001", **half),
        order("S1", 100, "1002", **half),
        order("S2", 30, "1001", share=Fraction(1, 3)),
        order("S3", 1000, "1001", overlay=True),
        order("S4", 5000, "1001", status=CreditStatus.CANCELLED.value),
        {**order("R1", 7), "table": "receipts"},
    ]
    assert list(credit_sums(pd.DataFrame(rows), "orders")) == [130, 110]
    assert list(credit_sums(pd.DataFrame(rows), "receipts")) == [7, 7]


def test_who_earns_nothing_by_a_veto_is_still_listed() -> None:
    given = ground(gated(GateEffect.VETO), [person()], SCORES)
    assert paid(given) == [("1001", "奖", 0)]


ON_RECEIPT: Any = {"measure": "签约金额", "rate": 10 * PERCENT, "release": Release.RECEIPT}


def test_what_is_withheld_and_what_is_released_are_in_whole_cents() -> None:
    rules = plan(component("提成", Kind.COMMISSION, **ON_RECEIPT))
    sold = order("S1", 100)
    september = seal(ground(rules, credits=[sold, receipt("R1", sold, "33.33")]))
    assert september.payout_lines["amount"].tolist() == [10, Fraction("-6.67")]
    october = [{**sold, "status": "reference"}, receipt("R2", sold, "33.34", day="2026-10-05")]
    given = in_period(ground(rules, credits=october, sealed=[september]), "2026-10")
    assert payout(given).lines["amount"].tolist() == [0, Fraction("3.34")]


def test_what_is_due_is_reckoned_from_the_persons_own_part_of_each_order() -> None:
    """A quarter of an order that was paid for and three quarters of one that was not: a quarter is due, not half."""
    rules = plan(component("提成", Kind.COMMISSION, **ON_RECEIPT))
    quarter, rest = Fraction(1, 4), Fraction(3, 4)
    mine = [order("S1", 10_000, share=quarter), order("S2", 10_000, share=rest)]
    theirs = [order("S1", 10_000, "1002", share=rest), order("S2", 10_000, "1002", share=quarter)]
    received = [receipt("R1", one, 10_000) for one in (mine[0], theirs[0])]
    lines = payout(ground(rules, [person("1001"), person("1002")], credits=[*mine, *theirs, *received])).lines
    assert lines["amount"].tolist() == [1000, -750, 1000, -250]


def test_orders_of_others_count_whole_and_without_overlays_for_what_a_manager_is_due() -> None:
    rules = plan(
        component("提成", Kind.COMMISSION, **{**ON_RECEIPT, "measure": "团队销售"}, grades=("经理",)),
        measures={"团队销售": OF_TEAMS},
    )
    people = [person("1001", grade="经理"), person("1002"), person("1003"), person("1004", team="二队")]
    half: Any = {"share": Fraction(1, 2)}
    sold = [order("S1", 10_000, one, **half) for one in ("1002", "1003")]
    beside = order("S1", 10_000, "1004", overlay=True)
    received = [receipt("R1", one, 4000) for one in (*sold, beside)]
    given = ground(rules, people, credits=[*sold, beside, *received])
    whole = pd.Series([Fraction(10_000)], index=["1001"], dtype=object)
    assert payout(replace(given, measures={**given.measures, "团队销售": whole})).lines["amount"].tolist() == [
        1000,
        -600,
    ]


def test_a_year_is_over_with_its_last_day_not_the_day_before() -> None:
    rules = plan(component("提成", Kind.COMMISSION, measure="签约金额", rate=10 * PERCENT, holdback=20 * PERCENT))
    september = seal(ground(rules, credits=[order("S1", 10_000)]))
    for last, released in ((30, [0]), (31, [0, 200])):
        period = Period("FY-12", date(2026, 12, 1), date(2026, 12, last), Cycle.MONTH)
        given = replace(ground(rules, sealed=[september]), period=period)
        assert payout(given).lines["amount"].tolist() == released


def test_a_teams_figure_counts_the_people_of_every_plan() -> None:
    rules = plan(component("提成", Kind.COMMISSION, measure="团队销售", rate=PERCENT), measures={"团队销售": OF_TEAMS})
    sold = [order("S1", 10, "1001"), order("S2", 20, "1002", sheet_row=3)]
    given = ground(rules, [person("1001"), person("1002")], credits=sold)
    one_plan = replace(given, people=given.people.iloc[:1])
    assert [row["value"] for row in facts(one_plan).behind["团队销售"].rows_of("1001")] == [10, 20]
