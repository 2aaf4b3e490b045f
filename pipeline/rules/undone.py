"""Orders that were reversed (原订单号) or refunded in this period: what 追回 takes pay back for (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """A reversal or refund of an order: when, how much money of the whole order, and the shares of its people."""

    order_id: str
    row_id: str
    day: date
    amount: Fraction
    refund: bool
    shares: Mapping[str, Fraction]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """The order that was undone: its amount, what is receivable, and when it was signed."""

    amount: Fraction
    receivable: Fraction
    signed: date


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
    return {row["order_id"]: _original(row) for row in _order_rows(ground, orders)}


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
    shares = {row["employee_id"]: row["share"] for row in mine}
    refund = first["table"] == "receipts"
    return Undone(order, first["row_id"], first["date"], -first["measure_amount"], refund, shares, tuple(mine))


def _order_rows(ground: Ground, orders: set[str]) -> Iterator[Row]:
    for frame in (ground.credits, *(sealed.credits for sealed in ground.history.sealed)):
        yield from rows(frame[(frame["table"] == "orders") & frame["order_id"].isin(orders)])


def _original(row: Row) -> Original:
    receivable = row["measure_amount"] if row["receivable"] is None else row["receivable"]
    return Original(row["measure_amount"], receivable, row["date"])
