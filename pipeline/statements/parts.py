"""Rows of the calculation's frames as parts of a statement (SPEC 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pipeline.statements.facts import Row, amount, day, number, text
from pipeline.statements.statement import Advice, Appeal, Assignment, Counted, KpiRow, Line, OwnRow
from schemas.terms import CreditStatus, Decision, Kind, LineKind

ON_TARGET = Fraction(100)
ADVISED = 3
TIMES = " × "
HIDDEN = "•••"
SECTIONS: Mapping[str, str] = {
    Kind.PERFORMANCE: "earned",
    Kind.TARGET_BONUS: "earned",
    Kind.COMMISSION: "earned",
    Kind.DRAW: "earned",
    Kind.CLAWBACK: "recoveries",
    LineKind.WITHHELD: "release",
    LineKind.RELEASED: "release",
    LineKind.ADJUSTMENT: "adjustments",
    LineKind.BROUGHT_FORWARD: "carried",
    LineKind.CARRY: "carried",
}


def assignment_of(row: Row) -> Assignment:
    """A stretch of the period in one team and grade."""
    names = (text(row, "team"), text(row, "region"), text(row, "grade"))
    return Assignment(row["start"], row["end"], *names, number(row, "base_part"))


def kpi_of(row: Row) -> KpiRow:
    """A row of the scorecard."""
    return KpiRow(
        kpi=text(row, "kpi"),
        category=text(row, "category"),
        unit=text(row, "unit"),
        weight=amount(row, "weight"),
        baseline=number(row, "baseline"),
        challenge=number(row, "challenge"),
        actual=number(row, "actual"),
        attainment=number(row, "attainment"),
        score=number(row, "score"),
        weighted_score=number(row, "weighted_score"),
        dropped=bool(row.get("dropped")),
    )


def line_of(row: Row) -> Line:
    """A payout line and the section it stands in; no one else's figures (SPEC 10)."""
    kind = text(row, "kind")
    shared = kind == Kind.MENTOR
    return Line(
        number=int(row["line"]),
        component=text(row, "component"),
        kind=kind,
        section=SECTIONS.get(kind, "awards"),
        amount=amount(row, "amount"),
        formula=_own_side(text(row, "formula")) if shared else text(row, "formula"),
        note=text(row, "note"),
        reference="" if shared else text(row, "reference"),
        order_id="" if shared else text(row, "order_id"),
    )


def _own_side(formula: str) -> str:
    """A mentor's formula without its first factor, which is what the apprentice earned."""
    _, sign, rest = formula.partition(TIMES)
    return f"{HIDDEN}{sign}{rest}" if sign else ""


def advice_of(kpis: Sequence[Row]) -> tuple[Advice, ...]:
    """The KPIs below target that cost most points, with the plan's advice."""
    weak = [
        Advice(text(row, "kpi"), score, amount(row, "weight") * (ON_TARGET - score), text(row, "advice"))
        for row in kpis
        if (score := number(row, "score")) is not None and score < ON_TARGET and not row.get("dropped")
    ]
    return tuple(sorted(weak, key=lambda one: (-one.lost, one.kpi))[:ADVISED])


def appeals_of(found: Sequence[Row], period: str) -> tuple[Appeal, ...]:
    """The person's appeals of this period."""
    return tuple(
        Appeal(text(row, "appeal_id"), day(row, "submitted_date"), text(row, "decision") or Decision.PENDING)
        for row in found
        if text(row, "period") == period
    )


def own_rows_of(found: Sequence[Row]) -> tuple[OwnRow, ...]:
    """Orders first, then receipts, by date; rows of earlier periods that are only looked up are left out."""
    own = [_own_row(row) for row in found if text(row, "status") != CreditStatus.REFERENCE]
    return tuple(sorted(own, key=lambda row: (row.table, str(row.day), row.row_id)))


def counted_of(own: tuple[OwnRow, ...], table: str) -> Counted:
    """How many rows of a table were counted, and their credit."""
    counted = [row.credited or Fraction(0) for row in own if row.table == table and row.status == CreditStatus.COUNTED]
    return Counted(len(counted), sum(counted, start=Fraction(0)))


def _own_row(row: Row) -> OwnRow:
    return OwnRow(
        table=text(row, "table"),
        row_id=text(row, "row_id"),
        order_id=text(row, "order_id"),
        day=day(row, "date"),
        customer=text(row, "customer_id"),
        product=text(row, "product"),
        amount=number(row, "measure_amount"),
        share=number(row, "share"),
        factor=number(row, "factor"),
        credited=number(row, "credited"),
        status=text(row, "status"),
    )
