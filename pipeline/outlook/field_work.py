"""Activities, idle opportunities and contact with customers up to a day (SPEC 5, triggers and team figures)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from pipeline.outlook.progress import Contact, Idle
from pipeline.period import Period
from pipeline.plan.model import Parameters
from pipeline.rules.rows import Row
from pipeline.statements.facts import amount, by_key, day, number, text
from pipeline.statements.market import tier
from schemas.export_terms import OpportunityStatus, OrderStatus

CONTACT_DAYS = {"A": 30, "B": 91}
"""A customers are seen within a month, B customers within a quarter (SPEC 5)."""
TWELVE_MONTHS = 365


def activity_counts(activities: Sequence[Row], period: Period) -> tuple[tuple[str, int], ...]:
    """Valid activities of the period by type, most first."""
    counts = Counter(text(row, "activity_type") for row in _valid(activities) if period.covers(_on(row, "date")))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def weekly_activities(
    activities: Sequence[Row], weeks: Sequence[tuple[date, date]]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Valid activities by type and week."""
    kinds = by_key(_valid(activities), "activity_type")
    return tuple(
        (kind, tuple(sum(start <= _on(row, "date") <= end for row in rows) for start, end in weeks))
        for kind, rows in sorted(kinds.items())
    )


def idle(opportunities: Sequence[Row], until: date, bound: int) -> tuple[Idle, ...]:
    """Open opportunities whose stage has not moved for more than 商机停滞天数, longest first."""
    opened = [row for row in opportunities if text(row, "status") == OpportunityStatus.OPEN]
    found = [
        Idle(text(row, "opportunity_id"), text(row, "customer_id"), text(row, "stage"), number(row, "amount"), days)
        for row in opened
        if (days := (until - _on(row, "stage_date")).days) > bound
    ]
    return tuple(sorted(found, key=lambda one: (-one.days, one.opportunity_id)))


def contacts(
    orders: Sequence[Row], activities: Sequence[Row], until: date, parameters: Parameters
) -> Mapping[str, tuple[Contact, ...]]:
    """Per person the A and B customers whose last order was theirs, the longest unseen first."""
    seen: defaultdict[str, date] = defaultdict(lambda: date.min)
    for row in _valid(activities):
        seen[text(row, "customer_id")] = max(seen[text(row, "customer_id")], _on(row, "date"))
    found: defaultdict[str, list[Contact]] = defaultdict(list)
    for customer, bought in by_key([row for row in orders if _recent(row, until)], "customer_id").items():
        owner = text(max(bought, key=lambda row: (_on(row, "signed_date"), text(row, "order_id"))), "employee_id")
        contact = _contact(customer, bought, seen.get(customer), until, parameters)
        if contact:
            found[owner].append(contact)
    return {who: tuple(sorted(own, key=_unseen)) for who, own in found.items()}


def _contact(
    customer: str, bought: Sequence[Row], last: date | None, until: date, parameters: Parameters
) -> Contact | None:
    whole = {text(row, "order_id"): amount(row, "amount") for row in bought}
    value = sum(whole.values(), start=Fraction(0))
    label = tier(value, parameters)
    if label not in CONTACT_DAYS:
        return None
    return Contact(customer, label, value, last, (until - last).days if last else None, CONTACT_DAYS[label])


def _unseen(one: Contact) -> tuple[bool, int, str, str]:
    return not one.overdue, -(one.days if one.days is not None else TWELVE_MONTHS * 10), one.tier, one.customer_id


def _valid(activities: Sequence[Row]) -> list[Row]:
    return [row for row in activities if row.get("valid") is None or bool(row["valid"])]


def _recent(row: Row, until: date) -> bool:
    near = 0 <= (until - _on(row, "signed_date")).days < TWELVE_MONTHS
    return near and text(row, "customer_id") != "" and text(row, "status") != OrderStatus.CANCELLED


def _on(row: Row, column: str) -> date:
    return day(row, column) or date.min
