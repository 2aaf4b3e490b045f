"""单笔奖: for each valid positive order of the period that fits 条件, 金额 or the table at its amount; × share."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.money import ONE, ZERO, money_text, percent_text
from pipeline.plan.model import Component
from pipeline.rate_tables import Reading, read_table
from pipeline.rules.cells import cell_text
from pipeline.rules.facts import Facts
from pipeline.rules.figures import table_problem
from pipeline.rules.lines import Outcome, line_of, times
from pipeline.rules.rows import Row, plain, row_fits
from schemas.terms import Basis, CreditStatus


def per_order(component: Component, facts: Facts) -> Iterator[Outcome]:
    """One line for each order; with 依据 = 首笔 only for the person's first in everything read."""
    only = first_orders(facts) if component.basis is Basis.FIRST else None
    for person in facts.entitled(component):
        employee = person["employee_id"]
        for order in facts.orders.get(employee, ()):
            fits = order["amount"] > 0 and row_fits(component.condition, person, order)
            if fits and (only is None or only.get(employee) == order["order_id"]):
                yield _outcome(component, facts, person, order)


def first_orders(facts: Facts) -> dict[str, str]:
    """Each person's earliest valid order with a positive amount, here or in a seal; of one day the smaller order_id."""
    frames = (facts.ground.credits, *(sealed.credits for sealed in facts.ground.history.sealed))
    first: dict[str, tuple[object, str]] = {}
    for frame in frames:
        valid = frame[(frame["table"] == "orders") & (frame["status"] != CreditStatus.CANCELLED.value)]
        columns = (valid[name].tolist() for name in ("employee_id", "date", "order_id", "measure_amount"))
        for employee, day, order, amount in zip(*columns, strict=True):
            found = (plain(day), order)
            if amount > 0 and (employee not in first or found < first[employee]):
                first[employee] = found
    return {employee: order for employee, (_, order) in first.items()}


def _outcome(component: Component, facts: Facts, person: Row, order: Row) -> Outcome:
    reading = _prize(component, facts, order["amount"])
    if reading.problem is not None:
        return table_problem(component, person, reading.problem)
    prize = reading.number
    formula = reading.words if prize == reading.number else f"{reading.words} = {money_text(prize)}"
    share = order["share"]
    return line_of(
        component,
        person["employee_id"],
        prize * share,
        formula if share == ONE else times(formula, percent_text(share)),
        sources=cell_text(facts.ground.tables, order, "amount"),
        item=order["order_id"],
        order_id=order["order_id"],
    )


def _prize(component: Component, facts: Facts, amount: Fraction) -> Reading:
    """What an order brings before the share: 金额 or the table at the whole amount, within 最低 and 最高."""
    if not component.table:
        return _within(component, Reading(component.amount or ZERO, money_text(component.amount or ZERO)))
    reading = read_table(facts.ground.plan.tables[component.table], amount)
    if reading.problem is not None:
        return reading
    plain_value = len(reading.tiers) == 1 and " " not in reading.words
    words = f"{money_text(amount)} → {money_text(reading.number)}" if plain_value else reading.words
    return _within(component, Reading(reading.value, words, reading.tiers))


def _within(component: Component, reading: Reading) -> Reading:
    least, most = component.min, component.max
    value = reading.number
    kept = max(value, least) if least is not None else value
    kept = min(kept, most) if most is not None else kept
    return reading if kept == value else Reading(kept, f"{reading.words} → {money_text(kept)}", reading.tiers)
