"""From a calculation to one statement per person (SPEC 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.plan.model import Parameters, Plan
from pipeline.rules.rows import Row, rows
from pipeline.statements.deadlines import deadlines, shared_terms
from pipeline.statements.entries import Line
from pipeline.statements.facts import amount, by_person, day, number, text, whole
from pipeline.statements.parts import (
    advice_of,
    appeals_of,
    assignment_of,
    counted_of,
    kpi_of,
    line_of,
    own_rows_of,
)
from pipeline.statements.past import Past, past, trends, unreleased
from pipeline.statements.statement import (
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

LISTED = "、"


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
    shared: Parameters
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
    return Facts(
        names={text(row, "employee_id"): text(row, "name") for row in roster},
        kpis=by_person(calculation.kpi_scores),
        lines=by_person(calculation.lines),
        credits=by_person(calculation.credits),
        segments=by_person(calculation.segments),
        appeals=by_person(tables.frames["appeals"]) if tables.has("appeals") else {},
        past=past(history),
        shared=shared_terms(calculation.plans),
        ranked_company=len(ranked),
        ranked_team=Counter(text(row, "team") for row in ranked),
    )


def _statement(
    calculation: Calculation, facts: Facts, person: Row, workdays: WorkCalendar, revision: Revision
) -> Statement:
    who = text(person, "employee_id")
    plan = calculation.plans[int(person["plan"])]
    kpis = tuple(kpi_of(row, plan.kpis) for row in facts.kpis.get(who, ()))
    lines = _lines(facts, plan, person)
    own = own_rows_of(facts.credits.get(who, ()))
    return Statement(
        period=calculation.period,
        revision=revision.seen_by(who),
        scheme=scheme(plan),
        person=_person(person, facts.names),
        results=_results(person, facts),
        assignments=tuple(assignment_of(row) for row in facts.segments.get(who, ())),
        kpis=kpis,
        lines=lines,
        unreleased=unreleased(facts.past, who, lines, calculation.lapsed),
        next_steps=() if _has_left(calculation, person) else next_steps(calculation, plan, person, kpis),
        advice=() if _has_left(calculation, person) else advice_of(facts.kpis.get(who, ())),
        trend=trends(calculation.period, facts.past, person),
        deadlines=deadlines(calculation.period, plan.parameters, facts.shared, workdays),
        appeals=appeals_of(facts.appeals.get(who, ()), calculation.period.id),
        rows=own,
        counted={table: counted_of(own, table) for table in ("orders", "receipts")},
    )


def _has_left(calculation: Calculation, person: Row) -> bool:
    last = day(person, "last_day")
    return last is not None and last < calculation.period.end


def _lines(facts: Facts, plan: Plan, person: Row) -> tuple[Line, ...]:
    components = {one.component: one for one in plan.components}
    found = sorted(facts.lines.get(text(person, "employee_id"), ()), key=lambda row: int(row["line"]))
    attainment = number(person, "headline_attainment")
    return tuple(line_of(row, plan, components.get(text(row, "component")), attainment) for row in found)


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
        attainment_cap=parameters.attainment_cap,
        appeal_channel=parameters.appeal_channel,
        places=places,
    )


def schemes(plans: Sequence[Plan]) -> Scheme:
    """Several plans as one heading: the first plan's terms under the names and versions of all."""
    first, last = scheme(plans[0]), plans[-1].parameters
    before = [f"{plan.parameters.plan_name} {plan.parameters.version}" for plan in plans[:-1]]
    return replace(first, plan=LISTED.join((*before, last.plan_name)), version=last.version)


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
