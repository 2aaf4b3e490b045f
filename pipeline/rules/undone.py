"""Orders that were reversed (原订单号) or refunded in this period: what 追回 takes pay back for (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.calculation import Ground
from pipeline.money import ZERO
from pipeline.rules.rows import Row, rows
from pipeline.rules.sealed import signing_days
from schemas.terms import CreditStatus

Event = tuple[str, str, str]
"""A reversal or refund: the order that it undoes, its own id and its table."""

HAPPENED = (CreditStatus.COUNTED.value, CreditStatus.UNATTRIBUTED.value)


@dataclass(frozen=True, slots=True)
class Undone:
    """A reversal or refund of an order: when, and how much money of the whole order."""

    order_id: str
    row_id: str
    day: date
    amount: Fraction
    refund: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """The order that was undone: its amount, what is receivable, when it was signed, and how it was shared.

    `shares`: each person's as the newest seal says that has one, because pay is taken back as it was paid.
    """

    amount: Fraction
    receivable: Fraction
    signed: date
    shares: Mapping[str, Fraction]


def undone_orders(ground: Ground) -> tuple[Undone, ...]:
    """The reversals and refunds of this period, by order and row."""
    found = _reversing(ground.credits)
    return tuple(_undone(found[key]) for key in sorted(found))


def ever_undone(ground: Ground) -> tuple[Undone, ...]:
    """Those of this period and of every sealed one, each once; without the rows, which other workbooks hold."""
    found: dict[Event, list[Row]] = {}
    for credited in (*(sealed.credits for sealed in ground.history.known), ground.credits):
        found |= _reversing(credited)
    return tuple(replace(_undone(found[key]), rows=()) for key in sorted(found))


def originals(ground: Ground, orders: set[str]) -> dict[str, Original]:
    """The orders as the seals or this period's tables hold them."""
    found: dict[str, list[Row]] = {}
    for credited in (ground.credits, *(sealed.credits for sealed in ground.history.known)):
        for row in rows(credited[credited["order_id"].isin(orders)]):
            found.setdefault(row["order_id"], []).append(row)
    days = signing_days(orders, ground.credits, ground.history)
    return {order: _original(mine, days[order]) for order, mine in found.items() if order in days}


def _reversing(credited: pd.DataFrame) -> dict[Event, list[Row]]:
    """The rows of reversals and refunds; one number may name a return in both tables."""
    negative = credited["measure_amount"].map(lambda amount: amount < ZERO).astype(bool)
    found: dict[Event, list[Row]] = {}
    for row in rows(credited[negative & credited["status"].isin(HAPPENED)]):
        order = _of_order(row)
        if order is not None:
            found.setdefault((order, row["row_id"], row["table"]), []).append(row)
    return found


def _of_order(row: Row) -> Any:
    """The order that a negative row takes back."""
    return row["order_id"] if row["table"] == "receipts" else row["original_order_id"]


def _undone(mine: list[Row]) -> Undone:
    first = mine[0]
    refund = first["table"] == "receipts"
    return Undone(_of_order(first), first["row_id"], first["date"], -first["measure_amount"], refund, tuple(mine))


def _original(mine: list[Row], signed: date) -> Original:
    order = next(row for row in reversed(mine) if row["table"] == "orders")
    receivable = order["measure_amount"] if order["receivable"] is None else order["receivable"]
    shares = {row["employee_id"]: row["share"] for row in mine}
    return Original(order["measure_amount"], receivable, signed, shares)
