"""What reaches over periods: 预支, 发放, 留存, 年初至今, 追回, 结转."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from pipeline.calculation import Ground
from pipeline.history import SealedPeriod
from pipeline.period import parse_period
from pipeline.rules.payout import payout
from schemas.terms import Kind, LineKind, Method, Release, Window
from tests.rules.closed_before import in_period, seal
from tests.rules.payout_ground import (
    amounts,
    codes,
    component,
    formulas,
    ground,
    order,
    paid,
    person,
    plan,
    receipt,
    score,
    sealed,
    tiers,
)

PERCENT = Fraction(1, 100)


def commission(**cells: Any) -> Any:
    return component("提成", Kind.COMMISSION, **{"measure": "签约金额", "rate": 10 * PERCENT, **cells})


def draw(**cells: Any) -> Any:
    return plan(
        component("实发调整", Kind.FIXED, amount=Fraction(cells.pop("earned")), condition=None),
        component("新人预支", Kind.DRAW, amount=Fraction(3000), **cells),
    )


def test_a_guarantee_tops_up_to_its_prorated_amount() -> None:
    given = ground(draw(earned=1000), [person(proration=Fraction(22, 30), proration_text="22/30")])
    assert amounts(given) == [1000, 1200]
    assert formulas(given)[1] == "3,000.00 × 22/30 − 1,000.00 = 1,200.00"
    assert amounts(ground(draw(earned=5000))) == [5000]


def drawn(period_id: str, amount: int) -> SealedPeriod:
    return sealed(period_id, paid=[{"component": "新人预支", "kind": "draw", "amount": Fraction(amount)}])


def test_a_recoverable_draw_is_taken_back_of_what_exceeds_it() -> None:
    history = [drawn("2026-07", 1800), drawn("2026-08", -300)]
    given = ground(draw(earned=4000, recoverable=True), sealed=history)
    assert amounts(given) == [4000, -1000]
    assert formulas(given)[1] == "-min(1,500.00, 4,000.00 − 3,000.00) = -1,000.00"
    assert amounts(ground(draw(earned=9000, recoverable=True), sealed=history)) == [9000, -1500]
    assert amounts(ground(draw(earned=9000), sealed=history)) == [9000]


@pytest.mark.parametrize(("terms", "back"), [(1, -200), (2, -1700), (3, -2000)])
def test_a_draw_lapses_after_its_terms(terms: int, back: int) -> None:
    """300 in June, 1,500 in July, 200 in August; June was paid back in part in July only if it had not lapsed."""
    history = [drawn("2026-06", 300), drawn("2026-07", 1500), drawn("2026-08", 200)]
    assert amounts(ground(draw(earned=9000, recoverable=True, terms=terms), sealed=history)) == [9000, back]


def shortfall(amount: int) -> SealedPeriod:
    return sealed("2026-08", results=[{"employee_id": "1001", "carried": Fraction(amount), "rank_company": 1}])


def test_a_shortfall_is_brought_forward_and_carried_on() -> None:
    given = ground(plan(component("奖", Kind.FIXED, amount=Fraction(100))), sealed=[shortfall(250)])
    assert paid(given) == [
        ("1001", "奖", Fraction(100)),
        ("1001", "上期结转", Fraction(-250)),
        ("1001", "结转", Fraction(150)),
    ]


def test_another_cycle_brings_nothing_forward() -> None:
    other = replace(shortfall(250), period=parse_period("2026Q2") or shortfall(1).period)
    assert amounts(ground(plan(component("奖", Kind.FIXED, amount=Fraction(100))), sealed=[other])) == [100]


def year_plan(**cells: Any) -> Any:
    table = tiers("年累计", Method.MARGINAL, (0, 5 * PERCENT), (10_000, 10 * PERCENT))
    return plan(commission(rate=None, table="年累计", window=Window.YEAR_TO_DATE, **cells), tables=[table])


def test_the_years_sales_choose_the_tier_and_what_was_paid_is_taken_off() -> None:
    august = seal(in_period(ground(year_plan(), credits=[order("S1", 8000, day="2026-08-10")]), "2026-08"))
    assert august.payout_lines["amount"].tolist() == [400]
    given = ground(year_plan(), credits=[order("S2", 5000)], sealed=[august])
    assert formulas(given) == ["10,000.00 × 5% + 3,000.00 × 10% − 400.00 = 400.00"]


def test_last_years_periods_do_not_count() -> None:
    december = seal(in_period(ground(year_plan(), credits=[order("S1", 8000, day="2025-12-10")]), "2025-12"))
    assert amounts(ground(year_plan(), credits=[order("S2", 5000)], sealed=[december])) == [250]


def test_a_year_that_fell_back_pays_zero() -> None:
    august = seal(in_period(ground(year_plan(), credits=[order("S1", 8000, day="2026-08-10")]), "2026-08"))
    assert amounts(ground(year_plan(), credits=[order("S2", -5000)], sealed=[august])) == [0]


def test_actuals_and_baselines_of_a_kpi_add_up_over_the_year() -> None:
    table = tiers("档", Method.WHOLE, (0, 1 * PERCENT), (1, 2 * PERCENT))
    rules = plan(
        commission(measure="", kpi="销售额", rate=None, table="档", window=Window.YEAR_TO_DATE), tables=[table]
    )
    august = seal(in_period(ground(rules, [person()], [score("1001", "销售额", 50, 100)]), "2026-08"))
    given = ground(rules, [person()], [score("1001", "销售额", 150, 100)], sealed=[august])
    assert amounts(given) == [Fraction("3.5")]


ON_RECEIPT = plan(commission(release=Release.RECEIPT))
SOLD = order("S1", 10_000)


def test_what_customers_have_not_paid_is_withheld() -> None:
    given = ground(ON_RECEIPT, credits=[SOLD, receipt("R1", SOLD, 4000)])
    assert paid(given) == [("1001", "提成", 1000), ("1001", "提成", -600)]
    assert formulas(given)[1] == "-1,000.00 × (1 − 40%) = -600.00"
    assert payout(given).lines["kind"].tolist() == ["commission", "withheld"]


def test_overpaid_orders_release_no_more_than_the_line() -> None:
    assert amounts(ground(ON_RECEIPT, credits=[SOLD, receipt("R1", SOLD, 99_000)])) == [1000]


def later(sealed_periods: list[SealedPeriod], rows: list[Any], period_id: str, rules: Any = ON_RECEIPT) -> Ground:
    return in_period(ground(rules, credits=rows, sealed=sealed_periods), period_id)


def test_receipts_release_what_was_withheld_once() -> None:
    september = seal(ground(ON_RECEIPT, credits=[SOLD, receipt("R1", SOLD, 4000)]))
    old = {**SOLD, "status": "reference"}
    october = later([september], [old, receipt("R2", SOLD, 5000, day="2026-10-05")], "2026-10")
    assert paid(october) == [("1001", "提成", 0), ("1001", "提成", 500)]
    assert formulas(october)[1] == "600.00 − 1,000.00 × (1 − 90%) = 500.00"
    november = later([september, seal(october)], [receipt("R3", SOLD, 1000, day="2026-11-05")], "2026-11")
    assert amounts(november) == [0, 100]
    december = later([september, seal(october), seal(november)], [], "2026-12")
    assert amounts(december) == [0]


def test_a_component_that_the_plan_dropped_still_releases() -> None:
    september = seal(ground(ON_RECEIPT, credits=[SOLD]))
    given = later([september], [receipt("R2", SOLD, 5000, day="2026-10-05")], "2026-10", plan())
    assert amounts(given) == [500]


def test_a_holdback_falls_due_with_the_last_period_of_the_year() -> None:
    rules = plan(commission(holdback=20 * PERCENT))
    september = seal(ground(rules, credits=[SOLD]))
    assert september.payout_lines["amount"].tolist() == [1000, -200]
    november = seal(later([september], [], "2026-11", rules))
    assert november.payout_lines["amount"].tolist() == [0]
    assert amounts(later([september, november], [], "2026-12", rules)) == [0, 200]


def test_rows_of_one_name_withhold_each_by_its_own_terms() -> None:
    rules = plan(
        commission(order=1, grades=("骨干",), holdback=20 * PERCENT), commission(order=2, grades=("新人",)), tables=[]
    )
    given = ground(rules, [person(), person("1002", grade="新人")], credits=[SOLD, {**SOLD, "employee_id": "1002"}])
    assert paid(given) == [
        ("1001", "提成", Fraction(1000)),
        ("1001", "提成", Fraction(-200)),
        ("1002", "提成", Fraction(1000)),
    ]


def test_a_line_of_the_last_period_holds_nothing_back() -> None:
    rules = plan(commission(holdback=20 * PERCENT))
    assert amounts(in_period(ground(rules, credits=[order("S1", 10_000, day="2026-12-01")]), "2026-12")) == [1000]


def clawing(**parameters: Any) -> Any:
    cells = parameters.pop("cells", {})
    return plan(commission(), component("追回", Kind.CLAWBACK, **cells), parameters=parameters)


def august(*rows: Any) -> SealedPeriod:
    return seal(in_period(ground(clawing(), credits=list(rows)), "2026-08"))


OLD = order("S1", 10_000, day="2026-08-05")
OTHER = order("S2", 30_000, day="2026-08-06")
REVERSAL = order("S9", -4000, original_order_id="S1", keeps_attainment=True)


def test_a_reversal_takes_back_its_part_at_the_rate_that_was_paid() -> None:
    given = ground(clawing(), credits=[REVERSAL, order("S3", 50_000)], sealed=[august(OLD, OTHER)])
    assert paid(given) == [("1001", "提成", 5000), ("1001", "追回", -400)]
    line = payout(given).lines.iloc[1]
    assert (line["reference"], line["order_id"]) == ("2026-08 r1 #1", "S1")
    assert line["formula"] == "-(4,000.00 × 10%) = -400.00"


@pytest.mark.parametrize(
    ("undone", "lapsed"), [(-4000, {}), (-9000, {("1001", "提成"): 100}), (-10_000, {("1001", "提成"): 200})]
)
def test_what_a_clawback_cannot_reach_of_what_is_withheld_lapses(undone: int, lapsed: Any) -> None:
    """Of 1,000 earned 800 was paid out: what the order gave back beyond that is never released."""
    rules = plan(commission(holdback=20 * PERCENT), component("追回", Kind.CLAWBACK))
    paid_in_august = seal(in_period(ground(rules, credits=[OLD]), "2026-08"))
    back = order("S9", undone, original_order_id="S1", keeps_attainment=True)
    assert payout(ground(rules, credits=[back], sealed=[paid_in_august])).lapsed == lapsed


def test_a_refund_takes_back_its_part_of_the_receivable() -> None:
    refund = receipt("R9", OLD, -5000, keeps_attainment=True)
    given = ground(clawing(), credits=[refund, order("S3", 50_000)], sealed=[august(OLD)])
    assert amounts(given) == [5000, -500]


def test_never_more_than_was_paid() -> None:
    twice = [REVERSAL, order("S8", -9000, original_order_id="S1", keeps_attainment=True), order("S3", 50_000)]
    assert amounts(ground(clawing(), credits=twice, sealed=[august(OLD)])) == [5000, -1000]
    first = seal(ground(clawing(), credits=[REVERSAL], sealed=[august(OLD)]))
    again = order("S8", -9000, original_order_id="S1", keeps_attainment=True, day="2026-10-02")
    given = in_period(ground(clawing(), credits=[again], sealed=[august(OLD), first]), "2026-10")
    assert amounts(given)[:2] == [0, -600]


def test_an_order_outside_the_terms_keeps_its_pay() -> None:
    rows = [REVERSAL]
    assert len(amounts(ground(clawing(cells={"terms": 35}), credits=rows, sealed=[august(OLD)]))) == 1
    assert amounts(ground(clawing(cells={"terms": 36}), credits=rows, sealed=[august(OLD)]))[1] == -400


def test_a_part_is_taken_back_where_the_plan_says_so() -> None:
    given = ground(clawing(cells={"rate": 50 * PERCENT}), credits=[REVERSAL], sealed=[august(OLD)])
    assert amounts(given)[1] == -200


def test_the_limit_leaves_a_rest_that_the_next_period_takes() -> None:
    rules = clawing(clawback_cap=20 * PERCENT)
    september = ground(rules, credits=[REVERSAL, order("S3", 10_000)], sealed=[august(OLD)])
    assert amounts(september) == [1000, -200]
    assert codes(september) == ["payout-recovery-carried"]
    rows = [order("S4", 30_000, day="2026-10-10")]
    october = in_period(ground(rules, credits=rows, sealed=[august(OLD), seal(september)]), "2026-10")
    assert paid(october) == [("1001", "提成", 3000), ("1001", "追回", -200)]
    assert codes(october) == []


def test_the_floor_is_left_to_the_person() -> None:
    rules = clawing(clawback_floor=Fraction(900))
    given = ground(rules, credits=[REVERSAL, order("S3", 10_000)], sealed=[august(OLD)])
    assert amounts(given) == [1000, -100]


def test_without_limits_the_shortfall_is_carried() -> None:
    given = ground(clawing(), credits=[REVERSAL], sealed=[august(OLD)])
    assert paid(given) == [("1001", "提成", 0), ("1001", "追回", -400), ("1001", "结转", 400)]


def test_what_was_never_paid_out_is_not_taken_back() -> None:
    rules = plan(commission(release=Release.RECEIPT), component("追回", Kind.CLAWBACK))
    before = seal(in_period(ground(rules, credits=[OLD]), "2026-08"))
    assert amounts(ground(rules, credits=[REVERSAL], sealed=[before])) == [0]


def test_a_commission_on_receipts_is_taken_back_newest_first() -> None:
    rules = plan(commission(measure="回款金额"), component("追回", Kind.CLAWBACK))
    july = seal(in_period(ground(rules, credits=[OLD, receipt("R1", OLD, 6000, day="2026-07-20")]), "2026-07"))
    rows = [receipt("R2", OLD, 2000, day="2026-08-20")]
    before = seal(in_period(ground(rules, credits=rows), "2026-08"))
    refund = receipt("R9", OLD, -5000, keeps_attainment=True)
    lines = payout(ground(rules, credits=[refund], sealed=[july, before])).lines
    taken = lines[lines["kind"] == "clawback"]
    assert dict(zip(taken["reference"], taken["amount"], strict=True)) == {"2026-07 r1 #1": -300, "2026-08 r1 #1": -200}


def test_kinds_of_lines_that_no_component_declares_keep_their_names() -> None:
    given = ground(plan(component("奖", Kind.FIXED, amount=Fraction(100))), sealed=[shortfall(250)])
    kinds = payout(given).lines["kind"].tolist()
    assert kinds == ["fixed", LineKind.BROUGHT_FORWARD.value, LineKind.CARRY.value]
