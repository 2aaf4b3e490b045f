"""Receipts: what customers paid, credited by the shares of the order that they pay for (SPEC 3 and 5.1)."""

from __future__ import annotations

import pandas as pd

from pipeline.money import MISSING
from pipeline.rationals import rationals
from pipeline.rules.cell_names import source
from pipeline.rules.coverage import plan_of
from pipeline.tables import Tables
from schemas.terms import CreditStatus

OF_THE_ORDER = [
    *["order_id", "employee_id", "share", "overlay", "customer_id", "customer_type", "product", "region", "amount"],
    *["margin", "receivable", "lead_date", "signed_date", "first_order", "original_order_id", "reviewed"],
    *["order_factor", "plan", "cancelled"],
]
OF_THE_RECEIPT = ["order_id", "row_id", "date", "measure_amount", "source", "sheet_id", "sheet_row"]


def receipt_lines(tables: Tables, people: pd.DataFrame, orders: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """One line per receipt and person of its order; a receipt of an order known nowhere has no line.

    The order's shares are those of this period's 订单, else of the last seal that holds the order.
    """
    if not tables.has("receipts"):
        return pd.DataFrame(columns=orders.columns, dtype=object)
    rows = tables.frames["receipts"].reset_index(drop=True)
    receipts = rows.assign(
        row_id=rows["receipt_id"],
        date=rows["received_date"],
        measure_amount=rationals(rows["amount"]),
        source=source(rows, tables, "amount"),
    )
    shares = [frame for frame in (orders[OF_THE_ORDER], sealed_shares(orders, people, past)) if len(frame)]
    if not shares:
        return pd.DataFrame(columns=orders.columns, dtype=object)
    lines = receipts[OF_THE_RECEIPT].merge(pd.concat(shares, ignore_index=True), on="order_id")
    blank = dict.fromkeys(["credited_margin", "credited_receivable"], MISSING)
    return lines.assign(
        table="receipts", factor=rationals(pd.Series(1, index=lines.index)), reverses=lines["order_id"], **blank
    )


def sealed_shares(orders: pd.DataFrame, people: pd.DataFrame, past: pd.DataFrame) -> pd.DataFrame:
    """The lines of orders that this period's 订单 lacks, as the last seal that holds the order has them."""
    lines = past[(past["table"] == "orders") & ~past["order_id"].isin(orders["order_id"])]
    last = lines["sealed_in"] == lines.groupby("order_id")["sealed_in"].transform("last")
    kept = lines[last]
    weight = kept["order_factor"].where(kept["order_factor"].notna(), kept["factor"])
    return kept.assign(
        order_factor=weight,
        amount=kept["amount"].where(kept["amount"].notna(), kept["measure_amount"]),
        signed_date=kept["date"].astype("datetime64[s]"),
        plan=plan_of(kept["employee_id"], people),
        cancelled=kept["status"] == CreditStatus.CANCELLED.value,
    )[OF_THE_ORDER]
