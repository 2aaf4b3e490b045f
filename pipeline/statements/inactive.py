"""Good customers whom nobody visited: A customers in a month, B customers in a quarter (SPEC 5, triggers)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import day, text
from pipeline.statements.market import bought, last_owners, tier
from pipeline.statements.missed import trigger
from pipeline.statements.summary import Trigger
from pipeline.tables import Tables

MONTHS = {"A": 1, "B": 3}


def inactive_customers(calculation: Calculation, people: Mapping[str, Row], tables: Tables) -> Iterator[Trigger]:
    """One trigger per customer, at the person of its latest order; not judged where the activities do not reach back.

    Activities that name no customer say nothing about any, so that none is judged without them.
    """
    met = [row for row in rows(tables.frames["activities"]) if _is_met(row)] if tables.has("activities") else []
    if not met or not tables.has("orders"):
        return
    orders, end = rows(tables.frames["orders"]), calculation.period.end
    known_since = min(calculation.period.start, *(_day(row) for row in met))
    last_met = _last_met(met)
    owners = last_owners(orders, calculation.period)
    for customer, value in sorted(bought(orders, calculation.period).items()):
        row = people.get(owners[customer])
        months = MONTHS.get(tier(value, calculation.plans[int(row["plan"])].parameters)) if row else None
        if (
            row
            and months
            and _since(end, months) >= known_since
            and last_met.get(customer, date.min) < _since(end, months)
        ):
            cause = "inactive_a" if months == MONTHS["A"] else "inactive_b"
            yield trigger(cause, row, customer, value, Fraction(months))


def _is_met(row: Row) -> bool:
    return bool(row.get("valid", True)) and text(row, "customer_id") != "" and day(row, "date") is not None


def _last_met(met: Iterable[Row]) -> Mapping[str, date]:
    """The last day on which each customer was met."""
    last: dict[str, date] = {}
    for row in met:
        customer = text(row, "customer_id")
        last[customer] = max(_day(row), last.get(customer, date.min))
    return last


def _day(row: Row) -> date:
    return day(row, "date") or date.max


def _since(end: date, months: int) -> date:
    """The first day of the last months up to a day; the months of a month's last day are whole ones."""
    after = end + timedelta(days=1)
    year, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    return date(year, month + 1, min(after.day, monthrange(year, month + 1)[1]))
