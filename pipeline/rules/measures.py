"""Measures: an amount per person aggregated from an exported table (SPEC 1, 4 and 5.1)."""

from __future__ import annotations

import pandas as pd

from pipeline.history import History
from pipeline.money import MISSING
from pipeline.period import Period
from pipeline.plan.model import Measure
from pipeline.rationals import quotient, sums_by
from pipeline.rules.aggregates import aggregated, of_nothing
from pipeline.rules.lookup import looked_up
from pipeline.rules.measured import valued_rows
from pipeline.rules.scopes import pooled, receivers
from pipeline.tables import Tables

FILLED_IN = {("orders", "receivable")}


def measure_values(  # noqa: PLR0917 - the grains that a measure stands on, in their order
    measure: Measure,
    period: Period,
    tables: Tables,
    people: pd.DataFrame,
    credits: pd.DataFrame,  # noqa: A002 - SPEC's name of the grain
    history: History,
) -> pd.Series:
    """The measure's value for each participant (index employee_id); NaN where its rows are missing.

    `people` are all participants, of every plan in force, because 下级, 团队, 区域 and 公司 pool the rows of all of
    them. The table absent, or the measured column empty on every row of it, makes the measure missing for everybody.
    """
    if not is_delivered(measure, tables):
        return pd.Series(MISSING, index=pd.Index(people["employee_id"]), dtype=object)
    rows = valued_rows(measure, period, tables, people, credits, history)
    return _shared_out(measure, people, tables.frames["people"], rows)


def is_delivered(measure: Measure, tables: Tables) -> bool:
    """Whether the table is there and, if it has rows, the measured column holds anything."""
    if not tables.has(measure.table):
        return False
    rows = tables.frames[measure.table]
    if rows.empty or not measure.field or (measure.table, measure.field) in FILLED_IN:
        return True
    return bool(rows[measure.field].notna().any())


def _shared_out(measure: Measure, people: pd.DataFrame, roster: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The aggregate of each group's rows, given to everyone whom the group stands for; 人均 divides by its heads."""
    group, value = pooled(measure.scope, people, roster, rows["employee_id"], rows["value"])
    by_group = aggregated(measure.aggregate, value, group)
    mine = receivers(measure.scope, people)
    found = looked_up(mine, by_group)
    found = found.where(found.notna() | mine.isna(), of_nothing(measure.aggregate))
    return per_head(found, measure, people, roster) if measure.per_head else found


def per_head(found: pd.Series, measure: Measure, people: pd.DataFrame, roster: pd.DataFrame) -> pd.Series:
    """The value divided by the sum of the proration factors of the people it pools; missing where that is 0."""
    group, heads = pooled(measure.scope, people, roster, people["employee_id"], people["proration"])
    size = looked_up(receivers(measure.scope, people), sums_by(heads, group))
    return quotient(found, size)
