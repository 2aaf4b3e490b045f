"""Total rows: no data, but their figures must agree with the rows they stand for (SPEC 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Context, Decimal

from pipeline.intake.body import TotalRow
from pipeline.intake.fault import WARNINGS, Fault
from pipeline.intake.sheets import Part

HALF_A_CENT = Decimal("0.005")
EXACT = Context(prec=100)
"""Wide enough that a sum of money never rounds."""


def agrees(stated: Decimal, summed: Decimal) -> bool:
    """Whether a stated total is the sum, but for decimals beyond the cent that whoever stated it left out."""
    return abs(stated - summed) < HALF_A_CENT


def exact_sum(values: object) -> Decimal:
    """The exact sum of decimals."""
    total = Decimal(0)
    for value in values:  # type: ignore[attr-defined]
        total = EXACT.add(total, value)
    return total


def shown(amount: Decimal) -> str:
    """An amount for a message: with its thousands, without zeros beyond the cent."""
    text = f"{amount:,f}"
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.rstrip('0'):0<2}" if fraction.strip("0") else whole


def wrong_totals(part: Part) -> Iterator[Fault]:
    """Figures of total rows that differ from the sum of their rows; a column with unreadable cells is not summed."""
    unread = {fault.field for fault in part.rows.faults if fault.code not in WARNINGS}
    for name, figures in part.rows.stated.items():
        if not figures:
            continue
        column = dict(zip(part.rows.frame.index.tolist(), part.rows.frame[name].tolist(), strict=True))
        opens = 0
        for total in part.found.totals:
            stated = figures.get(total.row)
            if stated is not None and name not in unread:
                yield from _compared(name, total, stated, _covered(column, total, opens))
            opens = total.row if total.subtotal else opens


def _covered(column: Mapping[int, object], total: TotalRow, opens: int) -> list[Decimal]:
    """小计 covers the rows since the last 小计, every other total all rows of its sheet."""
    rows = [row for row in column if opens < row < total.row] if total.subtotal else list(column)
    return [value for row in rows if isinstance(value := column[row], Decimal)]


def _compared(name: str, total: TotalRow, stated: Decimal, covered: list[Decimal]) -> Iterator[Fault]:
    summed = exact_sum(covered)
    if not agrees(stated, summed):
        params = (
            ("label", total.label),
            ("sum", shown(summed)),
            ("difference", shown(EXACT.subtract(stated, summed))),
        )
        yield Fault(name, total.row, "total-differs", shown(stated), params)
