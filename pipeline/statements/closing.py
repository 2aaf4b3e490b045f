"""The close of a period as a value: what the close report shows beside the findings (SPEC 8, index.html)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import day, number, text, whole
from pipeline.statements.statement import Person, Statement
from pipeline.statements.summary import Summary
from pipeline.tables import Tables
from schemas.terms import CreditStatus

ASIDE = (CreditStatus.LATE, CreditStatus.UNATTRIBUTED)


@dataclass(frozen=True, slots=True)
class Signoff:
    """A department's confirmation of a table; `total` and `rows` are what it confirmed."""

    table: str
    department: str
    signed_by: str
    signed: date | None
    rows: int | None
    total: Fraction | None


@dataclass(frozen=True, slots=True)
class Aside:
    """A credited line that was not paid for: late, or of an owner who does not take part."""

    employee_id: str
    table: str
    row_id: str
    day: date | None
    amount: Fraction | None
    status: str


@dataclass(frozen=True, slots=True)
class NotCovered:
    """Somebody in the roster whose grade the plan does not cover (不参与)."""

    employee_id: str
    name: str
    grade: str


@dataclass(frozen=True, slots=True)
class ClosingReport:
    """The company's summary, the names of the teams, and what stands beside the figures.

    Of a further revision: `anew` are those whose statement it issued, `kept` counts the others.
    """

    summary: Summary
    teams: tuple[str, ...]
    signoffs: tuple[Signoff, ...]
    aside: tuple[Aside, ...]
    not_covered: tuple[NotCovered, ...]
    anew: tuple[Person, ...] = ()
    kept: int = 0


def closing_report(
    calculation: Calculation, tables: Tables, summaries: tuple[Summary, ...], statements: tuple[Statement, ...] = ()
) -> ClosingReport:
    """What the close report shows; `summaries` as `pipeline.statements.summaries` gives them, the company first."""
    signed = rows(tables.frames["signoffs"]) if tables.has("signoffs") else []
    anew = tuple(one.person for one in statements if one.revision.id == summaries[0].revision.id)
    return ClosingReport(
        summary=summaries[0],
        teams=tuple(one.team for one in summaries[1:]),
        signoffs=tuple(_signoff(row) for row in signed),
        aside=tuple(_aside(row) for row in rows(calculation.credits) if text(row, "status") in ASIDE),
        not_covered=tuple(_not_covered(row) for row in rows(calculation.not_covered)),
        anew=anew,
        kept=len(statements) - len(anew),
    )


def _signoff(row: Row) -> Signoff:
    return Signoff(
        table=text(row, "table"),
        department=text(row, "department"),
        signed_by=text(row, "signed_by"),
        signed=day(row, "signed_date"),
        rows=whole(row, "rows"),
        total=number(row, "total"),
    )


def _aside(row: Row) -> Aside:
    names = (text(row, "employee_id"), text(row, "table"), text(row, "row_id"))
    return Aside(*names, day(row, "date"), number(row, "measure_amount"), text(row, "status"))


def _not_covered(row: Row) -> NotCovered:
    return NotCovered(text(row, "employee_id"), text(row, "name"), text(row, "grade"))
