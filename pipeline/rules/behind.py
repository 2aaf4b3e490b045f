"""The rows behind a measure: which orders, receipts or other rows of this period a person's figure was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from pipeline.calculation import Ground
from pipeline.money import ONE, ZERO
from pipeline.plan.model import Measure
from pipeline.rules.cells import cells_text, span_text
from pipeline.rules.facts import Behind, Facts
from pipeline.rules.measured import CREDITED, valued_rows
from pipeline.rules.measures import is_delivered
from pipeline.rules.rows import Row, grouped, rows
from pipeline.rules.scopes import members, receivers
from schemas.terms import Scope, Window

IDENTIFIERS = {"orders": "order_id", "receipts": "receipt_id"}
KEPT = ("employee_id", "order_id", "overlay", "value", "group", "sheet_id", "sheet_row")
NOTHING = Behind()


def rows_behind(ground: Ground, measure: Measure) -> dict[str, Behind]:
    """For each participant, the rows of this period behind a measure; people of one group share them."""
    if not is_delivered(measure, ground.tables):
        return {}
    people = ground.people
    roster = ground.tables.frames.get("people", people)
    pooled = _valued(ground, measure).merge(members(measure.scope, people, roster), on="employee_id")
    kept = rows(pooled[[name for name in KEPT if name in pooled]])
    made = {group: _behind(ground, measure, found) for group, found in grouped(kept, "group").items()}
    return {str(person): made.get(group, NOTHING) for person, group in receivers(measure.scope, people).items()}


def own_sum(facts: Facts, measure: Measure, employee_id: str) -> Fraction:
    """A person's measure as it counts in a pool or the budget: without overlay credit (SPEC 5.1)."""
    mine = facts.behind[measure.measure].get(employee_id, NOTHING)
    overlay = (_given(row) for row in mine.rows if row.get("overlay"))
    return (facts.value(measure.measure, employee_id) or ZERO) - sum(overlay, start=ZERO)


def orders_text(given: Mapping[str, Fraction]) -> str:
    """Orders with what each gave, exact, as a line keeps them."""
    return "; ".join(f"{order}={given[order]}" for order in sorted(given))


def orders_of(text: str) -> dict[str, Fraction]:
    """What `orders_text` wrote."""
    parts = (part.rpartition("=") for part in text.split("; ") if part)
    return {order: Fraction(given) for order, _, given in parts}


def _valued(ground: Ground, measure: Measure) -> pd.DataFrame:
    """The measure's rows of this period with the `value` that each gives."""
    now = replace(measure, window=Window.CURRENT)
    return valued_rows(now, ground.period, ground.tables, ground.people, ground.credits, ground.history)


def _behind(ground: Ground, measure: Measure, found: Sequence[Row]) -> Behind:
    """A person's own rows by their cells; pooled ones by the span of the column that they were picked from."""
    column = measure.field or IDENTIFIERS.get(measure.table, "employee_id")
    text = cells_text if measure.scope is Scope.SELF else span_text
    orders = orders_text(_weights(found)) if measure.table in CREDITED else ""
    return Behind(tuple(found), text(ground.tables, found, column), orders)


def _weights(found: Sequence[Row]) -> dict[str, Fraction]:
    given: dict[str, Fraction] = {}
    for row in found:
        given[row["order_id"]] = given.get(row["order_id"], ZERO) + _given(row)
    return given


def _given(row: Row) -> Fraction:
    """What a row gives to a sum; 1 to a count."""
    return row["value"] if isinstance(row["value"], Fraction) else ONE
