"""From a calculation to one summary for the company and one per team (SPEC 5, team figures)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.rules.rows import Row, rows
from pipeline.statements.build import schemes
from pipeline.statements.contests import SCORE_PLACES, column, contests, mean, rate, rating_mix, score_bands
from pipeline.statements.decomposition import branches
from pipeline.statements.entries import TrendPoint
from pipeline.statements.facts import amount, by_key, by_person, number, text, whole
from pipeline.statements.market import customers, funnel
from pipeline.statements.mix import fixed_pay, grade_mixes
from pipeline.statements.parts import ON_TARGET
from pipeline.statements.past import SHOWN
from pipeline.statements.statement import Revision
from pipeline.statements.summary import COMPANY, Branch, Cost, Member, Summary, Target, Trigger
from pipeline.statements.triggers import triggers
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.export_terms import Entry, TreeDimension
from schemas.terms import CreditStatus, Status


@dataclass(frozen=True, slots=True)
class Figures:
    """What all summaries of a period are made from; rows by team in their order, the company's are everybody's.

    `past`: the results of each sealed period of the cycle with its id, oldest first.
    """

    calculation: Calculation
    kpis: Mapping[str, list[Row]]
    credited: Mapping[str, Sequence[Row]]
    orders: Mapping[str, Sequence[Row]]
    opportunities: Mapping[str, Sequence[Row]]
    triggers: Mapping[str, Sequence[Trigger]]
    past: tuple[tuple[str, Mapping[str, Sequence[Row]]], ...]
    revision: Revision
    managers: Mapping[str, str]
    branches: tuple[Branch, ...]
    typed: frozenset[tuple[str, str]]


def summaries(
    calculation: Calculation,
    tables: Tables,
    history: History,
    workdays: WorkCalendar,
    revision: Revision = Revision(),
) -> tuple[Summary, ...]:
    """The company's summary, then the teams' by name."""
    people = rows(calculation.people)
    team_of = {text(row, "employee_id"): text(row, "team") for row in people}
    found = triggers(
        calculation, tables, history, workdays
    )  # first: what it goes through is let go before more is made
    figures = Figures(
        calculation=calculation,
        kpis=by_person(calculation.kpi_scores),
        credited=_by_team([row for row in rows(calculation.credits) if _is_sale(row)], team_of),
        orders=_by_team(_table(tables, "orders"), team_of),
        opportunities=_by_team(_table(tables, "opportunities"), team_of),
        triggers=_triggers(found, team_of),
        past=_past(calculation.period, history),
        revision=revision,
        managers={text(row, "employee_id"): text(row, "name") for row in _table(tables, "people")},
        branches=branches(calculation, tables),
        typed=frozenset(
            (text(row, "employee_id"), text(row, "kpi"))
            for row in _table(tables, "actuals")
            if text(row, "entry") == Entry.MANUAL
        ),
    )
    teams = by_key(people, "team")
    return (_summary(figures, COMPANY, people), *(_summary(figures, team, teams[team]) for team in sorted(teams)))


def _table(tables: Tables, name: str) -> Sequence[Row]:
    return rows(tables.frames[name]) if tables.has(name) else []


def _is_sale(row: Row) -> bool:
    counted = text(row, "table") == "orders" and text(row, "status") == CreditStatus.COUNTED
    return counted and not row.get("overlay")


def _summary(figures: Figures, team: str, people: Sequence[Row]) -> Summary:
    calculation = figures.calculation
    plans = [calculation.plans[place] for place in sorted({int(row["plan"]) for row in people} or {0})]
    who = {text(row, "employee_id") for row in people}
    credited = figures.credited.get(team, ())
    return Summary(
        period=calculation.period,
        revision=figures.revision,
        scheme=schemes(plans),
        team=team,
        manager=_manager(people, figures.managers) if team else "",
        members=_members(people, figures.kpis, "rank_team" if team else "rank_company"),
        cost=_cost(calculation, people, credited),
        targets=_targets(calculation.plans, [row for one in sorted(who) for row in figures.kpis.get(one, ())]),
        scores=score_bands(people),
        ratings=rating_mix(people, plans),
        contests=contests(people, credited, teams=team == COMPANY),
        funnel=funnel(figures.opportunities.get(team, ())),
        customers=customers(figures.orders.get(team, ()), calculation.period, plans[0].parameters),
        trend=_trend(figures, team, people),
        triggers=tuple(figures.triggers.get(team, ())),
        branches=tuple(one for one in figures.branches if not team or _is_of(one, team)),
        mixes=grade_mixes(calculation, people),
        manual=_manual(figures, who),
    )


def _is_of(branch: Branch, team: str) -> bool:
    return branch.dimension == TreeDimension.TEAM and branch.key == team


def _manual(figures: Figures, who: set[str]) -> Fraction | None:
    """Of the results that were scored, the part that 实际 holds with 录入方式 手工."""
    scored = [(one, text(row, "kpi")) for one in who for row in figures.kpis.get(one, ()) if _has_result(row)]
    return rate(Fraction(sum(one in figures.typed for one in scored)), Fraction(len(scored)))


def _has_result(row: Row) -> bool:
    return number(row, "actual") is not None and not row.get("dropped")


def _by_team(found: Iterable[Row], team_of: Mapping[str, str]) -> Mapping[str, list[Row]]:
    """Rows of participants: each team's, and all of them for the company."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        if team := team_of.get(text(row, "employee_id")):
            groups[team].append(row)
            groups[COMPANY].append(row)
    return groups


