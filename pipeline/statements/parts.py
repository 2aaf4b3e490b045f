"""Rows of the calculation's frames as parts of a statement (SPEC 10)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from pipeline.plan.model import Component, Kpi, Plan
from pipeline.rules.rows import Row
from pipeline.statements.entries import Advice, Appeal, Assignment, Counted, KpiRow, Line, OwnRow
from pipeline.statements.facts import amount, day, number, text
from pipeline.statements.meaning import meaning_of
from schemas.export_terms import Decision
from schemas.terms import CreditStatus, Kind, LineKind, Scoring

ON_TARGET = Fraction(100)
ADVISED = 3
CAPPED = (Scoring.RATIO, Scoring.DUAL)
TIMES = " × "
HIDDEN = "•••"
PLACE = re.compile(r"#(\d+) → ")
ATTAINMENT_CAPPED = "attainment_capped"
SECTIONS: Mapping[str, str] = {
    Kind.PERFORMANCE: "earned",
    Kind.TARGET_BONUS: "earned",
    Kind.COMMISSION: "earned",
    Kind.DRAW: "earned",
    Kind.CLAWBACK: "recoveries",
    LineKind.WITHHELD: "withheld",
    LineKind.RELEASED: "release",
    LineKind.ADJUSTMENT: "adjustments",
    LineKind.BROUGHT_FORWARD: "carried",
    LineKind.CARRY: "carried",
}


def assignment_of(row: Row) -> Assignment:
    """A stretch of the period in one team and grade."""
    names = (text(row, "team"), text(row, "region"), text(row, "grade"))
    return Assignment(row["start"], row["end"], *names, number(row, "base_part"))


def kpi_of(row: Row, kpis: Mapping[str, Kpi]) -> KpiRow:
    """A row of the scorecard; `kpis` are the plan's."""
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
        target_share=Fraction(1) if row.get("target_share") is None else amount(row, "target_share"),
        score_cap=_score_cap(row, kpis.get(text(row, "kpi"))),
    )


def _score_cap(row: Row, kpi: Kpi | None) -> Fraction | None:
    """The cap where a score stands on it although the attainment would give more."""
    score, attainment = number(row, "score"), number(row, "attainment")
    if kpi is None or score is None or attainment is None or kpi.scoring not in CAPPED:
        return None
    return score if score == kpi.score_cap < attainment * ON_TARGET else None


def line_of(row: Row, plan: Plan, component: Component | None = None, attainment: Fraction | None = None) -> Line:
    """A payout line of a component and where it stands, without anybody else's figures (SPEC 10).

    `attainment` is that of 主指标 before its cap.
    """
    kind = text(row, "kind")
    shared = kind == Kind.MENTOR
    formula = text(row, "formula")
    ranked = PLACE.match(formula) if kind == Kind.RANK else None
    return Line(
        number=int(row["line"]),
        component=text(row, "component"),
        kind=kind,
        section=SECTIONS.get(kind, "awards"),
        amount=amount(row, "amount"),
        formula=_own_side(formula) if shared else formula[ranked.end() :] if ranked else formula,
        note=text(row, "note"),
        reference="" if shared else text(row, "reference"),
        order_id="" if shared else text(row, "order_id"),
        meaning=meaning_of(kind, component, plan, taken=amount(row, "amount") < 0),
        reasons=_reasons(row, plan, attainment),
        place=int(ranked[1]) if ranked else None,
    )


def _reasons(row: Row, plan: Plan, attainment: Fraction | None) -> tuple[str, ...]:
    """Why the line is not what its component alone gives, the attainment's cap first."""
    parameters = plan.parameters
    multiplied = text(row, "kind") == Kind.PERFORMANCE and bool(parameters.headline_kpi)
    capped = multiplied and attainment is not None and attainment > parameters.attainment_cap
    return (*([ATTAINMENT_CAPPED] if capped else []), *text(row, "reasons").split())


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
