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
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Phase, line_of
from pipeline.rules.paid_orders import PaidOrder, paid_orders, taken_before
from pipeline.rules.undone import Original, Undone, originals, undone_orders


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be taken back from a person for one order of one sealed line."""

    employee_id: str
    order_id: str
    reference: str
    amount: Fraction
    formula: str
    sources: str = ""


def clawback(component: Component, facts: Facts) -> list[Line]:
    """What is to be taken back, before 追回上限比例 and 追回保底: `outstanding` of each line, with an amount of 0."""
    concerned = {row["employee_id"] for row in facts.participants.values() if _concerns(component, facts, row["grade"])}
    claims = [*_carried(component, facts), *_new(component, facts)]
    merged: dict[tuple[str, str, str], Claim] = {}
    for claim in claims:
        if claim.employee_id in concerned:
            key = (claim.employee_id, claim.reference, claim.order_id)
            merged[key] = _joined(merged[key], claim) if key in merged else claim
    return [_line(component, claim) for _, claim in sorted(merged.items())]


def _concerns(component: Component, facts: Facts, grade: str) -> bool:
    in_cycle = not component.cycles or facts.ground.period.cycle in component.cycles
    return in_cycle and (not component.grades or grade in component.grades)


def _carried(component: Component, facts: Facts) -> Iterator[Claim]:
    """What earlier periods could not take."""
    for one in taken_before(facts, component.component).values():
        if one.outstanding > 0:
            yield Claim(one.employee_id, one.order_id, one.reference, one.outstanding, money_text(one.outstanding))


def _new(component: Component, facts: Facts) -> Iterator[Claim]:
    """What this period's reversals and refunds claim, the newest paid line first, each at most what is left of it."""
    events = undone_orders(facts.ground)
    orders = {event.order_id for event in events}
    known = originals(facts.ground, orders)
    before = taken_before(facts, component.component)
    room: dict[tuple[str, str, str], Fraction] = {}
    lines: dict[str, list[PaidOrder]] = {}
    for paid in paid_orders(facts, orders) if orders else ():
        key = (paid.employee_id, paid.reference, paid.order_id)
        taken = before.get(key)
        room[key] = paid.paid - (taken.amount + taken.outstanding if taken else ZERO)
        lines.setdefault(paid.order_id, []).append(paid)
    for event in events:
        original = known.get(event.order_id)
        if original is not None and _in_time(component, event, original):
            for mine in _by_component(lines.get(event.order_id, [])):
                yield from _claims(component, facts, event, original=original, mine=mine, room=room)


def _in_time(component: Component, event: Undone, original: Original) -> bool:
    return component.terms is None or (event.day - original.signed).days <= component.terms


def _by_component(lines: Iterable[PaidOrder]) -> list[list[PaidOrder]]:
    """The lines of one person and component together, newest first."""
    groups: dict[tuple[str, str], list[PaidOrder]] = {}
    for line in lines:
        groups.setdefault((line.employee_id, line.component), []).append(line)
    return list(groups.values())


def _claims(
    component: Component,
    facts: Facts,
    event: Undone,
    *,
    original: Original,
    mine: list[PaidOrder],
    room: dict[tuple[str, str, str], Fraction],
) -> Iterator[Claim]:
    """Claims on one person's lines, until what was undone is taken back."""
    rate = ONE if component.rate is None else component.rate
    left = _undone_part(facts, event, original, mine)
    sources = cells_text(facts.ground.tables, event.rows, "amount")
    for line in mine:
        key = (line.employee_id, line.reference, line.order_id)
        units = min(left, line.given)
        amount = round_half_up(max(ZERO, min(units * line.rate * rate, room[key])), 2)
        left -= units
        room[key] -= amount
        if amount:
            words = f"{money_text(units)} × {percent_text(line.rate)}"
            formula = words if rate == ONE else f"{words} × {percent_text(rate)}"
            yield Claim(line.employee_id, line.order_id, line.reference, amount, formula, sources)


def _undone_part(facts: Facts, event: Undone, original: Original, mine: list[PaidOrder]) -> Fraction:
    """How much of what the order gave to the measure was undone: in money for receipts, else in part."""
    given = sum((line.given for line in mine), start=ZERO)
    if event.refund and _counts_receipts(facts, mine[0].component):
        return min(given, event.amount * event.shares.get(mine[0].employee_id, ONE))
    base = original.receivable if event.refund else original.amount
    return given * min(ONE, event.amount / base) if base > 0 else ZERO


def _counts_receipts(facts: Facts, name: str) -> bool:
    """Whether a commission is reckoned from receipts; one that the plan no longer has counts as from orders."""
    plan = facts.ground.plan
    measures: Mapping[str, str] = {
        one.component: one.measure or plan.kpis[one.kpi].numerator for one in plan.components if one.measure or one.kpi
    }
    measure = measures.get(name, "")
    return measure in plan.measures and plan.measures[measure].table == "receipts"


def _joined(one: Claim, other: Claim) -> Claim:
    formula = f"{one.formula} + {other.formula}"
    return replace(one, amount=one.amount + other.amount, formula=formula, sources=one.sources or other.sources)


def _line(component: Component, claim: Claim) -> Line:
    line = line_of(
        component,
        claim.employee_id,
        ZERO,
        claim.formula,
        phase=Phase.RECOVERY,
        sources=claim.sources,
        item=claim.order_id,
        order_id=claim.order_id,
        reference=claim.reference,
    )
    return replace(line, outstanding=claim.amount)
