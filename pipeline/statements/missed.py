"""People who stayed below the daily target for days on end: 连续未达天数 (SPEC 5, triggers)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.statements.facts import Row, amount, by_key, day, number, rows_of, text
from pipeline.statements.summary import Trigger
from pipeline.workdays import UncoveredYearError, WorkCalendar
from schemas.terms import CreditStatus

ORDER_SALES = "签约金额"
SALES = ("employee_id", "date", "credited")


def missed_days(
    calculation: Calculation,
    people: Mapping[str, Row],
    kpis: Mapping[str, list[Row]],
    workdays: WorkCalendar,
    until: date = date.max,
) -> Iterator[Trigger]:
    """The longest run of working days below baseline ÷ working days, where the headline KPI is signed sales.

    In a running period only the days until the day that it is looked at are counted.
    """
    days = _workdays(calculation, workdays)
    counted = rows_of(calculation.credits, SALES, table="orders", status=CreditStatus.COUNTED) if days else []
    sales = by_key(counted, "employee_id")
    for who, row in people.items():
        plan = calculation.plans[int(row["plan"])]
        kpi = plan.kpis.get(plan.parameters.headline_kpi)
        baseline = _baseline(kpis.get(who, ()), plan.parameters.headline_kpi)
        if not days or baseline is None or kpi is None or kpi.numerator != ORDER_SALES:
            continue
        passed = [one for one in days if one <= until]
        run = _longest_run(passed, _daily(sales.get(who, ())), baseline / len(days))
        if run >= plan.parameters.missed_days:
            yield trigger("missed", row, kpi.kpi, Fraction(run), Fraction(plan.parameters.missed_days))


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


def _daily(sales: Sequence[Row]) -> Mapping[date | None, Fraction]:
    """Credited sales of each day, from orders that count."""
    sums: defaultdict[date | None, Fraction] = defaultdict(Fraction)
    for row in sales:
        sums[day(row, "date")] += amount(row, "credited")
    return sums


def _longest_run(days: Sequence[date], daily: Mapping[date | None, Fraction], target: Fraction) -> int:
    longest = run = 0
    for one in days:
        run = run + 1 if daily.get(one, Fraction(0)) < target else 0
        longest = max(longest, run)
    return longest
