"""What makes rows of several parts the same row, and which of their fields may change from part to part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas import TABLES

FIELDS: Mapping[str, tuple[str, ...]] = {table.name: tuple(field.name for field in table.fields) for table in TABLES}
HEADERS: Mapping[tuple[str, str], str] = {
    (table.name, field.name): field.header for table in TABLES for field in table.fields
}


@dataclass(frozen=True, slots=True)
class Identity:
    """How a table's rows are recognised: by `key`; `moves` are fields that a later part may say otherwise."""

    key: tuple[str, ...]
    moves: tuple[str, ...] = ()

    def compared(self, table: str) -> tuple[str, ...]:
        """The fields in which the same row must agree."""
        return tuple(name for name in FIELDS[table] if name not in self.key and name not in self.moves)


ROSTER_MOVES = ("team", "region", "grade", "manager_id", "mentor_id", "confirmed_date", "leave_date", "email")
IDENTITIES: Mapping[str, Identity] = {
    "people": Identity(("employee_id",), (*ROSTER_MOVES, "fixed_pay", "base")),
    "assignments": Identity(("employee_id", "effective_date")),
    "leaves": Identity(("employee_id", "start_date")),
    "orders": Identity(("order_id",)),
    "receipts": Identity(("receipt_id",)),
    "activities": Identity(("employee_id", "date", "activity_type", "customer_id")),
    "opportunities": Identity(("opportunity_id",), FIELDS["opportunities"]),
    "ratings": Identity(("employee_id", "kpi", "rater_role", "rater", "submitted_date")),
    "nominations": Identity(("employee_id", "award", "approved_date", "reason")),
    "adjustments": Identity(("employee_id", "original_period", "kind", "approved_date", "reason", "reference")),
    "appeals": Identity(("appeal_id",), ("decision", "decided_date", "handler")),
}
"""Tables whose rows are united one by one; an order's rows, its shares, stand or fall together."""
