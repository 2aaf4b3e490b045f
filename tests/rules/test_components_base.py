"""绩效奖金 and 目标奖金: base, coefficient, attainment, and what stands in between."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from pipeline.plan.model import Plan
from pipeline.rules.payout import payout
from schemas.terms import Basis, Boundary, Cycle, GateEffect, GateOf, Kind, Method
from tests.rules.payout_ground import (
    amounts,
    codes,
    component,
    condition,
    factor,
    findings,
    formulas,
    gate,
    ground,
    paid,
    person,
    plan,
    score,
    sealed,
    tiers,
)

HEADLINE = {"headline_kpi": "销售额"}


def bonus_plan(**cells: Any) -> Plan:
    return plan(component("绩效奖金", Kind.PERFORMANCE), parameters=HEADLINE, **cells)


def test_the_handbooks_rep_earns_base_times_coefficient_times_attainment() -> None:
    given = ground(bonus_plan(), [person()], [score("1001", "销售额", 480_000, 500_000)])
    assert amounts(given) == [Fraction(9216)]
    assert formulas(given) == ["8,000.00 × 1.2 × 96.00% = 9,216.00"]


def test_without_a_headline_kpi_attainment_does_not_multiply() -> None:
    assert amounts(ground(plan(component("绩效奖金", Kind.PERFORMANCE)))) == [Fraction(9600)]


def test_attainment_multiplies_up_to_the_cap_and_never_below_zero() -> None:
    people = [person("1001"), person("1002")]
    scores = [score("1001", "销售额", 1_000_000, 500_000), score("1002", "销售额", -10, 500_000)]
    assert amounts(ground(bonus_plan(), people, scores)) == [Fraction(14_400), Fraction(0)]


def test_unrounded_attainment_is_marked_in_the_formula() -> None:
    rules = plan(component("绩效奖金", Kind.PERFORMANCE), parameters={**HEADLINE, "attainment_places": None})
    third = Fraction(1, 3)
    given = ground(rules, [person()], [score("1001", "销售额", 1, 3, attainment=third)])
    assert formulas(given) == ["8,000.00 × 1.2 × ≈33.3333% = 3,200.00"]


def test_a_person_without_the_headline_kpi_is_an_error_that_names_him() -> None:
    (found,) = [one for one in findings(ground(bonus_plan(), [person(name="O'Brien")])) if one.blocks]
    assert found.code == "payout-no-headline"
    assert dict(found.params)["name"] == "O'Brien"


def test_the_region_factor_multiplies_and_an_unlisted_region_is_told() -> None:
    rules = plan(component("绩效奖金", Kind.PERFORMANCE), factors=(factor("华东", "1.1"),))
    given = ground(rules, [person("1001"), person("1002", region="西北")])
    assert amounts(given) == [Fraction(10_560), Fraction(9600)]
    assert codes(given) == ["payout-region-without-factor"]


@pytest.mark.parametrize("cells", [{"forfeited": True}, {"proration": Fraction(0)}])
def test_who_left_without_claim_or_was_never_there_earns_nothing(cells: dict[str, Any]) -> None:
    assert amounts(ground(bonus_plan(), [person(**cells)])) == []


def test_sources_name_the_cells_of_base_and_target() -> None:
    given = ground(bonus_plan(), [person()], [score("1001", "销售额", 480_000, 500_000)])
    (line,) = payout(given).lines.to_dict("records")
    assert line["sources"] == "方案.xlsx!职级!C2; 数据.xlsx!目标!C2"
    assert (line["rule"], line["line"], line["kind"], line["phase"]) == ("奖金项!2", 1, "performance", 1)


def test_a_target_bonus_reads_the_exact_attainment_not_the_printed_one() -> None:
    table = tiers("曲线", Method.STEP, (None, 0), (1, 1))
    rules = plan(component("目标奖金", Kind.TARGET_BONUS, kpi="销售额", table="曲线"), tables=[table])
    just_below = [score("1001", "销售额", Fraction("99.9999"), 100, attainment=Fraction(1))]
    assert amounts(ground(rules, [person()], just_below)) == [Fraction(0)]


def test_a_target_bonus_on_the_total_pays_a_share_of_the_base() -> None:
    table = tiers("总分曲线", Method.INTERPOLATED, (80, 0), (100, 1))
    bonus = component("目标奖金", Kind.TARGET_BONUS, table="总分曲线", basis=Basis.TOTAL, rate=Fraction(1, 2))
    given = ground(plan(bonus, tables=[table]), [person(total_score=Fraction(95))])
    assert amounts(given) == [Fraction(3000)]


def test_an_actual_counted_as_zero_reads_the_table_at_zero() -> None:
    table = tiers("曲线", Method.STEP, (0, Fraction(1, 10)), (1, 1))
    rules = plan(component("目标奖金", Kind.TARGET_BONUS, kpi="回款率", table="曲线"), tables=[table])
    nothing = {**score("1001", "回款率", 0, 1), "actual": None, "baseline": None}
    assert amounts(ground(rules, [person()], [nothing])) == [Fraction(800)]


def test_below_the_first_bound_is_an_error_for_that_person() -> None:
    table = tiers("曲线", Method.STEP, (Fraction(1, 2), 1))
    rules = plan(component("目标奖金", Kind.TARGET_BONUS, kpi="销售额", table="曲线"), tables=[table])
    (found,) = findings(ground(rules, [person()], [score("1001", "销售额", 1, 4)]))
    assert (found.code, found.blocks) == ("payout-table-below-first-bound", True)


@pytest.mark.parametrize(("boundary", "value"), [(Boundary.UPPER, 8000), (Boundary.LOWER, 4000)])
def test_a_value_on_a_bound_goes_where_the_table_says(boundary: Boundary, value: int) -> None:
    table = tiers("曲线", Method.STEP, (0, Fraction(1, 2)), (1, 1), boundary=boundary)
    rules = plan(component("目标奖金", Kind.TARGET_BONUS, kpi="销售额", table="曲线"), tables=[table])
    assert amounts(ground(rules, [person()], [score("1001", "销售额", 7, 7)])) == [Fraction(value)]


def test_a_veto_pays_nothing_and_wins_over_the_floor() -> None:
    rules = plan(
        component("绩效奖金", Kind.PERFORMANCE, floor=Fraction(500)),
        gates=(gate("回款率", GateOf.ACTUAL, "<", Fraction(4, 5), GateEffect.VETO),),
    )
    given = ground(rules, [person()], [score("1001", "回款率", Fraction(79, 100), 1)])
    assert amounts(given) == [Fraction(0)]
    assert formulas(given) == ["8,000.00 × 1.2 × 0 = 0.00"]


def test_a_reduction_multiplies_before_the_rounding() -> None:
    rules = plan(
        component("绩效奖金", Kind.PERFORMANCE),
        gates=(
            gate("回款率", GateOf.ATTAINMENT, "<", Fraction(4, 5), GateEffect.REDUCE, factor=Fraction(1, 2)),
            gate("回款率", GateOf.SCORE, "<", 100, GateEffect.IMPROVE),
        ),
    )
    given = ground(rules, [person(base=Fraction("0.01"))], [score("1001", "回款率", Fraction(79, 100), 1)])
    assert amounts(given) == [Fraction("0.01")]
    assert formulas(given) == ["0.01 × 1.2 × 0.5 = 0.01"]


def test_a_gate_on_a_kpi_that_was_not_scored_is_false_with_a_warning() -> None:
    rules = plan(
        component("绩效奖金", Kind.PERFORMANCE),
        gates=(gate("回款率", GateOf.ACTUAL, "<", 1, GateEffect.VETO),),
    )
    given = ground(rules)
    assert amounts(given) == [Fraction(9600)]
    assert codes(given) == ["payout-gate-not-scored"]


def test_a_gate_that_names_a_component_leaves_the_others_alone() -> None:
    rules = plan(
        component("绩效奖金", Kind.PERFORMANCE),
        component("全勤", Kind.FIXED, amount=Fraction(200), condition=condition("总分 ≥ 90")),
        gates=(gate("回款率", GateOf.ACTUAL, "<", 1, GateEffect.VETO, component="全勤"),),
    )
    given = ground(rules, [person()], [score("1001", "回款率", 0, 1)])
    assert paid(given) == [("1001", "绩效奖金", Fraction(9600)), ("1001", "全勤", Fraction(0))]


def test_floor_and_cap_move_the_sum_to_their_amount() -> None:
    low = plan(component("绩效奖金", Kind.PERFORMANCE, floor=Fraction(10_000)))
    high = plan(component("绩效奖金", Kind.PERFORMANCE, cap=Fraction(9000)))
    assert formulas(ground(low)) == ["8,000.00 × 1.2 + 400.00 = 10,000.00"]
    assert formulas(ground(high)) == ["8,000.00 × 1.2 = 9,600.00 − 600.00 = 9,000.00"]


def test_a_component_of_other_grades_or_cycles_pays_nobody() -> None:
    for cells in ({"grades": ("经理",)}, {"cycles": (Cycle.QUARTER,)}):
        assert amounts(ground(plan(component("绩效奖金", Kind.PERFORMANCE, **cells)))) == []


def test_an_empty_plan_and_an_empty_month_give_an_empty_table() -> None:
    assert amounts(ground(plan())) == []
    assert sealed("2026-08").payout_lines.empty
