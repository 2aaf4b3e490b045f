"""The leading KPI by day: each row of its numerator on its own date, pooled as the measure pools (SPEC 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.money import ZERO
from pipeline.outlook.leading import Leading
from pipeline.outlook.pace import share
from pipeline.outlook.progress import Week
from pipeline.rules.daily import Daily, daily_values
from pipeline.rules.measures import is_delivered
from pipeline.tables import Tables


def daily_results(
    calculation: Calculation, leading: Mapping[str, Leading], tables: Tables, history: History
) -> Mapping[str, Daily]:
    """Per person the leading KPI's result of each day; nobody whose KPI does not add up or was not delivered."""
    found: dict[str, Daily] = {}
    for place, plan in enumerate(calculation.plans):
        mine = calculation.people.loc[calculation.people["plan"] == place, "employee_id"]
        led = {who: leading[who].numerator for who in mine if who in leading and leading[who].by_day}
        for name in sorted(set(led.values())):
            if is_delivered(plan.measures[name], tables):
                daily = daily_values(plan.measures[name], calculation, tables, history)
                found |= {who: days for who, days in daily.items() if led.get(who) == name}
    return found


def by_week(
    weeks: list[tuple[date, date]], daily: Daily | None, target: Fraction | None, days: tuple[date, ...], until: date
) -> tuple[Week, ...]:
    """Results and what is due by week; a week that has not begun has no result yet, one without exports none at all."""
    found, so_far = [], ZERO
    for start, end in weeks:
        value = sum((amount for day, amount in (daily or {}).items() if start <= day <= end), start=ZERO)
        so_far += value
        begun = daily is not None and start <= until
        due = None if target is None else target * (share(days, end).ratio or ZERO)
        found.append(Week(start, end, value if begun else None, so_far if begun else None, due))
    return tuple(found)


def together(parts: list[Daily]) -> Daily:
    """The results of several people, day by day."""
    sums: defaultdict[date, Fraction] = defaultdict(Fraction)
    for daily in parts:
        for day, value in daily.items():
            sums[day] += value
    return sums
