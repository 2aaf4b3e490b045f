"""Checks of orders and receipts within one delivery (SPEC 3)."""

from __future__ import annotations

import pandas as pd

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_row, each_sheet, each_value
from pipeline.findings import error, info, warning
from pipeline.money import each, number_text, percent_text
from pipeline.rationals import rationals, sums_by
from pipeline.rules.lookup import looked_up

DATED = {"orders": "signed_date", "receipts": "received_date", "activities": "date", "opportunities": "created_date"}
SAME_ON_AN_ORDER = {
    "amount": error,
    "signed_date": warning,
    "status": warning,
    "margin": warning,
    "receivable": warning,
}


def shares_off(given: Delivery) -> Findings:
    """The shares of an order, overlay left out, must add up to 100 %; not asked where a row could not be read."""
    orders = given.frame("orders")
    if orders.empty:
        return
    split = orders[~orders["overlay"].fillna(value=False).astype(bool)]
    sums = sums_by(rationals(split["share"]), split["order_id"])
    total = looked_up(orders["order_id"], sums)
    unread = orders["order_id"].isin(given.unread("orders", "order_id"))
    wrong = orders[total.ne(1) & ~unread].drop_duplicates("order_id")
    shown = each(percent_text, total[wrong.index]).fillna("0%")
    told = {"order": "order_id", "total": "total"}
    yield from each_row(error, "order-shares", given.tables, wrong.assign(total=shown), "share", params=told)


def rows_of_an_order_differ(given: Delivery) -> Findings:
    """签约金额 is the whole order's, the same on each of its rows; the other facts of an order should be as well."""
    orders = given.frame("orders")
    shared = orders[orders.duplicated("order_id", keep=False)]
    for column, make in SAME_ON_AN_ORDER.items():
        first = looked_up(shared["order_id"], shared.drop_duplicates("order_id").set_index("order_id")[column])
        differs = (shared[column] != first) & ~(shared[column].isna() & first.isna())
        wrong = shared.assign(first=first)[differs]
        told = {"order": "order_id", "first": "first"}
        yield from each_row(make, "order-rows-differ", given.tables, wrong, column, params=told)


def originals_unknown(given: Delivery) -> Findings:
    """原订单号 must exist here or in a sealed earlier period."""
    orders = given.frame("orders")
    known = {*given.ids("orders", "order_id"), *given.past["order_id"]}
    wrong = orders[orders["original_order_id"].notna() & ~orders["original_order_id"].isin(known)]
    yield from each_value(error, "original-unknown", given.tables, wrong, "original_order_id")


def originals_of_themselves(given: Delivery) -> Findings:
    """An order that names itself as 原订单号."""
    orders = given.frame("orders")
    wrong = orders[orders["original_order_id"].notna() & (orders["original_order_id"] == orders["order_id"])]
    yield from each_value(error, "original-is-itself", given.tables, wrong, "original_order_id")


def negative_without_original(given: Delivery) -> Findings:
    """A negative order without 原订单号 lowers 业绩 only."""
    orders = given.frame("orders")
    negative = orders["amount"].map(lambda amount: amount < 0).astype(bool)
    wrong = orders[negative & orders["original_order_id"].isna()].drop_duplicates("order_id")
    yield from each_row(
        warning, "reversal-without-original", given.tables, wrong, "amount", params={"order": "order_id"}
    )


def reversals_too_large(given: Delivery) -> Findings:
    """The reversals of an order, together, take back more than its amount."""
    orders = given.frame("orders").drop_duplicates("order_id")
    sealed = given.past[given.past["table"] == "orders"].drop_duplicates("order_id", keep="last")
    amounts = pd.concat(
        [rationals(orders["amount"]).set_axis(orders["order_id"]), sealed.set_index("order_id")["amount"]]
    )
    amounts = amounts[~amounts.index.duplicated()]
    reversals = orders[
        orders["amount"].map(lambda amount: amount < 0).astype(bool) & orders["original_order_id"].notna()
    ]
    taken = sums_by(rationals(reversals["amount"]), reversals["original_order_id"])
    original = looked_up(reversals["original_order_id"], amounts)
    left = original + looked_up(reversals["original_order_id"], taken)
    wrong = reversals[left.map(lambda rest: rest < 0).astype(bool)]
    told = {"order": "order_id", "original": "original_order_id"}
    yield from each_row(warning, "reversal-too-large", given.tables, wrong, "amount", params=told)


def receipts_of_unknown_orders(given: Delivery) -> Findings:
    """A receipt's 订单号 must exist here or in a sealed earlier period."""
    receipts = given.frame("receipts")
    known = {*given.ids("orders", "order_id"), *given.past["order_id"]}
    wrong = receipts[~receipts["order_id"].isin(known)]
    yield from each_value(error, "receipt-order-unknown", given.tables, wrong, "order_id")


def owners_not_employed(given: Delivery) -> Findings:
    """Orders of the period signed on a day on which their owner was not employed."""
    orders = given.frame("orders").merge(
        given.employed[["employee_id", "name", "first_day", "last_day"]], on="employee_id"
    )
    in_period = orders["signed_date"].between(pd.Timestamp(given.period.start), pd.Timestamp(given.period.end))
    outside = (orders["signed_date"] < orders["first_day"]) | (orders["signed_date"] > orders["last_day"])
    told = {"order": "order_id", "name": "name"}
    wrong = orders[in_period & outside]
    yield from each_row(warning, "order-outside-employment", given.tables, wrong, "signed_date", params=told)


def rows_after_the_period(given: Delivery) -> Findings:
    """Rows dated after the period are not counted."""
    for table, column in DATED.items():
        frame = given.frame(table)
        wrong = frame[frame[column] > pd.Timestamp(given.period.end)]
        yield from each_sheet(warning, "rows-after-period", given.tables, wrong, column, end=given.period.end)


def reviews_not_told(given: Delivery) -> Findings:
    """Large orders in a sheet without 合规审核: which of them were not reviewed cannot be said, so none is listed."""
    orders = given.frame("orders").drop_duplicates("order_id")
    asked = [sheet for sheet, source in enumerate(given.tables.sources) if "reviewed" in source.columns]
    line = min((plan.parameters.large_order for plan in given.plans), default=None)
    if line is None or orders.empty:
        return
    in_period = orders["signed_date"].between(pd.Timestamp(given.period.start), pd.Timestamp(given.period.end))
    large = orders["amount"].map(lambda amount: abs(amount) >= line).astype(bool)
    wrong = orders[in_period & large & ~orders["sheet_id"].isin(asked)]
    yield from each_sheet(info, "orders-without-review", given.tables, wrong, "amount", line=number_text(line))


CHECKS = (
    *(shares_off, rows_of_an_order_differ, originals_unknown, originals_of_themselves, negative_without_original),
    *(reversals_too_large, receipts_of_unknown_orders, owners_not_employed, rows_after_the_period, reviews_not_told),
)
