"""What sealed commissions paid for single orders, at which rate, and what was already taken back (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.history import SealedPeriod
from pipeline.money import ZERO
from pipeline.rules.behind import orders_of
from pipeline.rules.facts import Facts
from pipeline.rules.past import line_reference, of_cycle, sealed_lines
from pipeline.rules.rows import Row
from schemas.terms import Kind, LineKind

Claimed = tuple[str, str, str]
"""What pay is taken back for: the person, the sealed line that paid, and the order."""


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

    @property
    def whole(self) -> Fraction:
        """What the line earned with the order, paid out or not."""
        return self.given * self.rate

    @property
    def key(self) -> Claimed:
        """What a claim on it is for."""
        return self.employee_id, self.reference, self.order_id


def paid_orders(facts: Facts, orders: set[str], seals: Iterable[SealedPeriod]) -> Iterator[PaidOrder]:
    """What seals, oldest first, say was paid for these orders, newest line first."""
    withheld = _withheld(facts)
    for sealed in reversed(tuple(seals)):
        for line in sealed_lines(sealed, Kind.COMMISSION):
            named = {part.rpartition("=")[0] for part in line["orders"].split("; ")}
            if line["employee_id"] in facts.participants and named & orders:
                left = withheld.get((line["employee_id"], line["component"], sealed.period.id), ZERO)
                yield from _of_line(sealed, line, named & orders, left)


def outstanding(facts: Facts) -> dict[tuple[str, Claimed], Fraction]:
    """待追回 by component and what it is for: what earlier periods of the cycle could not take; the newest says it."""
    newest = (line for line in _newest_claims(of_cycle(facts.ground)) if line["outstanding"] > 0)
    return {(line["component"], _claimed(line)): line["outstanding"] for line in newest}


def claimed_before(facts: Facts) -> dict[Claimed, Fraction]:
    """What was claimed so far for an order of a line, by any 追回 of any cycle: taken, or still to be taken."""
    known = facts.ground.history.known
    taken = [(_claimed(line), -line["amount"]) for sealed in known for line in sealed_lines(sealed, Kind.CLAWBACK)]
    left = [(_claimed(line), line["outstanding"]) for line in _newest_claims(known)]
    sums: dict[Claimed, Fraction] = {}
    for key, amount in (*taken, *left):
        sums[key] = sums.get(key, ZERO) + amount
    return sums


def _newest_claims(seals: Iterable[SealedPeriod]) -> Iterator[Row]:
    """The 追回 lines of each cycle's newest seal that has any for what they are for: it says all that is left."""
    found: dict[tuple[str, Claimed], tuple[SealedPeriod, list[Row]]] = {}
    for sealed in seals:
        for line in sealed_lines(sealed, Kind.CLAWBACK):
            key = sealed.period.cycle.value, _claimed(line)
            if key not in found or found[key][0] is not sealed:
                found[key] = sealed, []
            found[key][1].append(line)
    for _, lines in found.values():
        yield from lines


def _claimed(line: Row) -> Claimed:
    return line["employee_id"], line["reference"], line["order_id"]


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
    for sealed in facts.ground.history.known:
        for line in sealed_lines(sealed, LineKind.WITHHELD, LineKind.RELEASED):
            key = (line["employee_id"], line["component"], line["reference"])
            left[key] = left.get(key, ZERO) - line["amount"]
    return left
