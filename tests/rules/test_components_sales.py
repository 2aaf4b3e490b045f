"""提成, 单笔奖, 定额: what is paid on sales."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from pipeline.rules.payout import payout
from pipeline.tables import Tables
from schemas.terms import Basis, Kind, Method, Share
from tests.rules.payout_ground import (
    amounts,
    codes,
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


def commission(**cells: Any) -> Any:
    return component("提成", Kind.COMMISSION, **cells)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (Method.MARGINAL, Fraction(26_000)),
        (Method.WHOLE, Fraction(42_000)),
        (Method.LADDER, Fraction(15, 100)),
        (Method.STEP, Fraction("0.07")),
    ],
)
def test_each_method_on_amounts(method: Method, expected: Fraction) -> None:
    """3 % to 300,000, 5 % to 500,000, 7 % above, on 600,000."""
    table = tiers("档", method, (0, 3 * PERCENT), (300_000, 5 * PERCENT), (500_000, 7 * PERCENT))
    given = ground(plan(commission(measure="签约金额", table="档"), tables=[table]), credits=[order("S1", 600_000)])
    assert amounts(given) == [expected]


def test_a_commission_shows_its_parts() -> None:
    table = tiers("档", Method.MARGINAL, (0, 3 * PERCENT), (300_000, 5 * PERCENT))
    given = ground(plan(commission(measure="签约金额", table="档"), tables=[table]), credits=[order("S1", 400_000)])
    assert formulas(given) == ["300,000.00 × 3% + 100,000.00 × 5% = 14,000.00"]


def test_bounds_are_percentages_of_the_baseline_where_a_kpi_is_named() -> None:
    table = tiers("档", Method.MARGINAL, (None, 0), (1, 10 * PERCENT), (Fraction(12, 10), 20 * PERCENT))
    rules = plan(commission(kpi="销售额", table="档"), tables=[table])
    given = ground(rules, [person()], [score("1001", "销售额", 650_000, 500_000)])
    assert amounts(given) == [Fraction(20_000)]


def test_excess_counts_from_the_baseline() -> None:
    table = tiers("档", Method.WHOLE, (0, 4 * PERCENT), (Fraction(1, 10), 5 * PERCENT))
    rules = plan(commission(kpi="销售额", table="档", applies_to=Share.EXCESS), tables=[table])
    people = [person("1001"), person("1002")]
    scores = [score("1001", "销售额", 600_000, 500_000), score("1002", "销售额", 400_000, 500_000)]
    assert amounts(ground(rules, people, scores)) == [Fraction(5000), Fraction(0)]


def test_the_kpi_chooses_the_tier_and_the_measure_is_paid_on() -> None:
    table = tiers("档", Method.WHOLE, (None, 1 * PERCENT), (1, 2 * PERCENT))
    rules = plan(commission(kpi="回款率", measure="签约金额", table="档"), tables=[table])
    given = ground(rules, [person()], [score("1001", "回款率", 1, 1)], [order("S1", 10_000)])
    assert formulas(given) == ["10,000.00 × 2% = 200.00"]


def test_without_a_table_a_rate_or_an_amount_per_unit() -> None:
    rules = plan(
        commission(measure="签约金额", rate=Fraction("0.015")), commission(measure="签约金额", amount=Fraction(2))
    )
    given = ground(rules, credits=[order("S1", "333.33")])
    assert formulas(given) == ["333.33 × 1.5% = 5.00", "333.33 × 2.00 = 666.66"]


def test_more_reversals_than_orders_pay_zero_not_less() -> None:
    given = ground(plan(commission(measure="签约金额", rate=PERCENT)), credits=[order("S1", -100)])
    assert amounts(given) == [Fraction(0)]


def test_a_value_that_the_table_pays_is_shown_with_where_it_was_read() -> None:
    table = tiers("档", Method.STEP, (0, 500), (100_000, 2000))
    given = ground(plan(commission(measure="签约金额", table="档"), tables=[table]), credits=[order("S1", 120_000)])
    assert formulas(given) == ["120,000.00 → 2,000.00"]


def test_a_grid_reads_two_measures() -> None:
    table = tiers("档", Method.GRID, (0, 100), (0, 200), (1000, 300), (1000, 400))
    corners = [0, 50, 0, 50]
    table = replace(
        table, tiers=tuple(replace(one, lower2=Fraction(at)) for one, at in zip(table.tiers, corners, strict=True))
    )
    rules = plan(commission(measure="签约金额", measure2="团队签约", table="档"), tables=[table])
    assert amounts(ground(rules, credits=[order("S1", 1000)])) == [Fraction(400)]


def test_a_condition_decides_who_earns_it() -> None:
    rules = plan(
        commission(measure="签约金额", rate=PERCENT, condition=condition("达成率(销售额) ≥ 80% 且 职级 = 骨干"))
    )
    people = [person("1001"), person("1002"), person("1003", grade="新人")]
    scores = [score(one, "销售额", actual, 100) for one, actual in (("1001", 80), ("1002", 79), ("1003", 99))]
    assert [who for who, _, _ in paid(ground(rules, people, scores))] == ["1001"]


def test_a_measure_without_its_table_is_an_error() -> None:
    given = ground(plan(commission(measure="回款金额", rate=PERCENT)))
    absent = replace(given, tables=Tables({"orders": given.tables.frames["orders"]}, given.tables.sources))
    assert told(findings(absent)) == ["error 方案.xlsx!奖金项!A2:Z2: “提成”用到计量“回款金额”，但本期间没有来源表 回款"]


def test_a_person_without_the_kpi_earns_no_commission_and_is_named() -> None:
    given = ground(plan(commission(kpi="销售额", rate=PERCENT)), [person("1001", name="张三")])
    assert amounts(given) == []
    (found,) = findings(given)
    assert (found.code, dict(found.params)["people"]) == ("payout-kpi-not-scored", "张三")


def test_the_line_names_the_cells_and_orders_behind_it() -> None:
    rows = [order("S1", 100, sheet_row=2), order("S2", 50, sheet_row=3), order("S3", 10, sheet_row=7)]
    rules = plan(commission(measure="签约金额", rate=PERCENT), component("追回", Kind.CLAWBACK))
    (line,) = payout(ground(rules, credits=rows)).lines.to_dict("records")
    assert line["sources"] == "数据.xlsx!订单!H2:H3; 数据.xlsx!订单!H7"
    assert line["orders"] == "S1=100; S2=50; S3=10"


def test_each_large_order_is_paid_by_share_in_order_of_its_number() -> None:
    rules = plan(
        component("大单奖", Kind.PER_ORDER, amount=Fraction(1000), condition=order_condition("签约金额 ≥ 100000"))
    )
    rows = [
        order("S2", 200_000, share=Fraction(1, 2)),
        order("S1", 100_000),
        order("S3", 99_999),
        order("S4", -500_000),
    ]
    given = ground(rules, credits=rows)
    assert formulas(given) == ["1,000.00", "1,000.00 × 50% = 500.00"]
    assert payout(given).lines["order_id"].tolist() == ["S1", "S2"]


def test_an_order_prize_from_a_table_stays_within_its_limits() -> None:
    table = tiers("档", Method.WHOLE, (0, PERCENT))
    rules = plan(
        component(
            "大单奖",
            Kind.PER_ORDER,
            table="档",
            min=Fraction(100),
            max=Fraction(500),
            condition=order_condition("产品线 = 云"),
        ),
        tables=[table],
    )
    rows = [order("S1", 1000), order("S2", 20_000), order("S3", 90_000), order("S4", 20_000, product="硬件")]
    assert amounts(ground(rules, credits=rows)) == [Fraction(100), Fraction(200), Fraction(500)]


def test_lines_are_cut_from_the_last_one_backwards() -> None:
    rules = plan(
        component(
            "大单奖",
            Kind.PER_ORDER,
            amount=Fraction(1000),
            cap=Fraction(1500),
            condition=order_condition("签约金额 > 0"),
        )
    )
    given = ground(rules, credits=[order(name, 1) for name in ("S1", "S2", "S3")])
    assert amounts(given) == [Fraction(1000), Fraction(500), Fraction(0)]
    assert formulas(given)[1:] == ["1,000.00 − 500.00 = 500.00", "1,000.00 − 1,000.00 = 0.00"]
    assert payout(given).lines["reasons"].tolist() == ["", "capped", "capped"]


def first_order_plan() -> Any:
    return plan(
        component(
            "首单奖",
            Kind.PER_ORDER,
            amount=Fraction(1000),
            basis=Basis.FIRST,
            condition=order_condition("签约金额 ≥ 100"),
        )
    )


def test_only_the_first_order_is_paid_and_of_one_day_the_smaller_number() -> None:
    given = ground(first_order_plan(), credits=[order("S2", 500), order("S1", 500), order("S0", 500, day="2026-09-11")])
    assert payout(given).lines["order_id"].tolist() == ["S1"]


def test_no_first_order_prize_where_an_earlier_one_is_known() -> None:
    earlier = order("S0", 500, day="2026-08-01", status="reference")
    assert amounts(ground(first_order_plan(), credits=[order("S1", 500), earlier])) == []
    before = sealed("2026-08", credits=[order("S0", 500, day="2026-08-01")])
    assert amounts(ground(first_order_plan(), credits=[order("S1", 500)], sealed=[before])) == []


def test_the_first_order_must_fit_the_condition_itself() -> None:
    small_first = [order("S1", 50, day="2026-09-01"), order("S2", 500)]
    assert amounts(ground(first_order_plan(), credits=small_first)) == []


def test_a_fixed_amount_of_zero_lists_the_entitled() -> None:
    rules = plan(component("海外培训", Kind.FIXED, amount=Fraction(0), condition=condition("评级 = A")))
    people = [person("1001"), person("1002", rating="B")]
    assert paid(ground(rules, people)) == [("1001", "海外培训", Fraction(0))]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert codes(ground(plan(commission(measure="签约金额", rate=PERCENT)), credits=[order("S1", 100)])) == []


def test_the_floor_is_held_against_the_lines_as_they_are_rounded() -> None:
    share: dict[str, Any] = {"share": Fraction(1, 2)}
    rules = plan(
        component(
            "小单奖",
            Kind.PER_ORDER,
            amount=Fraction("0.01"),
            floor=Fraction("0.02"),
            condition=order_condition("签约金额 > 0"),
        )
    )
    given = ground(rules, credits=[order("S1", 1, **share), order("S2", 1, **share)])
    assert formulas(given) == ["0.01 × 50% = 0.01"] * 2
