"""追回: for a reversal or refund of an order whose commission a sealed period paid, minus the part paid for it.

At the rate it was paid at, at most what was paid, linked to that line; only within 期数 days of signing where given;
比例 is the part of it that is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.money import ONE, ZERO, money_text, percent_text, round_half_up
from pipeline.plan.model import Component
from pipeline.rules.cells import cells_text
from pipeline.rules.criteria import reckoned_from
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Phase, line_of
from pipeline.rules.paid_orders import Claimed, PaidOrder, claimed_before, outstanding, paid_orders
from pipeline.rules.past import of_name_or_first
from pipeline.rules.undone import Original, Undone, ever_undone, originals, undone_orders
from schemas.terms import Kind


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be taken back from a person for one order of one sealed line; `earned`: before room and rounding."""

    key: Claimed
    amount: Fraction
    formula: str
    sources: str = ""
    earned: Fraction = ZERO


@dataclass(frozen=True, slots=True)
class Reversed:
    """What was undone in this period, and the sealed lines that had paid for it, newest first.

    `room` is what may still be claimed of each order of a line: what was paid less what was claimed so far. Claims of
    one component leave less for the next.
    """

    events: tuple[Undone, ...]
    originals: Mapping[str, Original]
    lines: Mapping[str, list[PaidOrder]]
    room: dict[Claimed, Fraction]


def clawback(facts: Facts) -> list[tuple[Component, list[Line]]]:
    """What each 追回 is to take back, before 追回上限比例 and 追回保底: `outstanding` of each line, its amount 0."""
    components = [one for one in facts.ground.plan.components if one.kind is Kind.CLAWBACK]
    if not components:
        return []
    undone = _reversed(facts)
    return [
        (one, _merged(one, facts, [*_carried(one, facts, components), *_new(one, facts, undone)])) for one in components
    ]


def _merged(component: Component, facts: Facts, claims: Iterable[Claim]) -> list[Line]:
    """One line for each order of a sealed line, of the people whom the component concerns."""
    concerned = {row["employee_id"] for row in facts.participants.values() if _concerns(component, facts, row["grade"])}
    merged: dict[Claimed, Claim] = {}
    for claim in claims:
        if claim.key[0] in concerned and claim.amount:
            merged[claim.key] = _joined(merged[claim.key], claim) if claim.key in merged else claim
    return [_line(component, claim) for _, claim in sorted(merged.items())]


def _concerns(component: Component, facts: Facts, grade: str) -> bool:
    return component.concerns(grade, facts.ground.period.cycle)


def _carried(component: Component, facts: Facts, components: list[Component]) -> Iterator[Claim]:
    """What earlier periods could not take and this 追回 takes now."""
    for (name, key), left in outstanding(facts).items():
        if key[0] in facts.participants and _heir(name, key[0], facts, components) is component:
            yield Claim(key, left, money_text(left))


def untaken(facts: Facts) -> dict[str, Fraction]:
    """待追回 of people whom no 追回 concerns any more, by employee_id: nothing takes it."""
    components = [one for one in facts.ground.plan.components if one.kind is Kind.CLAWBACK]
    sums: dict[str, Fraction] = {}
    for (name, key), left in outstanding(facts).items():
        if key[0] in facts.participants and _heir(name, key[0], facts, components) is None:
            sums[key[0]] = sums.get(key[0], ZERO) + left
    return sums


def _heir(name: str, employee: str, facts: Facts, components: list[Component]) -> Component | None:
    """Who takes what a rule left open: the rule itself, or the first that concerns the person by now."""
    mine = [one for one in components if _concerns(one, facts, facts.participants[employee]["grade"])]
    return of_name_or_first(name, mine)


def new_claims(facts: Facts) -> dict[Claimed, Fraction]:
    """What this period's reversals and refunds claim of what was paid, by all 追回 together."""
    components = [one for one in facts.ground.plan.components if one.kind is Kind.CLAWBACK]
    sums: dict[Claimed, Fraction] = {}
    for claim in _claims_of(components, facts, _reversed(facts)):
        sums[claim.key] = sums.get(claim.key, ZERO) + claim.amount
    return sums


def undone_pay(facts: Facts, orders: set[str]) -> dict[Claimed, tuple[Fraction, Fraction]]:
    """What sealed lines earned with the undone part of these orders, paid out or not: in cents, and exact.

    As far as a 追回 of today's plan reaches, whichever cycle it takes back in.
    """
    events = tuple(event for event in ever_undone(facts.ground) if event.order_id in orders)
    paid = list(paid_orders(facts, {event.order_id for event in events}, facts.ground.history.known))
    whole = {one.key: one.whole for one in paid}
    rules = [replace(one, cycles=()) for one in facts.ground.plan.components if one.kind is Kind.CLAWBACK]
    sums: dict[Claimed, tuple[Fraction, Fraction]] = {}
    for claim in _claims_of(rules, facts, _of_lines(facts, events, paid, dict(whole))):
        amount, earned = sums.get(claim.key, (ZERO, ZERO))
        sums[claim.key] = amount + claim.amount, min(whole[claim.key], earned + claim.earned)
    return sums


