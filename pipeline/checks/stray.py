"""Rows that count nowhere or more than they can: dated a year too early, more received than was asked (SPEC 3)."""

from __future__ import annotations

from datetime import date

import pandas as pd

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_row, each_sheet
from pipeline.findings import info, warning
from pipeline.money import each, money_text
from pipeline.rationals import rationals, sums_by
from pipeline.rules.lookup import looked_up
from pipeline.rules.measured import window_start
from pipeline.rules.standing import held, is_late
from schemas.terms import OrderStatus

DATED = {"orders": "signed_date", "receipts": "received_date", "activities": "date"}
KEYS = {"orders": "order_id", "receipts": "receipt_id"}
FEW, PART = 20, 20
"""Rows before the period stand out while they are few, or at most a twentieth of their sheet."""


def rows_before_the_period(given: Delivery) -> Findings:
    """Rows dated before all that is counted, which no seal holds and nothing refers to: a year typed wrongly?

    Few of them are told one by one; where an export reaches back they are told once, for the record.
    """
    for table, column in DATED.items():
        frame = given.frame(table)
        size = frame.groupby("sheet_id").size()
        for sheet, rows in _idle(given, table, frame).groupby("sheet_id"):
            if len(rows) <= max(FEW, size[sheet] // PART):
                told = {"start": "start"}
                shown = rows.assign(start=given.period.start)
                yield from each_row(warning, "row-before-period", given.tables, shown, column, params=told)
            else:
                start = given.period.start
                yield from each_sheet(info, "rows-before-period", given.tables, rows, column, start=start)


def receipts_beyond_orders(given: Delivery) -> Findings:
    """More money received for an order than it asks, told at its last receipt."""
    orders = given.frame("orders").drop_duplicates("order_id").set_index("order_id")
    asked = rationals(orders["receivable"].where(orders["receivable"].notna(), orders["amount"]))
    receipts = given.frame("receipts").sort_values(["received_date", "receipt_id"])
    received = sums_by(rationals(receipts["amount"]), receipts["order_id"])
    last = receipts.drop_duplicates("order_id", keep="last")
    due, total = looked_up(last["order_id"], asked), looked_up(last["order_id"], received)
    beyond = each(lambda most, sum_: sum_ > most > 0, due, total).eq(other=True)
    wrong = last.assign(due=each(money_text, due), total=each(money_text, total))[beyond]
    told = {"order": "order_id", "due": "due", "total": "total"}
    yield from each_row(warning, "receipts-beyond-order", given.tables, wrong, "amount", params=told)


def _idle(given: Delivery, table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows before the first day that a measure reads, of which no seal and no other row knows."""
    early = frame[frame[DATED[table]] < pd.Timestamp(_first_day(given, table))]
    if table not in KEYS:
        return early
    lines = early.assign(table=table, row_id=early[KEYS[table]])
    known = held(lines, given.past)
    early = early[~known & ~is_late(early[DATED[table]], known, given.period, given.history)]
    return early[~early["order_id"].isin(_referred_to(given))] if table == "orders" else early


def _first_day(given: Delivery, table: str) -> date:
    measures = [one for plan in given.plans for one in plan.measures.values() if one.table == table]
    return min((window_start(one.window, given.period) for one in measures), default=given.period.start)


def _referred_to(given: Delivery) -> set[str]:
    """Orders that receipts and reversals name, and those that are cancelled anyway."""
    orders = given.frame("orders")
    cancelled = orders.loc[orders["status"] == OrderStatus.CANCELLED, "order_id"]
    return given.ids("receipts", "order_id") | given.ids("orders", "original_order_id") | set(cancelled)


CHECKS = (rows_before_the_period, receipts_beyond_orders)
