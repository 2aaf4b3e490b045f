"""From a calculation to one statement per person (SPEC 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.plan.model import Plan
from pipeline.statements.deadlines import deadlines
from pipeline.statements.facts import Row, amount, by_person, day, number, rows, text, whole
from pipeline.statements.past import Past, past, trends, unreleased
from pipeline.statements.statement import (
    Advice,
    Appeal,
    Assignment,
    KpiRow,
    Line,
    OwnRow,
    Person,
    Places,
    Results,
    Revision,
    Scheme,
    Statement,
)
from pipeline.statements.steps import next_steps
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.terms import CreditStatus, Decision, Kind, LineKind

ON_TARGET = Fraction(100)
ADVISED = 3
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
    LineKind.BUDGET: "budget",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """The frames of a calculation as rows of each person."""

    names: Mapping[str, str]
    kpis: Mapping[str, list[Row]]
    lines: Mapping[str, list[Row]]
    credits: Mapping[str, list[Row]]
    segments: Mapping[str, list[Row]]
    appeals: Mapping[str, list[Row]]
    past: Past
    ranked_company: int
    ranked_team: Mapping[str, int]


def statements(
    calculation: Calculation,
    tables: Tables,
    history: History,
    workdays: WorkCalendar,
    revision: Revision = Revision(),
) -> tuple[Statement, ...]:
    """One statement per participant, in the order of `calculation.people`."""
    facts = _facts(calculation, tables, history)
    return tuple(_statement(calculation, facts, person, workdays, revision) for person in rows(calculation.people))


def _facts(calculation: Calculation, tables: Tables, history: History) -> Facts:
    roster = rows(tables.frames["people"][["employee_id", "name"]]) if tables.has("people") else []
    ranked = [row for row in rows(calculation.people) if whole(row, "rank_company") is not None]
    teams = [text(row, "team") for row in ranked]
    return Facts(
        names={text(row, "employee_id"): text(row, "name") for row in roster},
        kpis=by_person(calculation.kpi_scores),
        lines=by_person(calculation.lines),
        credits=by_person(calculation.credits),
        segments=by_person(calculation.segments),
        appeals=by_person(tables.frames["appeals"]) if tables.has("appeals") else {},
        past=past(history),
        ranked_company=len(ranked),
        ranked_team={team: teams.count(team) for team in set(teams)},
    )


def _statement(
    calculation: Calculation, facts: Facts, person: Row, workdays: WorkCalendar, revision: Revision
) -> Statement:
    who = text(person, "employee_id")
    plan = calculation.plans[int(person["plan"])]
    kpis = tuple(_kpi(row) for row in facts.kpis.get(who, ()))
    lines = tuple(_line(row) for row in sorted(facts.lines.get(who, ()), key=lambda row: int(row["line"])))
    return Statement(
        period=calculation.period,
        revision=revision,
        scheme=scheme(plan),
        person=_person(person, facts.names),
        results=_results(person, facts),
        assignments=tuple(_assignment(row) for row in facts.segments.get(who, ())),
        kpis=kpis,
        lines=lines,
        unreleased=unreleased(facts.past, who, lines),
        next_steps=next_steps(calculation, plan, person, kpis),
        advice=_advice(facts.kpis.get(who, ())),
        trend=trends(calculation.period, facts.past, person),
        deadlines=deadlines(calculation.period, plan.parameters, workdays),
        appeals=_appeals(facts.appeals.get(who, ()), calculation.period.id),
        rows=_own_rows(facts.credits.get(who, ())),
    )


def scheme(plan: Plan) -> Scheme:
    """The plan as far as documents print it."""
    parameters = plan.parameters
    places = Places(parameters.attainment_places, parameters.score_places, parameters.total_places)
    return Scheme(
        company=parameters.company,
        plan=parameters.plan_name,
        version=parameters.version,
        currency=parameters.currency,
        headline_kpi=parameters.headline_kpi,
        appeal_channel=parameters.appeal_channel,
        places=places,
    )


def _person(row: Row, names: Mapping[str, str]) -> Person:
    return Person(
        employee_id=text(row, "employee_id"),
        name=text(row, "name"),
        team=text(row, "team"),
        region=text(row, "region"),
        grade=text(row, "grade"),
        manager=names.get(text(row, "manager_id"), ""),
        mentor=names.get(text(row, "mentor_id"), ""),
        first_day=day(row, "first_day"),
        last_day=day(row, "last_day"),
    )


def _results(row: Row, facts: Facts) -> Results:
    return Results(
        proration=amount(row, "proration"),
        proration_text=text(row, "proration_text"),
        base=amount(row, "base"),
        result_score=number(row, "result_score"),
        process_score=number(row, "process_score"),
        total_score=number(row, "total_score"),
        coefficient=number(row, "coefficient"),
        rating=text(row, "rating"),
        headline_attainment=number(row, "headline_attainment"),
        rank_company=whole(row, "rank_company"),
        ranked_company=facts.ranked_company,
        rank_team=whole(row, "rank_team"),
        ranked_team=facts.ranked_team.get(text(row, "team"), 0),
        payable=amount(row, "payable"),
        carried=amount(row, "carried"),
        status=text(row, "status"),
    )


def _assignment(row: Row) -> Assignment:
    names = (text(row, "team"), text(row, "region"), text(row, "grade"))
    return Assignment(row["start"], row["end"], *names, number(row, "base_part"))


def _kpi(row: Row) -> KpiRow:
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


def _line(row: Row) -> Line:
    kind = text(row, "kind")
    return Line(
        number=int(row["line"]),
        component=text(row, "component"),
        kind=kind,
        section=SECTIONS.get(kind, "awards"),
        amount=amount(row, "amount"),
        formula=text(row, "formula"),
        note=text(row, "note"),
        reference=text(row, "reference"),
        order_id=text(row, "order_id"),
    )


def _advice(kpis: list[Row] | tuple[()]) -> tuple[Advice, ...]:
    """The KPIs below target that cost most points, with the plan's advice."""
    weak = [
        Advice(text(row, "kpi"), score, amount(row, "weight") * (ON_TARGET - score), text(row, "advice"))
        for row in kpis
        if (score := number(row, "score")) is not None and score < ON_TARGET and not row.get("dropped")
    ]
    return tuple(sorted(weak, key=lambda one: (-one.lost, one.kpi))[:ADVISED])


def _appeals(found: list[Row] | tuple[()], period: str) -> tuple[Appeal, ...]:
    return tuple(
        Appeal(text(row, "appeal_id"), day(row, "submitted_date"), text(row, "decision") or Decision.PENDING)
        for row in found
        if text(row, "period") == period
    )


def _own_rows(found: list[Row] | tuple[()]) -> tuple[OwnRow, ...]:
    """Orders first, then receipts, by date; rows of earlier periods that are only looked up are left out."""
    own = [_own_row(row) for row in found if text(row, "status") != CreditStatus.REFERENCE]
    return tuple(sorted(own, key=lambda row: (row.table, str(row.day), row.row_id)))


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