def _claims_of(components: Iterable[Component], facts: Facts, undone: Reversed) -> Iterator[Claim]:
    for component in components:
        yield from _new(component, facts, undone)


def _reversed(facts: Facts) -> Reversed:
    events = undone_orders(facts.ground)
    orders = {event.order_id for event in events}
    claimed = claimed_before(facts)
    paid = list(paid_orders(facts, orders, facts.ground.history.sealed)) if orders else []
    return _of_lines(facts, events, paid, {one.key: one.paid - claimed.get(one.key, ZERO) for one in paid})


def _of_lines(
    facts: Facts, events: tuple[Undone, ...], paid: Iterable[PaidOrder], room: dict[Claimed, Fraction]
) -> Reversed:
    lines: dict[str, list[PaidOrder]] = {}
    for one in paid:
        lines.setdefault(one.order_id, []).append(one)
    return Reversed(events, originals(facts.ground, {event.order_id for event in events}), lines, room)


def _new(component: Component, facts: Facts, undone: Reversed) -> Iterator[Claim]:
    """What this period's reversals and refunds claim, the newest paid line first, each at most what is left of it."""
    for event in undone.events:
        original = undone.originals.get(event.order_id)
        if original is not None and _in_time(component, event, original):
            for mine in _by_component(component, facts, undone.lines.get(event.order_id, [])):
                yield from _claims(component, facts, event, original=original, mine=mine, room=undone.room)


def _in_time(component: Component, event: Undone, original: Original) -> bool:
    return component.terms is None or (event.day - original.signed).days <= component.terms


def _by_component(component: Component, facts: Facts, lines: Iterable[PaidOrder]) -> list[list[PaidOrder]]:
    """The lines of one person whom a 追回 concerns and of one commission together, newest first."""
    groups: dict[tuple[str, str], list[PaidOrder]] = {}
    for line in lines:
        if _concerns(component, facts, facts.participants[line.employee_id]["grade"]):
            groups.setdefault((line.employee_id, line.component), []).append(line)
    return list(groups.values())


def _claims(
    component: Component,
    facts: Facts,
    event: Undone,
    *,
    original: Original,
    mine: list[PaidOrder],
    room: dict[Claimed, Fraction],
) -> Iterator[Claim]:
    """Claims on one person's lines, until what was undone is taken back."""
    rate = ONE if component.rate is None else component.rate
    left = _undone_part(facts, event, original, mine)
    sources = cells_text(facts.ground.tables, event.rows, "amount")
    for line in mine:
        units = min(left, line.given)
        paid_for, there = units * line.rate * rate, room[line.key]
        amount = round_half_up(max(ZERO, min(paid_for, there)), 2)
        left -= units
        room[line.key] -= amount
        words = f"{money_text(units)} × {percent_text(line.rate)}"
        formula = words if rate == ONE else f"{words} × {percent_text(rate)}"
        capped = f"min({formula}, {money_text(there)})" if there < paid_for else formula
        yield Claim(line.key, amount, capped, sources, paid_for)


def _undone_part(facts: Facts, event: Undone, original: Original, mine: list[PaidOrder]) -> Fraction:
    """How much of what the order gave to the measure was undone: in money for receipts, else in part."""
    given = sum((line.given for line in mine), start=ZERO)
    if event.refund and _counts_receipts(facts, mine[0]):
        return min(given, event.amount * original.shares[mine[0].employee_id])
    base = original.receivable if event.refund else original.amount
    return given * min(ONE, event.amount / base) if base > 0 else ZERO


def _counts_receipts(facts: Facts, line: PaidOrder) -> bool:
    """Whether a commission is reckoned from receipts, by its row for the person's grade.

    One that the plan no longer has counts as from orders.
    """
    plan, grade = facts.ground.plan, facts.participants[line.employee_id]["grade"]
    named = [one for one in plan.components if one.component == line.component and (one.measure or one.kpi)]
    mine = [one for one in named if _concerns(one, facts, grade)] or named
    measure = reckoned_from(mine[0], plan) if mine else None
    return measure is not None and measure.table == "receipts"


def _joined(one: Claim, other: Claim) -> Claim:
    formula = f"{one.formula} + {other.formula}"
    return replace(one, amount=one.amount + other.amount, formula=formula, sources=one.sources or other.sources)


def _line(component: Component, claim: Claim) -> Line:
    employee, reference, order = claim.key
    line = line_of(
        component,
        employee,
        ZERO,
        claim.formula,
        phase=Phase.RECOVERY,
        sources=claim.sources,
        item=order,
        order_id=order,
        reference=reference,
    )
    return replace(line, outstanding=claim.amount)
