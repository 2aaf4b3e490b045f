"""Returns that 追回 takes back twice, or that neither 追回 nor a measure reaches."""

from __future__ import annotations

from fractions import Fraction

from pipeline.plan.measures import BUILT_IN_MEASURES
from pipeline.plan.model import Plan
from schemas.terms import Kind
from tests.checks.delivered import given, sealed_august
from tests.rules.payout_ground import component
from tests.rules.typed import order, plan, receipt

OLD = {"signed_date": "2026-08-05"}
SOLD = order("A1", **OLD)
REVERSAL = order("A2", amount="-5000", original_order_id="A1")
REFUND = receipt("R2", "A1", amount="-5000")
TWICE = [("warning", "return-booked-twice", "回款!D3")]
BEYOND = [("warning", "refund-beyond-seals", "回款!D3")]


def clawing(measure: str) -> Plan:
    sold = component("提成", Kind.COMMISSION, measure=measure, rate=Fraction(1, 100))
    measures = {one.measure: one for one in BUILT_IN_MEASURES}
    return plan(measures=measures, components=(sold, component("追回", Kind.CLAWBACK)))


def test_a_return_that_sales_reverse_and_finance_refunds_is_asked_about() -> None:
    signed = clawing("签约金额")
    paid = [receipt("R1", "A1", received_date="2026-09-02"), REFUND]
    told = given(signed, orders=[SOLD, REVERSAL], receipts=paid, history=sealed_august(orders=[SOLD]))
    assert [one for one in told if one[1] == "return-booked-twice"] == TWICE


def test_one_of_both_or_a_plan_that_takes_nothing_back_is_in_order() -> None:
    signed, past = clawing("签约金额"), sealed_august(orders=[SOLD])
    codes = [
        *given(signed, orders=[SOLD, REVERSAL], receipts=[receipt("R1", "A1")], history=past),
        *given(signed, orders=[SOLD], receipts=[receipt("R1", "A1"), REFUND], history=past),
        *given(orders=[SOLD, REVERSAL], receipts=[receipt("R1", "A1"), REFUND], history=past),
    ]
    assert "return-booked-twice" not in {code for _, code, _ in codes}


def test_a_refund_beyond_what_seals_counted_is_asked_about() -> None:
    """August counted 4,000; of 5,000 refunded in September 1,000 were received in September as well."""
    received = receipt("R1", "A1", received_date="2026-08-20")
    past = sealed_august(orders=[SOLD], receipts=[received])
    more = receipt("R3", "A1")
    assert [
        one
        for one in given(clawing("回款金额"), orders=[SOLD], receipts=[more, REFUND], history=past)
        if one[1] == "refund-beyond-seals"
    ] == BEYOND
    whole = [more, REFUND | {"amount": "-4000"}]
    for rules, rows in ((clawing("回款金额"), whole), (clawing("签约金额"), [more, REFUND])):
        told = given(rules, orders=[SOLD], receipts=rows, history=past)
        assert "refund-beyond-seals" not in {code for _, code, _ in told}
