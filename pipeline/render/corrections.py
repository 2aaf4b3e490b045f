"""The 调整 workbook of a correction: exactly the table `adjustments`, for HR to approve and pay next period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from io import BytesIO

import xlsxwriter

from pipeline.corrections import Correction
from pipeline.money import CENTS, decimal
from pipeline.wording import Wording
from schemas.awards import ADJUSTMENTS
from schemas.export_terms import AdjustmentKind

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, so that bytes repeat; nobody reads it as a time
WIDTH = 18


def corrections_book(found: Sequence[Correction], period: str, revision: str, words: Wording) -> bytes:
    """A row per correction; approver and day of approval are left for a person to fill in."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet(ADJUSTMENTS.header)
        money, plain = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "@"})
        sheet.set_column(0, len(ADJUSTMENTS.fields), WIDTH)
        for column, field in enumerate(ADJUSTMENTS.fields):
            sheet.write_string(0, column, field.header, book.add_format({"bold": True}))
            for row, one in enumerate(found, start=1):
                cell = _cells(one, period, revision, words).get(field.name)
                if isinstance(cell, Fraction):
                    sheet.write_number(row, column, float(decimal(cell, CENTS)), money)
                elif cell:
                    sheet.write_string(row, column, cell, plain)
    return buffer.getvalue()


def _cells(one: Correction, period: str, revision: str, words: Wording) -> dict[str, str | Fraction]:
    kind = AdjustmentKind.BACK_PAY if one.amount > 0 else AdjustmentKind.RECOVERY
    paid, due, posted = (f"{decimal(value, CENTS):,}" for value in (one.paid, one.due, one.posted))
    return {
        "employee_id": one.employee_id,
        "original_period": period,
        "kind": kind.value,
        "amount": one.amount,
        "reason": words("correct.reason", paid=paid, due=due, posted=posted),
        "reference": f"{period} {revision}",
    }
