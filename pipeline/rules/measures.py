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
from pipeline.rules.measured import CREDITED, valued_rows, window_start
from pipeline.rules.scopes import pooled, receivers
from pipeline.rules.sealed import earlier_in
from pipeline.tables import Tables
from schemas.terms import Scope, Window

FORMER = ["employee_id", "team", "region", "grade"]
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
    sellers = _with_former(measure, period, people, history)
    rows = valued_rows(measure, period, tables, sellers, credits, history)
    return _shared_out(measure, people, sellers, tables.frames["people"], rows)


def _with_former(measure: Measure, period: Period, people: pd.DataFrame, history: History) -> pd.DataFrame:
    """The participants and, where a scope pools earlier periods, who took part in those alone, as seen last.

    What a team sold in its year stays the team's when somebody leaves it for good (SPEC 5.7, from their seals).
    """
    if measure.scope == Scope.SELF or measure.window == Window.CURRENT or measure.table not in CREDITED:
        return people
    earlier = reversed(earlier_in(window_start(measure.window, period), period, history))
    seen = [one.results[FORMER] for one in earlier if len(one.results)]
    former = pd.concat(seen, ignore_index=True).drop_duplicates("employee_id") if seen else people.iloc[:0]
    gone = former[~former["employee_id"].isin(people["employee_id"])]
    return pd.concat([people, gone], ignore_index=True) if len(gone) else people


def is_delivered(measure: Measure, tables: Tables) -> bool:
    """Whether the table is there and, if it has rows, the measured column holds anything."""
    if not tables.has(measure.table):
        return False
    rows = tables.frames[measure.table]
    if rows.empty or not measure.field or (measure.table, measure.field) in FILLED_IN:
        return True
    return bool(rows[measure.field].notna().any())


def _shared_out(
    measure: Measure, people: pd.DataFrame, sellers: pd.DataFrame, roster: pd.DataFrame, rows: pd.DataFrame
) -> pd.Series:
    """The aggregate of each group's rows, given to everyone whom the group stands for; 人均 divides by its heads."""
    group, value = pooled(measure.scope, sellers, roster, rows["employee_id"], rows["value"])
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
