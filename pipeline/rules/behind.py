"""The rows behind a measure: which orders, receipts or other rows of this period a person's figure was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from pipeline.money import ONE, ZERO
from pipeline.plan.model import Measure
from pipeline.rules.cells import cells_text
from pipeline.rules.facts import Behind, Facts, groups
from pipeline.rules.rows import Row, grouped, row_fits, rows
from schemas.terms import Scope

CREDITED = {"amount": "credited", "margin": "credited_margin", "receivable": "credited_receivable"}
IDENTIFIERS = {"orders": "order_id", "receipts": "receipt_id"}
DATES = {"activities": "date", "opportunities": "created_date"}


def rows_behind(facts: Facts, measure: Measure) -> dict[str, Behind]:
    """For each participant, the rows behind this measure in this period; people of one group share them."""
    own = _own_rows(facts, measure)
    if measure.scope is Scope.SELF:
        return {person: _behind(facts, measure, found) for person, found in own.items()}
    pooled = {person: [row for row in found if not row.get("overlay")] for person, found in own.items()}
    if measure.scope is Scope.SUBORDINATES:
        below = subordinates(facts.participants)
        return {person: _behind(facts, measure, _gathered(pooled, below[person])) for person in facts.participants}
    made: dict[str, Behind] = {}
    for members in groups(facts.participants.values(), measure.scope).values():
        people = [row["employee_id"] for row in members]
        made.update(dict.fromkeys(people, _behind(facts, measure, _gathered(pooled, people))))
    return made


def weights(measure: Measure, found: Sequence[Row]) -> dict[str, Fraction]:
    """What each order gave to a measure, by order_id; an order gives 1 to a count."""
    given: dict[str, Fraction] = {}
    for row in found:
        amount = row.get(CREDITED.get(measure.field, "")) if measure.field in CREDITED else ONE
        given[row["order_id"]] = given.get(row["order_id"], ZERO) + (ZERO if amount is None else amount)
    return given


def orders_text(given: Mapping[str, Fraction]) -> str:
    """Orders with what each gave, exact, as a line keeps them."""
    return "; ".join(f"{order}={given[order]}" for order in sorted(given))


def orders_of(text: str) -> dict[str, Fraction]:
    """What `orders_text` wrote."""
    parts = (part.rpartition("=") for part in text.split("; ") if part)
    return {order: Fraction(given) for order, _, given in parts}


def subordinates(participants: Mapping[str, Row]) -> dict[str, list[str]]:
    """Everyone below each person in the manager tree."""
    below: dict[str, list[str]] = {person: [] for person in participants}
    for person in participants:
        seen = {person}
        manager = participants[person].get("manager_id")
        while manager in below and manager not in seen:
            below[manager].append(person)
            seen.add(manager)
            manager = participants[manager].get("manager_id")
    return below


def _gathered(pooled: Mapping[str, list[Row]], people: Sequence[str]) -> list[Row]:
    return [row for person in people for row in pooled.get(person, ())]


def _behind(facts: Facts, measure: Measure, found: Sequence[Row]) -> Behind:
    column = measure.field or IDENTIFIERS.get(measure.table, "employee_id")
    orders = orders_text(weights(measure, found)) if measure.table in IDENTIFIERS else ""
    return Behind(tuple(found), cells_text(facts.ground.tables, found, column), orders)


def _own_rows(facts: Facts, measure: Measure) -> dict[str, list[Row]]:
    """Each participant's own rows of the measure's table that fit its filter."""
    mine = _table(facts, measure)
    return {
        person: [row for row in mine.get(person, ()) if row_fits(measure.filter, facts.participants[person], row)]
        for person in facts.participants
    }


def _table(facts: Facts, measure: Measure) -> Mapping[str, Sequence[Row]]:
    if measure.table == "orders":
        return facts.orders
    if measure.table == "receipts":
        return facts.receipts
    frame = facts.ground.tables.frames.get(measure.table)
    if frame is None:
        return {}
    column = measure.date_field or DATES.get(measure.table, "")
    return grouped((row for row in rows(frame) if _counts(facts, row.get(column))), "employee_id")


def _counts(facts: Facts, day: object) -> bool:
    return isinstance(day, date) and facts.ground.period.covers(day)
