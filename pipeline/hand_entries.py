"""What people entered by hand in a period: what an auditor reads first (SPEC 3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.draft import Draft
from pipeline.render.certificate import HandEntry
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import number, text
from schemas.export_terms import Entry
from schemas.terms import CreditStatus


def hand_entries(draft: Draft) -> tuple[HandEntry, ...]:
    """Adjustments, nominations, manual actuals and late entries, in this order."""
    return (
        *(_entry("adjustment", row, "reason", "amount", "approver") for row in _rows(draft, "adjustments")),
        *(_entry("nomination", row, "reason", "amount", "approver") for row in _rows(draft, "nominations")),
        *(_entry("actual", row, "kpi", "", "source") for row in _rows(draft, "actuals") if _manual(row)),
        *_late(draft),
    )


def _rows(draft: Draft, table: str) -> Sequence[Row]:
    return rows(draft.intake.tables.frames[table]) if draft.intake.tables.has(table) else []


def _manual(row: Row) -> bool:
    return text(row, "entry") == Entry.MANUAL


def _entry(kind: str, row: Row, what: str, amount: str, by: str) -> HandEntry:
    return HandEntry(kind, text(row, "employee_id"), text(row, what), number(row, amount), text(row, by))


def _late(draft: Draft) -> Iterator[HandEntry]:
    for row in rows(draft.calculation.credits) if draft.calculation else []:
        if text(row, "status") == CreditStatus.LATE:
            yield _entry("late", row, "row_id", "measure_amount", "")