def _triggers(found: Iterable[Trigger], team_of: Mapping[str, str]) -> Mapping[str, list[Trigger]]:
    groups: defaultdict[str, list[Trigger]] = defaultdict(list)
    for one in found:
        if team := team_of.get(one.employee_id):
            groups[team].append(one)
            groups[COMPANY].append(one)
    return groups


def _past(period: Period, history: History) -> tuple[tuple[str, Mapping[str, Sequence[Row]]], ...]:
    """The sealed periods of the cycle; a row counts for the team that it was sealed with."""
    same = [one for one in history.sealed if one.period.cycle == period.cycle]
    return tuple((one.period.id, _sealed(rows(one.results))) for one in same)


def _sealed(results: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    return {**by_key(results, "team"), COMPANY: results}


def _manager(people: Sequence[Row], names: Mapping[str, str]) -> str:
    """The manager whom most of the team report to; ties go to the smaller id."""
    ids = sorted(text(row, "manager_id") for row in people if text(row, "manager_id"))
    return names.get(max(ids, key=ids.count), "") if ids else ""


def _members(people: Sequence[Row], kpis: Mapping[str, list[Row]], rank: str) -> tuple[Member, ...]:
    """Everybody, best total first; those who were not scored come last."""
    found = [_member(row, kpis.get(text(row, "employee_id"), []), rank) for row in people]
    return tuple(sorted(found, key=lambda one: (one.total_score is None, -(one.total_score or 0), one.employee_id)))


def _member(row: Row, kpis: Sequence[Row], rank: str) -> Member:
    lost = [(amount(one, "weight") * (ON_TARGET - amount(one, "score")), one) for one in kpis if not one.get("dropped")]
    points, weakest = max(lost, key=lambda pair: (pair[0], text(pair[1], "kpi")), default=(Fraction(0), {}))
    below = points > 0
    return Member(
        employee_id=text(row, "employee_id"),
        name=text(row, "name"),
        team=text(row, "team"),
        grade=text(row, "grade"),
        attainment=number(row, "headline_attainment"),
        total_score=number(row, "total_score"),
        rating=text(row, "rating"),
        payable=amount(row, "payable"),
        status=text(row, "status"),
        rank=whole(row, rank),
        weakest=text(weakest, "kpi") if below else "",
        lost=points if below else Fraction(0),
        advice=text(weakest, "advice") if below else "",
    )


def _cost(calculation: Calculation, people: Sequence[Row], credited: Sequence[Row]) -> Cost:
    payable, sales = _sum(people, "payable"), _sum(credited, "credited")
    parts = [_sum(people, name) for name in ("performance_bonus", "commission", "awards")]
    held = [row for row in people if text(row, "status") == Status.HELD]
    return Cost(
        payable=payable,
        performance=parts[0],
        commission=parts[1],
        awards=parts[2],
        other=payable - sum(parts, start=Fraction(0)),
        fixed_pay=sum((fixed_pay(calculation, row) for row in people), start=Fraction(0)),
        sales=sales,
        rate=rate(payable, sales),
        held=_sum(held, "payable"),
    )


def _sum(found: Sequence[Row], name: str) -> Fraction:
    return sum(column(found, name), start=Fraction(0))


def _targets(plans: Sequence[Plan], scored: Sequence[Row]) -> tuple[Target, ...]:
    """Per KPI that adds up, everybody's targets against everybody's results; one name may be a rate in another plan."""
    found = []
    for kpi, own in by_key([row for row in scored if _adds_up(plans, row)], "kpi").items():
        both = [row for row in own if number(row, "baseline") is not None and number(row, "actual") is not None]
        baseline, actual = _sum(both, "baseline"), _sum(both, "actual")
        attainment = rate(actual, baseline)
        if attainment is not None:
            found.append(Target(kpi, text(own[0], "unit"), len(both), baseline, actual, attainment))
    return tuple(found)


def _adds_up(plans: Sequence[Plan], row: Row) -> bool:
    kpi = plans[int(row.get("plan") or 0)].kpis.get(text(row, "kpi"))
    return kpi is not None and not kpi.is_percent and not kpi.denominator


def _trend(figures: Figures, team: str, people: Sequence[Row]) -> tuple[TrendPoint, ...]:
    """Payable and mean total of the last sealed periods of the cycle, then of this one."""
    period = figures.calculation.period
    points = [_point(earlier, teams[team]) for earlier, teams in figures.past if teams.get(team)]
    return (*points[-(SHOWN - 1) :], _point(period.id, people))


def _point(period: str, people: Sequence[Row]) -> TrendPoint:
    return TrendPoint(period, _sum(people, "payable"), mean(column(people, "total_score"), SCORE_PLACES))
