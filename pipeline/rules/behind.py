"""The rows behind a measure: which orders, receipts or other rows of this period a person's figure was made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from pipeline.calculation import Ground
from pipeline.money import ONE, ZERO
from pipeline.plan.model import Measure
from pipeline.rationals import or_zero, rationals, sums_by
from pipeline.rules.cell_ranges import ranges_by
from pipeline.rules.facts import Behind, Facts
from pipeline.rules.lookup import looked_up
from pipeline.rules.measured import CREDITED, valued_rows
from pipeline.rules.measures import is_delivered
from pipeline.rules.scopes import contributors, members, receivers
from pipeline.worded import said
from schemas.terms import Scope, Window

IDENTIFIERS = {"orders": "order_id", "receipts": "receipt_id"}
KEPT = ("employee_id", "order_id", "overlay", "value", "group", "sheet_id", "sheet_row")


def rows_behind(ground: Ground, measure: Measure) -> Behind:
    """The rows of this period behind a measure for each participant; people of one group share them.

    Their cells: of a person's own rows each, of pooled ones the span of the column that they were picked from.
    """
    if not is_delivered(measure, ground.tables):
        return Behind(pd.Series(dtype=object), pd.DataFrame(columns=[*KEPT], dtype=object), _no_cells)
    people = contributors(measure.scope, ground)
    pooled = _valued(ground, measure, people)
    if measure.scope is Scope.SELF:
        pooled = pooled.assign(group=pooled["employee_id"])
    else:
        roster = ground.tables.frames.get("people", people)
        pooled = pooled.merge(members(measure.scope, people, roster), on="employee_id")
    kept = pooled[[name for name in KEPT if name in pooled]]
    column = measure.field or IDENTIFIERS.get(measure.table, "employee_id")
    spans = measure.scope is not Scope.SELF
    return Behind(
        receivers(measure.scope, ground.people),
        kept,
        lambda: ranges_by(kept["group"], kept, ground.tables, column, spans=spans),
    )


def own_sums(facts: Facts, measure: Measure) -> dict[str, Fraction]:
    """Each participant's measure as it counts in a pool or the budget: without overlay credit (SPEC 5.1)."""
    ids = facts.ground.people["employee_id"]
    whole = or_zero(facts.measured(ids, measure.measure)) - or_zero(looked_up(ids, _beside(facts, measure)))
    return dict(zip(ids.tolist(), whole.tolist(), strict=True))


def orders_behind(facts: Facts, measure: Measure, employee_id: pd.Series) -> pd.Series:
    """The orders behind people's measure with what each gave, exact; empty for a measure of other rows."""
    if measure.table not in CREDITED or measure.measure not in facts.behind:
        return pd.Series("", index=employee_id.index, dtype=object)
    behind = facts.behind[measure.measure]
    return said(lambda: _orders_of_people(behind, employee_id), employee_id.index)


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


def _beside(facts: Facts, measure: Measure) -> pd.Series:
    """What overlay gives to each person's measure in its whole window, by employee_id."""
    ground = facts.ground
    if measure.window is Window.CURRENT or not is_delivered(measure, ground.tables):
        return _overlay(facts.behind[measure.measure].pooled)
    rows = valued_rows(measure, ground.period, ground.tables, ground.people, ground.credits, ground.history)
    return _overlay(rows.assign(group=rows["employee_id"]))


def _overlay(pooled: pd.DataFrame) -> pd.Series:
    """What the overlay rows of each person give, by employee_id."""
    if "overlay" not in pooled:
        return pd.Series(dtype=object)
    beside = pooled[pooled["overlay"].fillna(value=False).astype(bool)]
    return sums_by(rationals(_given(beside)), beside["group"])


def _orders_of_people(behind: Behind, employee_id: pd.Series) -> list[str]:
    given: dict[str, dict[str, Fraction]] = {}
    pooled = behind.pooled
    for group, order, value in zip(pooled["group"], pooled["order_id"], _given(pooled), strict=True):
        mine = given.setdefault(group, {})
        mine[order] = mine.get(order, ZERO) + value
    texts = {group: orders_text(orders) for group, orders in given.items()}
    return [texts.get(group, "") for group in looked_up(employee_id, behind.group).tolist()]


def _given(pooled: pd.DataFrame) -> pd.Series:
    """What each row gives to a sum; 1 to a count; 0 where the counted field is empty."""
    found = [value if isinstance(value, Fraction) else ONE for value in pooled["value"].tolist()]
    return pd.Series(found, index=pooled.index, dtype=object).mask(pooled["value"].isna(), ZERO)


def _no_cells() -> pd.Series:
    return pd.Series(dtype=object)
