"""Orders that were reversed (原订单号) or refunded in this period: what 追回 takes pay back for (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import pandas as pd

from pipeline.calculation import Ground
from pipeline.money import ZERO
from pipeline.rules.rows import Row, rows
from schemas.terms import CreditStatus

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
    return tuple(_undone(order, found[order, row_id]) for order, row_id in sorted(found))


def ever_undone(ground: Ground) -> tuple[Undone, ...]:
    """Those of this period and of every sealed one, each once; without the rows, which other workbooks hold."""
    found: dict[tuple[str, str], list[Row]] = {}
    for credited in (*(sealed.credits for sealed in ground.history.known), ground.credits):
        found |= _reversing(credited)
    return tuple(replace(_undone(order, found[order, row_id]), rows=()) for order, row_id in sorted(found))


def originals(ground: Ground, orders: set[str]) -> dict[str, Original]:
    """The orders as the seals or this period's tables hold them."""
    found: dict[str, list[Row]] = {}
    for credited in (ground.credits, *(sealed.credits for sealed in ground.history.known)):
        for row in rows(credited[credited["order_id"].isin(orders)]):
            found.setdefault(row["order_id"], []).append(row)
    return {order: _original(mine, signed[-1]) for order, mine in found.items() if (signed := _signed(mine))}


def _reversing(credited: pd.DataFrame) -> dict[tuple[str, str], list[Row]]:
    """The rows of reversals and refunds by the order that they undo and their own id."""
    negative = credited["measure_amount"].map(lambda amount: amount < ZERO).astype(bool)
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows(credited[negative & credited["status"].isin(HAPPENED)]):
        order = row["order_id"] if row["table"] == "receipts" else row["original_order_id"]
        if order is not None:
            found.setdefault((order, row["row_id"]), []).append(row)
    return found


def _undone(order: str, mine: list[Row]) -> Undone:
    first = mine[0]
    refund = first["table"] == "receipts"
    return Undone(order, first["row_id"], first["date"], -first["measure_amount"], refund, tuple(mine))


def _signed(mine: list[Row]) -> list[Row]:
    return [row for row in mine if row["table"] == "orders"]


def _original(mine: list[Row], order: Row) -> Original:
    receivable = order["measure_amount"] if order["receivable"] is None else order["receivable"]
    shares = {row["employee_id"]: row["share"] for row in mine}
    return Original(order["measure_amount"], receivable, order["date"], shares)
