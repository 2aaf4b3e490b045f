"""Rows that count nowhere or more than they can: dated a year too early, more received than was asked (SPEC 3)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_row, each_sheet
from pipeline.findings import info, warning
from pipeline.money import each, money_text
from pipeline.period import Period
from pipeline.rationals import rationals, sums_by
from pipeline.rules.lookup import looked_up
from pipeline.rules.measured import window_start
from pipeline.rules.standing import held, is_late
from schemas.export_terms import OrderStatus
from schemas.terms import Cycle

DATED = {"orders": "signed_date", "receipts": "received_date", "activities": "date"}
KEYS = {"orders": "order_id", "receipts": "receipt_id"}
FEW, PART = 20, 20
"""Rows before the period stand out while they are few, or at most a twentieth of their sheet."""


def rows_before_the_period(given: Delivery) -> Findings:
    """Receipts and activities dated before all that is counted, which no seal holds: a year typed wrongly?

    Few of them are told one by one; where an export reaches back they are told once, for the record.
    """
    for table in ("receipts", "activities"):
        column, start = DATED[table], given.period.start
        early = _early(given, table)
        few = _few(given, table, early)
        yield from _doubted(given, "row-before-period", few, column)
        rest = early.drop(few.index)
        yield from each_sheet(info, "rows-before-period", given.tables, rest, column, start=start)


def orders_before_the_period(given: Delivery) -> Findings:
    """Orders signed before all that is counted, which no seal holds: doubted where the year may be mistyped.

    That is where nothing names the order, or where another year would put it into this period, whatever names it.
    All others are told once per sheet with their number and what they come to: they are for reference.
    """
    early = _early(given, "orders")
    named = early["order_id"].isin(_referred_to(given))
    lone = _few(given, "orders", early[~named])
    moved = _few(given, "orders", early[named & _another_year(early["signed_date"], given.period)])
    yield from _doubted(given, "row-before-period", lone, "signed_date")
    yield from _doubted(given, "order-of-another-year", moved, "signed_date")
    rest = early.drop([*lone.index, *moved.index])
    for _, rows in rest.groupby("sheet_id"):
        total = money_text(sum(rationals(rows.drop_duplicates("order_id")["amount"]), Fraction(0)))
        told = {"start": given.period.start, "total": total}
        yield from each_sheet(info, "orders-before-period", given.tables, rows, "signed_date", **told)


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


def _early(given: Delivery, table: str) -> pd.DataFrame:
    """The rows before the first day that a measure reads, of which no seal knows; no cancelled orders."""
    frame = given.frame(table)
    early = frame[frame[DATED[table]] < pd.Timestamp(_first_day(given, table))]
    if table not in KEYS:
        return early
    lines = early.assign(table=table, row_id=early[KEYS[table]])
    known = held(lines, given.past)
    early = early[~known & ~is_late(early[DATED[table]], known, given.period, given.history)]
    return early[early["status"] != OrderStatus.CANCELLED] if table == "orders" else early


def _few(given: Delivery, table: str, found: pd.DataFrame) -> pd.DataFrame:
    """Those of the rows found that stand out in their sheet."""
    size = found["sheet_id"].map(given.frame(table).groupby("sheet_id").size())
    return found[found.groupby("sheet_id")["sheet_id"].transform("size") <= (size // PART).clip(lower=FEW)]


def _doubted(given: Delivery, code: str, found: pd.DataFrame, column: str) -> Findings:
    shown = found.assign(start=given.period.start)
    yield from each_row(warning, code, given.tables, shown, column, params={"start": "start"})


def _another_year(days: pd.Series, period: Period) -> pd.Series:
    """Whether the day of the year lies within the period; of a whole year every day does, and it says nothing."""
    if period.cycle is Cycle.YEAR:
        return pd.Series(data=False, index=days.index)
    first, last = (day.month * 100 + day.day for day in (period.start, period.end))
    dates = pd.to_datetime(days).dt
    at = dates.month * 100 + dates.day
    return at.between(first, last) if first <= last else (at >= first) | (at <= last)


def _first_day(given: Delivery, table: str) -> date:
    measures = [one for plan in given.plans for one in plan.measures.values() if one.table == table]
    return min((window_start(one.window, given.period) for one in measures), default=given.period.start)


def _referred_to(given: Delivery) -> set[str]:
    """Orders that receipts and reversals name."""
    return given.ids("receipts", "order_id") | given.ids("orders", "original_order_id")


CHECKS = (rows_before_the_period, orders_before_the_period, receipts_beyond_orders)
