"""People who stayed below the daily target for days on end: 连续未达天数 (SPEC 5, triggers)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.plan.adding_up import adds_up
from pipeline.plan.model import Plan
from pipeline.rules.daily import Daily, daily_values
from pipeline.rules.measures import is_delivered
from pipeline.rules.rows import Row
from pipeline.statements.facts import number, text
from pipeline.statements.summary import Trigger
from pipeline.tables import Tables
from pipeline.workdays import UncoveredYearError, WorkCalendar
from schemas.terms import Aggregate


def missed_days(  # noqa: PLR0917 - what a trigger reads, and until when
    calculation: Calculation,
    people: Mapping[str, Row],
    kpis: Mapping[str, list[Row]],
    workdays: WorkCalendar,
    tables: Tables,
    until: date = date.max,
) -> Iterator[Trigger]:
    """The longest run of working days below baseline ÷ working days, where the headline KPI adds up over days.

    In a running period only the days until the day that it is looked at are counted.
    """
    days = _workdays(calculation, workdays)
    reached = [_headline_by_day(plan, calculation, tables) if days else {} for plan in calculation.plans]
    for who, row in people.items():
        parameters, daily = calculation.plans[int(row["plan"])].parameters, reached[int(row["plan"])].get(who)
        baseline = _baseline(kpis.get(who, ()), parameters.headline_kpi)
        if daily is None or baseline is None:
            continue
        passed = [one for one in days if one <= until]
        run = _longest_run(passed, daily, baseline / len(days))
        if run >= parameters.missed_days:
            yield trigger("missed", row, parameters.headline_kpi, Fraction(run), Fraction(parameters.missed_days))


def trigger(
    cause: str, row: Row, subject: str, value: Fraction | None = None, bound: Fraction | None = None
) -> Trigger:
    """A trigger of a person."""
    who = (text(row, "employee_id"), text(row, "name"), text(row, "team"))
    return Trigger(cause, *who, subject, value, bound)


def _workdays(calculation: Calculation, workdays: WorkCalendar) -> list[date]:
    try:
        return workdays.workdays(calculation.period.start, calculation.period.end)
    except UncoveredYearError:
        return []


def _baseline(kpis: Iterable[Row], headline: str) -> Fraction | None:
    return next((number(row, "baseline") for row in kpis if text(row, "kpi") == headline), None)


def _headline_by_day(plan: Plan, calculation: Calculation, tables: Tables) -> Mapping[str, Daily]:
    """What 主指标 reached on each day, by person; nobody where it is no sum or count, or was not delivered."""
    kpi = plan.kpis.get(plan.parameters.headline_kpi)
    measure = plan.measures.get(kpi.numerator) if kpi and adds_up(plan, kpi) else None
    if measure is None or measure.per_head or measure.aggregate is Aggregate.DISTINCT:
        return {}
    return daily_values(measure, calculation, tables, History()) if is_delivered(measure, tables) else {}


def _longest_run(days: Sequence[date], daily: Daily, target: Fraction) -> int:
    longest = run = 0
    for one in days:
        run = run + 1 if daily.get(one, Fraction(0)) < target else 0
        longest = max(longest, run)
    return longest
