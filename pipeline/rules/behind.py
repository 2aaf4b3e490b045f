"""The rows behind a measure: which orders, receipts or other rows of this period a person's figure was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from pipeline.calculation import Ground
from pipeline.money import ONE, ZERO
from pipeline.plan.model import Measure
from pipeline.rules.cell_ranges import ranges_by
from pipeline.rules.facts import Behind, Facts
from pipeline.rules.measured import CREDITED, valued_rows
from pipeline.rules.measures import is_delivered
from pipeline.rules.rows import GroupedRows, Row, grouped, rows
from pipeline.rules.scopes import contributors, members, receivers
from schemas.terms import Scope, Window

IDENTIFIERS = {"orders": "order_id", "receipts": "receipt_id"}
KEPT = ("employee_id", "order_id", "overlay", "value", "group", "sheet_id", "sheet_row")


def rows_behind(ground: Ground, measure: Measure) -> Behind:
    """The rows of this period behind a measure for each participant; people of one group share them.

    Their cells: of a person's own rows each, of pooled ones the span of the column that they were picked from.
    """
    if not is_delivered(measure, ground.tables):
        return Behind()
    people = contributors(measure.scope, ground)
    pooled = _valued(ground, measure, people)
    if measure.scope is Scope.SELF:
        pooled = pooled.assign(group=pooled["employee_id"])
    else:
        roster = ground.tables.frames.get("people", people)
        pooled = pooled.merge(members(measure.scope, people, roster), on="employee_id")
    column = measure.field or IDENTIFIERS.get(measure.table, "employee_id")
    spans = measure.scope is not Scope.SELF
    cells = ranges_by(pooled["group"], pooled, ground.tables, column, spans=spans)
    return Behind(
        {str(person): group for person, group in receivers(measure.scope, ground.people).items()},
        GroupedRows(pooled[[name for name in KEPT if name in pooled]], "group"),
        {str(group): text for group, text in cells.items()},
        _overlay(pooled) if "overlay" in pooled else {},
    )


def own_sum(facts: Facts, measure: Measure, employee_id: str) -> Fraction:
    """A person's measure as it counts in a pool or the budget: without overlay credit (SPEC 5.1)."""
    overlay = facts.behind[measure.measure].overlay.get(employee_id, ZERO)
    return (facts.value(measure.measure, employee_id) or ZERO) - overlay


def orders_behind(facts: Facts, measure: Measure, employee_id: str) -> str:
    """The orders behind a person's measure with what each gave, exact; empty for a measure of other rows."""
    if measure.table not in CREDITED or measure.measure not in facts.behind:
        return ""
    given: dict[str, Fraction] = {}
    for row in facts.behind[measure.measure].rows_of(employee_id):
        given[row["order_id"]] = given.get(row["order_id"], ZERO) + _given(row)
    return orders_text(given)


def orders_text(given: Mapping[str, Fraction]) -> str:
    """Orders with what each gave, exact, as a line keeps them."""
    return "; ".join(f"{order}={given[order]}" for order in sorted(given))


def orders_of(text: str) -> dict[str, Fraction]:
    """What `orders_text` wrote."""
    parts = (part.rpartition("=") for part in text.split("; ") if part)
    return {order: Fraction(given) for order, _, given in parts}


def _valued(ground: Ground, measure: Measure, people: pd.DataFrame) -> pd.DataFrame:
    """The measure's rows of this period with the `value` that each gives."""
    now = replace(measure, window=Window.CURRENT)
    return valued_rows(now, ground.period, ground.tables, people, ground.credits, ground.history)


def _overlay(pooled: pd.DataFrame) -> dict[str, Fraction]:
    """What the overlay rows of each person give."""
    beside = pooled[pooled["overlay"].fillna(value=False).astype(bool)]
    if beside.empty:
        return {}
    found = grouped(rows(beside[["group", "value"]]), "group")
    return {str(person): sum(map(_given, mine), start=ZERO) for person, mine in found.items()}


def _given(row: Row) -> Fraction:
    """What a row gives to a sum; 1 to a count."""
    return row["value"] if isinstance(row["value"], Fraction) else ONE
