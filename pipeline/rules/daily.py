"""A measure by day: each row on its own date, pooled as the measure pools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.money import ONE
from pipeline.plan.model import Measure
from pipeline.rules.measured import CREDITED, valued_rows
from pipeline.rules.rows import plain
from pipeline.rules.scopes import pooled, receivers
from pipeline.tables import Tables

Daily = Mapping[date, Fraction]


def daily_values(
    measure: Measure, calculation: Calculation, tables: Tables, history: History
) -> dict[str, Mapping[date, Fraction]]:
    """Per participant what the measure's rows of each day sum to, or how many they are; its table must be there."""
    rows = valued_rows(measure, calculation.period, tables, calculation.people, calculation.credits, history)
    dates = rows["date" if measure.table in CREDITED else measure.date_field]
    values = [(plain(day), _given(plain(value))) for day, value in zip(dates, rows["value"], strict=True)]
    roster = tables.frames["people"]
    dated = rows["employee_id"].set_axis(range(len(rows)))
    group, place = pooled(measure.scope, calculation.people, roster, dated, dated.index.to_series())
    sums: defaultdict[str, defaultdict[date, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for name, at in zip(group, place, strict=True):
        day, value = values[int(at)]
        sums[str(name)][day] += value
    return {str(who): sums.get(str(name), {}) for who, name in receivers(measure.scope, calculation.people).items()}


def _given(value: object) -> Fraction:
    return value if isinstance(value, Fraction) else ONE
