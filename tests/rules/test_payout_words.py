"""How each line came about: its formula with numbers, the cells behind it, the words of the plan."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.money import MISSING
from pipeline.plan.model import Measure, Plan
from pipeline.rules.payout import payout
from schemas.terms import Aggregate, Basis, Cycle, Direction, Kind, Method, Scope, Share
from tests.rules.payout_ground import (
    amounts,
    component,
    condition,
    findings,
    formulas,
    ground,
    order,
    order_condition,
    paid,
    person,
    plan,
    score,
    sealed,
    tiers,
)
from tests.rules.spoken import told

PERCENT = Fraction(1, 100)


def sources(given: Any) -> list[str]:
    """The cells behind the lines, in order."""
    return payout(given).lines["sources"].tolist()


def where_less_is_better(rules: Plan) -> Plan:
    lower = replace(rules.kpis["销售额"], direction=Direction.LOWER)
    return replace(rules, kpis={**rules.kpis, "销售额": lower})


def commission(method: Method, *steps: Any, **cells: Any) -> Plan:
    return plan(component("提成", Kind.COMMISSION, table="档", **cells), tables=[tiers("档", method, *steps)])


def test_a_commission_where_less_is_better_reaches_its_bounds_from_above() -> None:
    """A bound is reached where actual × bound ≤ baseline: 80 of 100 is 125 %, 125 of 100 is 80 %."""
    rules = where_less_is_better(commission(Method.STEP, (0, 100), (1, 300), (Fraction(5, 4), 700), kpi="销售额"))
    scores = [score("1001", "销售额", 80, 100), score("1002", "销售额", 81, 100), score("1003", "销售额", 125, 100)]
    given = ground(rules, [person("1001"), person("1002"), person("1003")], scores)
    assert formulas(given) == [
        "80.00 ÷ 100.00 → 700.00",
        "81.00 ÷ 100.00 → 300.00",
        "125.00 ÷ 100.00 → 100.00",
    ]


def test_a_kpi_that_counts_as_zero_reads_the_table_at_zero_whichever_way_is_better() -> None:
    rules = where_less_is_better(commission(Method.STEP, (0, 100), (1, 300), kpi="销售额"))
    zeroed = {
        **score("1001", "销售额", 80, 100, zeroed=True),
        "attainment": Fraction(0),
        "attainment_exact": Fraction(0),
    }
    assert formulas(ground(rules, [person()], [zeroed])) == ["0.00 ÷ 1.00 → 100.00"]


def test_a_commission_on_the_excess_shows_where_the_excess_lies() -> None:
    steps = ((0, 4 * PERCENT), (Fraction(1, 10), 5 * PERCENT))
    people, scores = [person()], [score("1001", "销售额", 600_000, 500_000)]
    marginal = commission(Method.MARGINAL, *steps, kpi="销售额", applies_to=Share.EXCESS)
    assert formulas(ground(marginal, people, scores)) == ["50,000.00 × 4% + 50,000.00 × 5% = 4,500.00"]
    whole = commission(Method.WHOLE, *steps, kpi="销售额", measure="签约金额", applies_to=Share.EXCESS)
    assert formulas(ground(whole, people, scores, [order("S1", 600_000)])) == ["100,000.00 × 5% = 5,000.00"]


@pytest.mark.parametrize(
    ("cells", "actual", "formula"),
    [
        ({}, 130, "130.00 × 10% = 13.00"),
        ({}, -130, "0.00 × 10% = 0.00"),
        ({"applies_to": Share.EXCESS}, 130, "30.00 × 10% = 3.00"),
        ({"applies_to": Share.EXCESS}, 90, "0.00 × 10% = 0.00"),
        ({"measure": "签约金额"}, 130, "50.00 × 10% = 5.00"),
    ],
)
def test_a_rate_pays_on_the_actual_the_excess_or_the_measure(cells: dict[str, Any], actual: int, formula: str) -> None:
    rules = plan(component("提成", Kind.COMMISSION, kpi="销售额", rate=10 * PERCENT, **cells))
    given = ground(rules, [person()], [score("1001", "销售额", actual, 100)], [order("S1", 50)])
    assert formulas(given) == [formula]


def test_where_less_is_better_the_excess_is_what_stays_below_the_baseline() -> None:
    bonus = component("提成", Kind.COMMISSION, kpi="销售额", rate=10 * PERCENT, applies_to=Share.EXCESS)
    scores = [score("1001", "销售额", 70, 100), score("1002", "销售额", 120, 100)]
    given = ground(where_less_is_better(plan(bonus)), [person("1001"), person("1002")], scores)
    assert formulas(given) == ["30.00 × 10% = 3.00", "0.00 × 10% = 0.00"]


def test_a_grid_over_a_kpi_and_a_measure() -> None:
    rules = commission(Method.GRID, (0, 100), (0, 200), (1, 300), (1, 400), kpi="销售额", measure2="团队签约")
    table = rules.tables["档"]
    corners = [replace(one, lower2=Fraction(at)) for one, at in zip(table.tiers, (0, 50, 0, 50), strict=True)]
    rules = replace(rules, tables={"档": replace(table, tiers=tuple(corners))})
    scores = [score("1001", "销售额", 1, 1), score("1002", "销售额", 1, 2)]
    given = ground(rules, [person("1001"), person("1002")], scores, [order("S1", 60), order("S2", 49, "1002")])
    assert formulas(given) == ["1.00 ÷ 1.00 → 400.00", "1.00 ÷ 2.00 → 100.00"]
    by_measure = replace(rules, components=(replace(rules.components[0], kpi="", measure="签约金额"),))
    assert formulas(ground(by_measure, credits=[order("S1", 60)])) == ["60.00 → 400.00"]


def test_a_commission_names_the_cells_of_both_measures_and_of_the_target() -> None:
    rules = commission(Method.WHOLE, (0, PERCENT), kpi="销售额", measure="签约金额")
    given = ground(rules, [person()], [score("1001", "销售额", 60, 60)], [order("S1", 60, sheet_row=9)])
    assert sources(given) == ["数据.xlsx!订单!H9; 数据.xlsx!目标!C2"]


def per_order(**cells: Any) -> Plan:
    table = tiers("档", cells.pop("method", Method.STEP), (0, Fraction(1, 100)), (1000, 2), (5000, 3))
    return plan(component("单笔奖", Kind.PER_ORDER, **cells), tables=[table])


@pytest.mark.parametrize(
    ("cells", "formula"),
    [
        ({"table": "档"}, "5,000.00 → 3.00"),
        ({"table": "档", "max": Fraction(2)}, "5,000.00 → 3.00 → 2.00"),
        ({"table": "档", "min": Fraction(4)}, "5,000.00 → 3.00 → 4.00"),
        ({"table": "档", "method": Method.WHOLE}, "5,000.00 × 3 = 15,000.00"),
        ({"table": "档", "method": Method.LADDER}, "0.01 + 2.00 + 3.00 = 5.01"),
        ({"amount": Fraction(88)}, "88.00"),
    ],
)
def test_an_order_prize_says_how_it_was_read(cells: dict[str, Any], formula: str) -> None:
    given = ground(per_order(**cells), credits=[order("S1", 5000, sheet_row=7)])
    assert formulas(given) == [formula]
    assert sources(given) == ["数据.xlsx!订单!H7"]


def test_a_shared_order_multiplies_the_whole_prize() -> None:
    half = order("S1", 5000, share=Fraction(1, 2))
    assert formulas(ground(per_order(table="档", method=Method.LADDER), credits=[half])) == [
        "(0.01 + 2.00 + 3.00) × 50% = 2.51"
    ]


def test_an_order_prize_may_ask_for_the_persons_grade_and_the_orders_region_wins() -> None:
    people = [person("1001", region="华东"), person("1002", grade="新人", region="华东")]
    sold = [order("S1", 10), order("S2", 10, "1002"), order("S3", 10, region=None), order("S4", 10, region="华南")]
    by_grade = per_order(amount=Fraction(1), condition=order_condition("职级 = 骨干 且 团队 = 一队"))
    assert payout(ground(by_grade, people, credits=sold)).lines["order_id"].tolist() == ["S1", "S3", "S4"]
    by_region = per_order(amount=Fraction(1), condition=order_condition("区域 = 华东"))
    assert payout(ground(by_region, people, credits=sold)).lines["order_id"].tolist() == ["S1", "S3", "S2"]


def test_an_order_below_the_table_is_an_error_that_names_the_person() -> None:
    rules = plan(
        component("单笔奖", Kind.PER_ORDER, table="档"), tables=[tiers("档", Method.STEP, (100, 1), (200, None))]
    )
    given = ground(rules, credits=[order("S1", 99), order("S2", 200), order("S3", 150), order("S4", 0)])
    about = "error 方案.xlsx!奖金项!A2:Z2: 员工1001（1001）的数值"
    assert told(findings(given)) == [
        f"{about}低于档位表“档”的第一档，“单笔奖”无法计算",
        f"{about}落在档位表“档”没有值的档，“单笔奖”无法计算",
    ]
    assert amounts(given) == [1]


def test_a_receipt_or_a_cancelled_order_is_nobodys_first() -> None:
    rules = per_order(amount=Fraction(1), basis=Basis.FIRST)
    earlier = order("S1", 10, day="2026-09-01", status="cancelled")
    received = {**order("S0", 10, day="2026-09-02"), "table": "receipts"}
    given = ground(rules, credits=[order("S2", 10), earlier, received])
    assert payout(given).lines["order_id"].tolist() == ["S2"]


def test_a_fixed_amount_shows_its_condition_and_the_cells_that_it_read() -> None:
    rules = plan(
        component(
            "奖", Kind.FIXED, amount=Fraction(9), condition=condition("达成率(销售额) ≥ 80% 且 计量(签约金额) > 1")
        ),
        component("补", Kind.FIXED, amount=Fraction(5)),
    )
    given = ground(rules, [person()], [score("1001", "销售额", 80, 100)], [order("S1", 80, sheet_row=5)])
    lines = payout(given).lines
    assert lines["note"].tolist() == ["达成率(销售额) ≥ 80% 且 计量(签约金额) > 1", ""]
    assert lines["sources"].tolist() == ["数据.xlsx!目标!C2; 数据.xlsx!订单!H5", ""]


def ranking(basis: Basis, **cells: Any) -> Plan:
    table = tiers("名次", Method.PLACES, (1, Fraction("3000.005")), (2, None), (None, 7), (3, 1000))
    return plan(component("排名奖", Kind.RANK, table="名次", basis=basis, **cells), tables=[table])


def test_a_rank_by_a_measure_or_a_kpi_names_its_cells() -> None:
    scores, sold = [score("1001", "销售额", 80, 100)], [order("S1", 80, sheet_row=5)]
    assert sources(ground(ranking(Basis.MEASURE, measure="签约金额"), credits=sold)) == ["数据.xlsx!订单!H5"]
    assert sources(ground(ranking(Basis.SCORE, kpi="销售额"), [person()], scores, sold)) == [
        "数据.xlsx!目标!C2; 数据.xlsx!订单!H5"
    ]
    assert sources(ground(ranking(Basis.LARGEST), [person("1000"), person()], credits=sold)) == ["数据.xlsx!订单!H5"]


def test_places_without_a_prize_pay_nothing_and_a_shared_prize_is_in_whole_cents() -> None:
    people = [person(str(one), total_score=Fraction(90)) for one in (1, 2, 3)]
    given = ground(ranking(Basis.TOTAL), people)
    assert amounts(given) == [Fraction("1333.34"), Fraction("1333.34"), Fraction("1333.33")]
    assert formulas(given)[2] == "#1 → (3,000.005 + 1,000.00) ÷ 3 = 1,333.33"
    two = ground(ranking(Basis.TOTAL), [person("1"), person("2", total_score=Fraction(1))])
    assert [who for who, _, _ in paid(two)] == ["1"]


def test_a_value_on_the_least_that_ranks_does_rank_and_so_does_half_a_yuan() -> None:
    by_total = ranking(Basis.TOTAL, min=Fraction(95))
    assert [who for who, _, _ in paid(ground(by_total, [person("1"), person("2", total_score=Fraction(94))]))] == ["1"]
    by_measure = ranking(Basis.MEASURE, measure="签约金额")
    assert [who for who, _, _ in paid(ground(by_measure, credits=[order("S1", "0.5")]))] == ["1001"]


def test_who_has_no_region_is_left_out_of_a_regional_rank_and_named() -> None:
    given = ground(ranking(Basis.TOTAL, scope=Scope.REGION), [person("1001"), person("1002", region=None)])
    assert told(findings(given)) == [
        "warning 方案.xlsx!奖金项!A2:Z2: “排名奖”按区域分，有 1 人没有区域：员工1002；不参加排名，也不分奖池"
    ]
    assert [who for who, _, _ in paid(given)] == ["1001"]


def test_a_rank_asks_its_condition_of_each_person() -> None:
    given = ground(
        ranking(Basis.TOTAL, condition=condition("得分(销售额) ≥ 90")),
        [person("1001"), person("1002")],
        [score("1001", "销售额", 89, 100), score("1002", "销售额", 90, 100)],
    )
    assert [who for who, _, _ in paid(given)] == ["1002"]


def drawn(period_id: str, amount: object, who: str = "1002") -> Any:
    made = {"component": "预支", "kind": "draw", "amount": Fraction(str(amount)), "employee_id": who}
    return sealed(period_id, paid=[made])


def test_what_is_taken_back_closes_the_oldest_draws_first() -> None:
    """1 and 500 were drawn, 1 and then 200 taken back: 300 is left, and lapses with its own age."""
    history = [drawn("2026-05", 1), drawn("2026-06", 500), drawn("2026-07", -1), drawn("2026-08", -200)]
    for terms, left in ((3, 300), (2, 0)):
        rules = plan(
            component("奖", Kind.FIXED, amount=Fraction(9000)),
            component("预支", Kind.DRAW, amount=Fraction(3000), recoverable=True, terms=terms),
        )
        given = ground(rules, [person("1001"), person("1002")], sealed=history)
        back = [(who, amount) for who, name, amount in paid(given) if name == "预支"]
        assert back == ([("1002", -left)] if left else [])


def test_one_repayment_may_close_one_draw_and_a_part_of_the_next() -> None:
    history = [drawn("2026-05", 100), drawn("2026-06", 500), drawn("2026-07", -300), drawn("2026-08", "0.5")]
    rules = plan(
        component("奖", Kind.FIXED, amount=Fraction(9000)),
        component("预支", Kind.DRAW, amount=Fraction(3000), recoverable=True),
    )
    given = ground(rules, [person("1002")], sealed=history)
    assert formulas(given)[1] == "-min(300.50, 9,000.00 − 3,000.00) = -300.50"


def test_what_is_taken_back_may_be_a_cent_and_a_debt_stands_in_brackets() -> None:
    rules = plan(
        component("提成", Kind.COMMISSION, measure="签约金额", rate=10 * PERCENT),
        component("追回", Kind.CLAWBACK),
        component("预支", Kind.DRAW, amount=Fraction(100), recoverable=True),
    )
    given = ground(rules, credits=[order("S1", "1000.10")], sealed=[drawn("2026-08", 5, "1001")])
    assert formulas(given)[1] == "-min(5.00, 100.01 − 100.00) = -0.01"
    apprentice = {**APPRENTICE, "coefficient": Fraction(0)}
    charged = (*mentoring(basis=Basis.APPRENTICE).components, component("保底", Kind.DRAW, amount=Fraction(900)))
    bonus = replace(charged[0], component="新人奖金", floor=Fraction(1000))
    taken = replace(charged[1], rate=Fraction(2))
    lines = payout(ground(plan(bonus, taken, charged[2]), [person("1003"), apprentice], sealed=[TEN])).lines
    mine = lines[(lines["employee_id"] == "1011") & (lines["component"] == "保底")]
    assert mine[["formula", "phase"]].to_numpy().tolist() == [["900.00 − (-1,000.00) = 1,900.00", 5]]


def test_a_draw_of_somebody_who_earned_nothing_at_all() -> None:
    rules = plan(component("预支", Kind.DRAW, amount=Fraction(0), recoverable=True))
    assert paid(ground(rules, sealed=[drawn("2026-08", 5, "1001")])) == []


def mentoring(**cells: Any) -> Plan:
    bonus = component("新人奖金", Kind.PERFORMANCE, grades=("新人",))
    return plan(bonus, component("带教奖", Kind.MENTOR, rate=10 * PERCENT, related="新人奖金", **cells))


APPRENTICE = person("1011", grade="新人", mentor_id="1003", base=Fraction(5000), coefficient=Fraction(1))
TEN = sealed("2026-08", results=[{"employee_id": str(1000 + at), "rank_company": at} for at in range(1, 11)])


@pytest.mark.parametrize(("mentor_id", "qualifies"), [("1003", True), ("1004", False)])
def test_three_of_ten_qualify_as_mentors(mentor_id: str, qualifies: bool) -> None:
    given = ground(mentoring(), [person(mentor_id), {**APPRENTICE, "mentor_id": mentor_id}], sealed=[TEN])
    assert [who for who, name, _ in paid(given) if name == "带教奖"] == ([mentor_id] if qualifies else [])


def test_an_apprentice_who_pays_is_shown_what_the_mentor_gets() -> None:
    rules = mentoring(basis=Basis.APPRENTICE, cycles=(Cycle.MONTH,))
    lines = payout(ground(rules, [person("1003"), APPRENTICE], sealed=[TEN])).lines
    assert lines["formula"].tolist() == [
        "5,000.00 × 10% = 500.00",
        "5,000.00 × 1 = 5,000.00",
        "-500.00",
    ]
    assert lines["note"].tolist() == ["", "", ""]


def test_no_mentor_is_paid_in_another_cycle() -> None:
    given = ground(mentoring(cycles=(Cycle.QUARTER,)), [person("1003"), APPRENTICE])
    assert [name for _, name, _ in paid(given)] == ["新人奖金"]
    assert findings(given) == []


def test_a_lead_of_later_than_the_signing_does_not_count_as_fast() -> None:
    late = order("S1", 1, lead_date=pd.Timestamp("2026-09-11"))
    assert amounts(ground(ranking(Basis.FASTEST), credits=[late])) == []


def test_who_lacks_the_measure_or_the_attainment_of_a_commission_is_told_which() -> None:
    mean = Measure("平均单额", "orders", "amount", Aggregate.MEAN)
    bonus = component("提成", Kind.COMMISSION, kpi="销售额", measure="平均单额", table="档")
    rules = plan(bonus, tables=[tiers("档", Method.WHOLE, (0, PERCENT))], measures={"平均单额": mean})
    people = [person(one) for one in ("1001", "1002", "1003", "1004")]
    blank = {**score("1003", "销售额", 1, 1), "attainment": None, "attainment_exact": None}
    given = ground(rules, people, [score("1001", "销售额", 1, 1), score("1002", "销售额", 1, 1), blank])
    hundred = Fraction(100)
    figures = pd.Series(
        [hundred, MISSING, hundred, hundred], index=[one["employee_id"] for one in people], dtype=object
    )
    known = replace(given, measures={**given.measures, "平均单额": figures})
    place = "warning 方案.xlsx!奖金项!A2:Z2: "
    assert sorted(told(findings(known))) == [
        f"{place}“提成”用到指标“销售额”，但有 1 人未考核该指标：员工1004；视为不满足、不发",
        f"{place}员工1002 没有“提成”所用的计量，此项不发",
        f"{place}员工1003 的指标“销售额”没有目标，得不出达成率，“提成”不发",
    ]
    assert paid(known) == [("1001", "提成", 1)]


def test_a_commission_on_an_entered_kpi_has_no_orders_behind_it() -> None:
    rules = commission(Method.WHOLE, (0, PERCENT), kpi="回款率", holdback=Fraction(1, 5))
    lines = payout(ground(rules, [person()], [score("1001", "回款率", 500, 100)])).lines
    assert lines["orders"].tolist() == ["", ""]
    assert lines["amount"].tolist() == [5, -1]
