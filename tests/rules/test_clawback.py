"""追回 word for word: of whom, for which order, how much of it, and from which cells."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from pipeline.history import SealedPeriod
from pipeline.plan.model import Plan
from pipeline.rules.payout import payout
from schemas.terms import Cycle, Kind, Method, Window
from tests.rules.closed_before import in_period, seal
from tests.rules.payout_ground import (
    amounts,
    component,
    formulas,
    ground,
    order,
    paid,
    person,
    plan,
    receipt,
    tiers,
)

PERCENT = Fraction(1, 100)


def clawing(*more: Any, commission: Any = None, **cells: Any) -> Plan:
    sold = {"measure": "签约金额", "rate": 10 * PERCENT, **(commission or {})}
    return plan(component("提成", Kind.COMMISSION, **sold), component("追回", Kind.CLAWBACK, **cells), *more)


def august(*rows: Any, people: Any = (), rules: Plan | None = None, month: str = "2026-08") -> SealedPeriod:
    return seal(in_period(ground(rules or clawing(), people, credits=list(rows)), month))


def old(order_id: str = "S1", amount: object = 10_000, employee_id: str = "1001", **cells: Any) -> dict[str, Any]:
    return order(order_id, amount, employee_id, day=cells.pop("day", "2026-08-05"), **cells)


def reversal(order_id: str, amount: object, *, of: str = "S1", **cells: Any) -> dict[str, Any]:
    return order(order_id, amount, original_order_id=of, keeps_attainment=True, **cells)


def taken(given: Any) -> list[tuple[str, str, Any]]:
    """Of whom, for which order, how much."""
    lines = payout(given).lines
    back = lines[lines["kind"] == "clawback"]
    return list(zip(back["employee_id"], back["order_id"], back["amount"], strict=True))


def test_it_takes_back_of_the_grades_that_it_names_only() -> None:
    people = [person("1001"), person("1002", grade="新人")]
    sold = [old(share=Fraction(1, 2)), old(employee_id="1002", share=Fraction(1, 2))]
    back = [reversal("S9", -4000, employee_id=one, share=Fraction(1, 2)) for one in ("1001", "1002")]
    given = ground(clawing(grades=("新人",)), people, credits=back, sealed=[august(*sold, people=people)])
    assert taken(given) == [("1002", "S1", -200)]


def test_a_reversal_of_an_order_that_was_paid_to_nobody_takes_nothing() -> None:
    """The order is known, but no sealed commission was reckoned from it."""
    known = old("S5", status="reference")
    assert taken(ground(clawing(), credits=[known, reversal("S9", -4000, of="S5")], sealed=[august(old())])) == []


def test_each_claim_names_the_cells_of_its_reversals() -> None:
    rows = [reversal("S8", -1000, sheet_row=8), reversal("S9", -2000, sheet_row=9), order("S3", 99_000)]
    lines = payout(ground(clawing(), credits=rows, sealed=[august(old())])).lines
    assert lines["sources"].tolist()[1] == "数据.xlsx!订单!H8"
    assert lines["formula"].tolist()[1] == "-(1,000.00 × 10% + 2,000.00 × 10%) = -300.00"


def test_a_claim_is_in_whole_cents() -> None:
    sold, back = old(amount="0.33"), reversal("S9", "-0.16")
    rules = clawing(commission={"rate": 33 * PERCENT})
    given = ground(rules, credits=[back, order("S3", 100)], sealed=[august(sold, rules=rules)])
    assert formulas(given)[1] == "-(0.16 × ≈33.3333%) = -0.05"


def test_what_was_paid_out_bounds_a_claim_and_the_formula_says_so() -> None:
    rules = clawing(commission={"holdback": 20 * PERCENT})
    given = ground(rules, credits=[reversal("S9", -9000), order("S3", 50_000)], sealed=[august(old(), rules=rules)])
    assert [one for one in formulas(given) if "min" in one] == ["-min(9,000.00 × 10%, 800.00) = -800.00"]


def test_a_reversal_counts_against_the_amount_and_a_refund_against_what_is_receivable() -> None:
    sold = old(receivable=Fraction(8000))
    more, before = order("S3", 90_000), august(sold)
    by_amount = ground(clawing(), credits=[reversal("S9", -4000), more], sealed=[before])
    by_receipt = ground(clawing(), credits=[receipt("R9", sold, -4000, keeps_attainment=True), more], sealed=[before])
    assert taken(by_amount) == [("1001", "S1", -400)]
    assert taken(by_receipt) == [("1001", "S1", -500)]


@pytest.mark.parametrize(("receivable", "back"), [(0, []), ("0.5", [("1001", "S1", -500)])])
def test_a_refund_of_an_order_with_nothing_receivable_takes_nothing(receivable: object, back: Any) -> None:
    sold = old(receivable=Fraction(str(receivable)))
    refund = receipt("R9", sold, "-0.25", keeps_attainment=True)
    assert taken(ground(clawing(), credits=[refund, order("S3", 90_000)], sealed=[august(sold)])) == back


RECEIVED = {"measure": "回款金额"}


def test_a_refund_of_what_was_paid_on_receipts_is_shared_as_the_order_is() -> None:
    people, rules = [person("1001"), person("1002")], clawing(commission=RECEIVED)
    shares = {"1001": Fraction(1, 4), "1002": Fraction(3, 4)}
    sold = [old(employee_id=one, share=share) for one, share in shares.items()]
    before = august(*sold, *(receipt("R1", one, 8000) for one in sold), people=people, rules=rules)
    refund = [receipt("R9", one, -4000, keeps_attainment=True) for one in sold]
    income = [receipt(f"R{at}", order(f"S{at}", 1, who), 90_000) for at, who in ((5, "1001"), (6, "1002"))]
    given = ground(rules, people, credits=[*refund, *income], sealed=[before])
    assert taken(given) == [("1001", "S1", -100), ("1002", "S1", -300)]
    resplit = [*income, receipt("R9", old(employee_id="1002"), -4000, keeps_attainment=True)]
    assert taken(ground(rules, people, credits=resplit, sealed=[before])) == taken(given)


def test_a_reversal_of_what_was_paid_on_receipts_takes_its_part() -> None:
    """40 % of the order was undone, so 40 % of what its receipts earned."""
    rules = clawing(commission=RECEIVED)
    before = august(old(), receipt("R1", old(), 5000), rules=rules)
    income = receipt("R5", order("S5", 1), 90_000)
    given = ground(rules, credits=[reversal("S9", -4000), income], sealed=[before])
    assert taken(given) == [("1001", "S1", -200)]


def test_claims_come_in_order_of_the_orders() -> None:
    july = august(old("S2", day="2026-07-05"), month="2026-07")
    back = [reversal("S8", -1000, of="S2"), reversal("S9", -2000)]
    given = ground(clawing(), credits=[*back, order("S3", 99_000)], sealed=[july, august(old())])
    assert taken(given) == [("1001", "S1", -200), ("1001", "S2", -100)]


def test_two_rules_take_no_more_than_was_paid_and_each_carries_its_own_rest() -> None:
    rules = clawing(component("追回二", Kind.CLAWBACK, rate=50 * PERCENT))
    september = seal(ground(rules, credits=[reversal("S9", -6000)], sealed=[august(old(), rules=rules)]))
    assert paid(in_period(ground(rules, sealed=[august(old()), september]), "2026-10"))[0] == ("1001", "提成", 0)
    both = ground(rules, credits=[reversal("S9", -8000), order("S3", 99_000)], sealed=[august(old())])
    assert taken(both) == [("1001", "S1", -800), ("1001", "S1", -200)]
    assert [one for one in formulas(both) if "50%" in one] == ["-min(8,000.00 × 10% × 50%, 200.00) = -200.00"]


def test_what_two_rules_could_not_take_each_takes_later() -> None:
    limited: dict[str, Any] = {"parameters": {"clawback_cap": Fraction(0)}}
    components = (
        component("提成", Kind.COMMISSION, measure="签约金额", rate=10 * PERCENT),
        component("追回", Kind.CLAWBACK),
        component("追回二", Kind.CLAWBACK, rate=10 * PERCENT),
    )
    before = august(old())
    september = seal(ground(plan(*components, **limited), credits=[reversal("S9", -6000)], sealed=[before]))
    sold = [order("S4", 90_000, day="2026-10-03")]
    october = in_period(ground(plan(*components), credits=sold, sealed=[before, september]), "2026-10")
    assert taken(october) == [("1001", "S1", -600), ("1001", "S1", -60)]
    dropped = in_period(ground(plan(*components[:2]), credits=sold, sealed=[before, september]), "2026-10")
    assert taken(dropped) == [("1001", "S1", -660)]
    kept = in_period(ground(plan(components[0], components[2]), credits=sold, sealed=[before, september]), "2026-10")
    assert taken(kept) == [("1001", "S1", -660)]


def test_two_reversals_of_one_order_let_lapse_what_both_undid() -> None:
    rules = clawing(commission={"holdback": 40 * PERCENT})
    before = august(old(), rules=rules)
    twice = [reversal("S8", -4000), reversal("S9", -4000)]
    assert payout(ground(rules, credits=twice, sealed=[before])).lapsed == {("1001", "提成"): 200}


def test_what_lapses_does_not_ask_in_which_cycle_a_rule_takes_back() -> None:
    rules = clawing(commission={"holdback": 40 * PERCENT}, cycles=(Cycle.QUARTER,))
    before = august(old(), rules=rules)
    assert payout(ground(rules, credits=[reversal("S9", -10_000)], sealed=[before])).lapsed == {("1001", "提成"): 400}


def test_a_year_that_stands_where_it_stood_pays_nothing_and_says_so_plainly() -> None:
    table = tiers("年累计", Method.WHOLE, (0, 10 * PERCENT))
    bonus = component("提成", Kind.COMMISSION, measure="签约金额", table="年累计", window=Window.YEAR_TO_DATE)
    rules = plan(bonus, tables=[table])
    before = seal(in_period(ground(rules, credits=[old()]), "2026-08"))
    assert formulas(ground(rules, sealed=[before])) == ["10,000.00 × 10% − 1,000.00 = 0.00"]
    less = ground(rules, credits=[order("S3", -1)], sealed=[before])
    assert formulas(less) == ["max(0, 9,999.00 × 10% − 1,000.00) = 0.00"]
    assert amounts(less) == [0]


@pytest.mark.parametrize(("cycle", "back"), [(Cycle.MONTH, [("1001", "S1", -400)]), (Cycle.QUARTER, [])])
def test_a_rule_takes_back_in_its_own_cycles(cycle: Cycle, back: Any) -> None:
    rows = [reversal("S9", -4000), order("S3", 50_000)]
    given = ground(clawing(cycles=(cycle,)), credits=rows, sealed=[august(old())])
    assert taken(given) == back


def test_a_rest_and_a_new_claim_for_one_order_are_one_line_that_names_the_new_cells() -> None:
    limited = plan(*clawing().components, parameters={"clawback_cap": Fraction(0)})
    september = seal(ground(limited, credits=[reversal("S9", -1000)], sealed=[august(old())]))
    rows = [reversal("S10", -2000, sheet_row=8, day="2026-10-02"), order("S4", 90_000, day="2026-10-03")]
    given = in_period(ground(clawing(), credits=rows, sealed=[august(old()), september]), "2026-10")
    line = payout(given).lines.iloc[1]
    assert line["formula"] == "-(100.00 + 2,000.00 × 10%) = -300.00"
    assert (line["sources"], line["phase"]) == ("数据.xlsx!订单!H8", 6)


def test_a_whole_reversal_takes_back_the_whole_pay_and_nothing_bounds_it() -> None:
    given = ground(clawing(), credits=[reversal("S9", -10_000), order("S3", 90_000)], sealed=[august(old())])
    assert formulas(given)[1] == "-(10,000.00 × 10%) = -1,000.00"


def test_a_value_paid_on_sales_of_nothing_has_no_rate_at_which_it_could_be_taken_back() -> None:
    """100 were paid for a month in which sales and corrections met at 0: no order gave it a known part."""
    table = tiers("档", Method.STEP, (0, 100), (50_000, 200))
    rules = plan(
        component("提成", Kind.COMMISSION, measure="签约金额", table="档"),
        component("追回", Kind.CLAWBACK),
        tables=[table],
    )
    before = august(old(), old("S2", -10_000), rules=rules)
    assert before.payout_lines["amount"].tolist() == [100]
    assert taken(ground(rules, credits=[reversal("S9", -10_000), order("S3", 60_000)], sealed=[before])) == []


def test_what_a_renamed_rule_took_over_is_no_longer_the_old_one_s() -> None:
    """800 of 1,000 are left after 追回B took 200 of what 追回A could not take: not 1,000 and 800."""

    def named(name: str, share: int | None) -> Plan:
        limit = {} if share is None else {"clawback_cap": share * PERCENT}
        sold = component("提成", Kind.COMMISSION, measure="签约金额", rate=10 * PERCENT)
        return plan(sold, component(name, Kind.CLAWBACK), parameters=limit)

    first = august(old(), rules=named("追回A", None))
    undone = seal(ground(named("追回A", 0), credits=[reversal("S9", -10_000)], sealed=[first]))
    sold = order("S4", 10_000, day="2026-10-05")
    october = seal(in_period(ground(named("追回B", 20), credits=[sold], sealed=[first, undone]), "2026-10"))
    november = ground(named("追回B", None), credits=[order("S5", 100_000)], sealed=[first, undone, october])
    assert taken(in_period(november, "2026-11")) == [("1001", "S1", -800)]


def told(given: Any) -> list[str]:
    return [one.code for one in payout(given).findings]


def test_what_no_rule_of_the_plan_can_take_any_more_is_told() -> None:
    """待追回 and 预支 of 新人 who was promoted: each rule names 新人 alone."""
    rules = plan(
        component("提成", Kind.COMMISSION, measure="签约金额", rate=10 * PERCENT),
        component("追回", Kind.CLAWBACK, grades=("新人",)),
        component("预支", Kind.DRAW, amount=Fraction(3000), recoverable=True, grades=("新人",)),
        parameters={"clawback_cap": Fraction(0)},
    )
    beginner = [person(grade="新人")]
    first = august(old(), people=beginner, rules=rules)
    undone = seal(ground(rules, beginner, credits=[reversal("S9", -10_000)], sealed=[first]))
    sold = [order("S4", 100_000, day="2026-10-05")]
    october = in_period(ground(rules, [person()], credits=sold, sealed=[first, undone]), "2026-10")
    assert amounts(october) == [10_000]
    assert told(october) == ["payout-draw-untaken", "payout-recovery-untaken"]
    again = in_period(ground(rules, beginner, credits=sold, sealed=[first, undone]), "2026-10")
    assert told(again) == ["payout-recovery-carried"]
