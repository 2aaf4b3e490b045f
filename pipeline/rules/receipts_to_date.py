"""What customers have paid so far of the orders behind a line, against what is receivable (SPEC 5, fine print 18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from pipeline.calculation import Ground
from pipeline.money import ONE, ZERO
from pipeline.rules.rows import Row, rows
from schemas.terms import CreditStatus

COUNTS = (CreditStatus.COUNTED.value, CreditStatus.REFERENCE.value, CreditStatus.UNATTRIBUTED.value)

READ = ("table", "row_id", "employee_id", "order_id", "overlay", "measure_amount", "share", "amount", "receivable")


@dataclass(frozen=True, slots=True)
class ReceiptsToDate:
    """Credited receipts and receivables by person and order; of a whole order under an empty person."""

    received: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    receivable: dict[tuple[str, str], Fraction] = field(default_factory=dict)

    def share_paid(self, employee_id: str, orders: Iterable[str], undone: Mapping[str, Fraction]) -> Fraction:
        """min(1, receipts ÷ receivable) of a person's orders; orders credited to others count whole.

        `undone`: which part of an order was reversed or refunded since; nobody owes that any more.
        """
        keys = {order: self._key(employee_id, order) for order in orders}
        owed = {order: self.receivable.get(key, ZERO) * (1 - undone.get(order, ZERO)) for order, key in keys.items()}
        receivable = sum(owed.values(), start=ZERO)
        received = sum((self.received.get(key, ZERO) for key in keys.values()), start=ZERO)
        return ONE if receivable <= 0 else max(ZERO, min(ONE, received / receivable))

    def _key(self, employee_id: str, order: str) -> tuple[str, str]:
        own = (employee_id, order)
        return own if own in self.receivable else ("", order)


def receipts_to_date(ground: Ground, orders: set[str], *, sealed: bool = False) -> ReceiptsToDate:
    """What is known of these orders: from the seals, then this period's tables; each row once, as it stands latest.

    With `sealed` only what the seals hold: for lines of another cycle, whose own next period reads the receipts since.
    """
    found: dict[tuple[str, str, str], Row] = {}
    for row in _known(ground, orders, () if sealed else (ground.credits,)):
        found[row["table"], row["row_id"], row["employee_id"]] = row
    dated = ReceiptsToDate()
    for row in found.values():
        own = dated.received if row["table"] == "receipts" else dated.receivable
        for person in (row["employee_id"], "") if not row["overlay"] else (row["employee_id"],):
            key = (person, row["order_id"])
            own[key] = own.get(key, ZERO) + _credited(row)
    return dated


def _known(ground: Ground, orders: set[str], own: Iterable[pd.DataFrame]) -> Iterator[Row]:
    """The rows of these orders and of their receipts, oldest seal first."""
    for frame in (*(sealed.credits for sealed in ground.history.known), *own):
        wanted = frame["order_id"].isin(orders) & frame["status"].isin(COUNTS)
        yield from rows(frame.loc[wanted, list(READ)])


def _credited(row: Row) -> Fraction:
    if row["table"] == "receipts":
        return Fraction(row["measure_amount"] * row["share"])
    receivable = row["amount"] if row["receivable"] is None else row["receivable"]
    return Fraction(receivable * row["share"])
