"""Returns of orders that 追回 takes back: booked twice, or beyond what the seals counted (SPEC 5.7)."""

from __future__ import annotations

import pandas as pd

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_row
from pipeline.findings import warning
from pipeline.money import ZERO, each, money_text
from pipeline.plan.model import Plan
from pipeline.rationals import or_zero, rationals, sums_by
from pipeline.rules.criteria import reckoned_from
from pipeline.rules.lookup import looked_up
from schemas.terms import CreditStatus, Kind


def returns_booked_twice(given: Delivery) -> Findings:
    """A refund of an order that a reversal takes back as well, here or in a seal: 追回 takes both back."""
    if not any(_claws(plan) for plan in given.plans):
        return
    orders, refunds = given.frame("orders"), _refunds(given)
    here = orders.loc[_negative(orders["amount"]), "original_order_id"]
    sealed = given.past.loc[_negative(given.past["measure_amount"]), "original_order_id"]
    wrong = refunds[refunds["order_id"].isin({*here.dropna(), *sealed.dropna()})]
    yield from each_row(warning, "return-booked-twice", given.tables, wrong, "amount", params={"order": "order_id"})


def refunds_beyond_the_seals(given: Delivery) -> Findings:
    """More is refunded of a sealed order than seals counted of its receipts: the rest is neither taken nor measured."""
    if not any(_claws(plan) and _pays_on_receipts(plan) for plan in given.plans):
        return
    refunds, past = _refunds(given), given.past
    counted = past[(past["table"] == "receipts") & (past["status"] == CreditStatus.COUNTED.value)]
    once = counted.drop_duplicates("row_id")
    received = sums_by(once["measure_amount"], once["order_id"])
    known = refunds[refunds["order_id"].isin(past["order_id"])]
    back = looked_up(known["order_id"], sums_by(rationals(known["amount"]), known["order_id"]))
    left = or_zero(looked_up(known["order_id"], received)) + or_zero(back)
    wrong = known[_negative(left)]
    shown = each(lambda rest: money_text(-rest), left[wrong.index])
    told = {"order": "order_id", "beyond": "beyond"}
    yield from each_row(warning, "refund-beyond-seals", given.tables, wrong.assign(beyond=shown), "amount", params=told)


def _refunds(given: Delivery) -> pd.DataFrame:
    """The refunds of the period that no seal counted already."""
    receipts, period = given.frame("receipts"), given.period
    dated = receipts["received_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    return receipts[dated & _negative(receipts["amount"])]


def _negative(amounts: pd.Series) -> pd.Series:
    return amounts.map(lambda amount: amount < ZERO).astype(bool)


def _claws(plan: Plan) -> bool:
    return any(one.kind is Kind.CLAWBACK for one in plan.components)


def _pays_on_receipts(plan: Plan) -> bool:
    commissions = (reckoned_from(one, plan) for one in plan.components if one.kind is Kind.COMMISSION)
    return any(measure is not None and measure.table == "receipts" for measure in commissions)


CHECKS = (returns_booked_twice, refunds_beyond_the_seals)
