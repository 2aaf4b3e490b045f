"""Triggers: who and what somebody should look at, each with its cause (SPEC 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import amount, by_key, by_person, day, number, rows_of, text
from pipeline.statements.improvement import improvement
from pipeline.statements.inactive import inactive_customers
from pipeline.statements.late_ratings import late_ratings
from pipeline.statements.missed import missed_days, trigger
from pipeline.statements.summary import Trigger
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.export_terms import OpportunityStatus
from schemas.terms import CreditStatus

LARGEST_SHARE = 100
ORDER_COLUMNS = ("employee_id", "order_id", "amount", "measure_amount", "reviewed", "sheet_id")


def triggers(calculation: Calculation, tables: Tables, history: History, workdays: WorkCalendar) -> tuple[Trigger, ...]:
    """All triggers of a period, by cause, then by employee_id and subject."""
    people = {text(row, "employee_id"): row for row in rows(calculation.people)}
    kpis = by_person(calculation.kpi_scores)
    found = [
        *improvement(calculation, people, kpis, history),
        *_moved_pay(calculation, people, history),
        *_orders(calculation, people, tables),
        *_idle(calculation, people, tables),
        *missed_days(calculation, people, kpis, workdays, tables),
        *inactive_customers(calculation, people, tables),
        *late_ratings(calculation, people, tables, workdays),
    ]
    return tuple(sorted(found, key=lambda one: (CAUSES.index(one.cause), one.employee_id, one.subject)))


CAUSES = (
    "attainment",
    "satisfaction",
    "rating",
    "gate",
    "second",
    "moved",
    "unreviewed",
    "largest",
    "idle",
    "missed",
    "inactive_a",
    "inactive_b",
    "late_rating",
)


def _moved_pay(calculation: Calculation, people: Mapping[str, Row], history: History) -> Iterator[Trigger]:
    """Pay that moved by more than 异动线 against the last sealed period of the cycle."""
    last = history.last(calculation.period.cycle)
    for earlier in rows(last.results) if last else []:
        row, before = people.get(text(earlier, "employee_id")), amount(earlier, "payable")
        if row is None or before <= 0:
            continue
        change = (amount(row, "payable") - before) / before
        line = calculation.plans[int(row["plan"])].parameters.anomaly_line
        if abs(change) > line:
            yield trigger("moved", row, last.period.id if last else "", change, line)


def _orders(calculation: Calculation, people: Mapping[str, Row], tables: Tables) -> Iterator[Trigger]:
    """Large orders without 合规审核, where their sheet has that column, and the largest 1 % of orders."""
    asked = {sheet for sheet, source in enumerate(tables.sources) if "reviewed" in source.columns}
    own = rows_of(calculation.credits, ORDER_COLUMNS, table="orders", status=CreditStatus.COUNTED)
    groups = by_key(own, "order_id")
    size = {
        order: abs(number(found[0], "amount") or amount(found[0], "measure_amount")) for order, found in groups.items()
    }
    by_size = sorted(size, key=lambda order: (-size[order], order))
    largest = set(by_size[: len(size) // LARGEST_SHARE])
    for order, found in groups.items():
        row = people.get(text(found[0], "employee_id"))
        if row is None:
            continue
        line = calculation.plans[int(row["plan"])].parameters.large_order
        if size[order] >= line and found[0].get("sheet_id") in asked and not found[0].get("reviewed"):
            yield trigger("unreviewed", row, order, size[order], line)
        if order in largest:
            yield trigger("largest", row, order, size[order])


def _idle(calculation: Calculation, people: Mapping[str, Row], tables: Tables) -> Iterator[Trigger]:
    """Open opportunities whose stage has not moved for more than 商机停滞天数 at the period's end."""
    for found in rows(tables.frames["opportunities"]) if tables.has("opportunities") else []:
        row, since = people.get(text(found, "employee_id")), day(found, "stage_date")
        if row is None or since is None or text(found, "status") != OpportunityStatus.OPEN:
            continue
        days = (calculation.period.end - since).days
        bound = calculation.plans[int(row["plan"])].parameters.idle_days
        if days > bound:
            yield trigger("idle", row, text(found, "opportunity_id"), Fraction(days), Fraction(bound))
