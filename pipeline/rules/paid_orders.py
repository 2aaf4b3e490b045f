"""What sealed commissions paid for single orders, at which rate, and what was already taken back (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.history import SealedPeriod
from pipeline.money import ZERO
from pipeline.rules.behind import orders_of
from pipeline.rules.facts import Facts
from pipeline.rules.past import line_reference, of_cycle, sealed_lines
from pipeline.rules.rows import Row
from schemas.terms import Kind, LineKind


@dataclass(frozen=True, slots=True)
class PaidOrder:
    """What one sealed commission line paid for one order.

    `given`: what the order gave to the measure; `rate`: what the line paid for each unit of it; `paid`: what of that
    was paid out, without what is still withheld; `reference`: the line.
    """

    employee_id: str
    component: str
    order_id: str
    reference: str
    given: Fraction
    rate: Fraction
    paid: Fraction


@dataclass(frozen=True, slots=True)
class Taken:
    """What earlier periods took back for an order of a line, and what they still had to take."""

    employee_id: str
    order_id: str
    reference: str
    amount: Fraction = ZERO
    outstanding: Fraction = ZERO


def paid_orders(facts: Facts, orders: set[str]) -> Iterator[PaidOrder]:
    """What the seals say was paid for these orders, newest line first."""
    withheld = _withheld(facts)
    for sealed in reversed(facts.ground.history.sealed):
        for line in sealed_lines(sealed, Kind.COMMISSION):
            named = {part.rpartition("=")[0] for part in line["orders"].split("; ")}
            if line["employee_id"] in facts.participants and named & orders:
                left = withheld.get((line["employee_id"], line["component"], sealed.period.id), ZERO)
                yield from _of_line(sealed, line, named & orders, left)


def taken_before(facts: Facts, component: str) -> dict[tuple[str, str, str], Taken]:
    """What a 追回 took in earlier periods of the cycle, by person, line and order; the newest says what is left."""
    found: dict[tuple[str, str, str], Taken] = {}
    for sealed in of_cycle(facts.ground):
        for line in sealed_lines(sealed, Kind.CLAWBACK):
            if line["component"] == component:
                key = (line["employee_id"], line["reference"], line["order_id"])
                before = found[key].amount if key in found else ZERO
                taken = Taken(key[0], key[2], key[1], before - line["amount"], line["outstanding"])
                found[key] = taken
    return found


def _of_line(sealed: SealedPeriod, line: Row, orders: set[str], left: Fraction) -> Iterator[PaidOrder]:
    given = orders_of(line["orders"])
    whole = sum(given.values(), start=ZERO)
    if whole <= 0 or line["amount"] <= 0:
        return
    paid_out = line["amount"] - left
    for order in sorted(orders):
        yield PaidOrder(
            line["employee_id"],
            line["component"],
            order,
            line_reference(sealed, line),
            given[order],
            line["amount"] / whole,
            max(ZERO, paid_out * given[order] / whole),
        )


def _withheld(facts: Facts) -> Mapping[tuple[str, str, str], Fraction]:
    """What is still withheld of each line, by person, component and the period that withheld it."""
    left: dict[tuple[str, str, str], Fraction] = {}
    for sealed in facts.ground.history.sealed:
        for line in sealed_lines(sealed, LineKind.WITHHELD, LineKind.RELEASED):
            key = (line["employee_id"], line["component"], line["reference"])
            left[key] = left.get(key, ZERO) - line["amount"]
    return left
