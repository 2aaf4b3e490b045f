"""From the exports of a running period to a look into it: to date, due by now, at this rate (SPEC 7, `progress`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.history import History
from pipeline.money import ZERO
from pipeline.outlook.cut import cut
from pipeline.outlook.daily import by_week, daily_results, together
from pipeline.outlook.entered import entered_at_this_rate
from pipeline.outlook.field_work import activity_counts, contacts, idle, weekly_activities
from pipeline.outlook.leading import Leading, leading_kpis
from pipeline.outlook.pace import Share, at_this_rate, is_over, share, shares, weeks, working_days
from pipeline.outlook.progress import Contact, KpiPace, Missing, PersonProgress, Progress, Standing, TeamProgress, Week
from pipeline.period import Period
from pipeline.plan.adding_up import grows
from pipeline.plan.model import Plan
from pipeline.rules.daily import Daily
from pipeline.rules.rows import Row, rows
from pipeline.rules.scores import NEEDS_TARGET
from pipeline.statements.build import schemes
from pipeline.statements.facts import amount, by_key, by_person, number, text
from pipeline.statements.market import customers, funnel
from pipeline.statements.missed import missed_days
from pipeline.statements.parts import kpi_of
from pipeline.statements.steps import next_steps
from pipeline.statements.summary import Customers
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar

EXPECTED = ("targets", "orders", "receipts", "activities", "opportunities", "actuals", "ratings")


@dataclass(frozen=True, slots=True)
class Running:
    """What a look reads: the exports cut at a day, the figures to date and at this rate (None before the first day)."""

    period: Period
    as_of: date
    tables: Tables
    workdays: WorkCalendar
    days: tuple[date, ...]
    shares: Mapping[str, Share]
    now: Calculation
    forecast: Calculation | None
    leading: Mapping[str, Leading]
    daily: Mapping[str, Daily]


def progress(  # noqa: PLR0917 - what a calculation reads, and the day
    period: Period, as_of: date, tables: Tables, plans: Sequence[Plan], workdays: WorkCalendar, history: History
) -> tuple[Progress, Calculation]:
    """The look, and the calculation to date that it stands on."""
    days, is_calendar = working_days(period, workdays)
    kept, left_out = (tables, {}) if is_over(period, days, as_of) else cut(tables, as_of)
    now = calculate(period, kept, plans, workdays, history)
    passed = shares(rows(now.people), days, as_of)
    forecast = None
    if share(days, as_of).ratio is not None:
        forecast = calculate(
            period, entered_at_this_rate(kept, now, passed), plans, workdays, history,
            projection=lambda measure, values: at_this_rate(measure, values, passed),
        )  # fmt: skip
    leading = leading_kpis(now)
    daily = daily_results(now, leading, kept, history)
    running = Running(period, as_of, kept, workdays, days, passed, now, forecast, leading, daily)
    missing = (*_missing(running), *(Missing("cut", name, count) for name, count in sorted(left_out.items())))
    if not is_calendar:
        missing = (Missing("calendar", str(period.end.year)), *missing)
    return Progress(period, as_of, schemes(plans), share(days, as_of), _groups(running), missing), now


def _missing(running: Running) -> list[Missing]:
    """Tables that were not delivered, KPIs without a result, or without the target that their scoring needs."""
    tables = [Missing("table", name) for name in EXPECTED if not running.tables.has(name)]
    scored = rows(running.now.kpi_scores)
    found = []
    for kpi, own in by_key(scored, "kpi").items():
        aimed = [row for row in own if text(row, "scoring") in NEEDS_TARGET]
        for cause, column, asked in (("actual", "actual", own), ("target", "baseline", aimed)):
            lacking = sum(number(row, column) is None for row in asked)
            found += [Missing(cause, kpi, lacking)] if lacking else []
    return [*tables, *found]


def _groups(running: Running) -> tuple[TeamProgress, ...]:
    people = _people(running)
    teams = sorted({one.team for one in people})
    return (
        _group(running, "", people),
        *(_group(running, team, [one for one in people if one.team == team]) for team in teams),
    )


def _people(running: Running) -> list[PersonProgress]:
    now, forecast = rows(running.now.people), running.forecast
    later = {text(row, "employee_id"): row for row in rows(forecast.people)} if forecast else {}
    kpis, later_kpis = by_person(running.now.kpi_scores), by_person(forecast.kpi_scores) if forecast else {}
    known = {text(row, "employee_id"): row for row in now}
    below = missed_days(running.now, known, kpis, running.workdays, running.tables, running.as_of)
    missed = {one.employee_id: one for one in below}
    seen = _contacts(running)
    activities, opportunities = (by_key(_all(running, name), "employee_id") for name in ("activities", "opportunities"))
    found = []
    for row in now:
        who = text(row, "employee_id")
        leading = running.leading.get(who)
        led = leading.kpi if leading else ""
        ahead = _standing(forecast, later[who], later_kpis.get(who, []), led) if forecast else None
        run = missed.get(who)
        found.append(
            PersonProgress(
                employee_id=who,
                name=text(row, "name"),
                team=text(row, "team"),
                grade=text(row, "grade"),
                leading=led,
                by_day=leading is not None and leading.by_day,
                share=running.shares[who],
                now=_standing(running.now, row, kpis.get(who, []), led),
                forecast=ahead,
                kpis=_kpis(running, row, kpis.get(who, []), later_kpis.get(who, [])),
                weeks=_weeks(running, [who], leading.target) if leading and leading.by_day else (),
                activities=activity_counts(activities.get(who, ()), running.period),
                idle=idle(opportunities.get(who, ()), running.as_of, _plan(running, row).parameters.idle_days),
                contacts=seen.get(who, ()),
                missed=int(run.value or 0) if run else 0,
                missed_bound=_plan(running, row).parameters.missed_days,
            )
        )
    return sorted(found, key=lambda one: (one.pace is None, one.pace or ZERO, one.employee_id))


def _standing(calculation: Calculation, row: Row, kpis: Sequence[Row], leading: str) -> Standing:
    plan = calculation.plans[int(row["plan"])]
    return Standing(
        attainment=next((number(one, "attainment") for one in kpis if text(one, "kpi") == leading), None),
        total_score=number(row, "total_score"),
        coefficient=number(row, "coefficient"),
        rating=text(row, "rating"),
        payable=amount(row, "payable"),
        next_steps=next_steps(calculation, plan, row, tuple(kpi_of(one, plan.kpis) for one in kpis)),
    )


def _kpis(running: Running, person: Row, now: Sequence[Row], later: Sequence[Row]) -> tuple[KpiPace, ...]:
    plan, ahead = _plan(running, person), {text(row, "kpi"): row for row in later}
    return tuple(
        _kpi(plan, row, ahead.get(text(row, "kpi"), {}), running.shares[text(person, "employee_id")]) for row in now
    )


def _kpi(plan: Plan, row: Row, later: Row, passed: Share) -> KpiPace:
    baseline = number(row, "baseline")
    over_days = grows(plan, plan.kpis.get(text(row, "kpi")))
    due = baseline if baseline is None or not over_days else baseline * (passed.ratio or ZERO)
    return KpiPace(
        kpi=text(row, "kpi"),
        category=text(row, "category"),
        unit=text(row, "unit"),
        grows=over_days,
        baseline=baseline,
        due=due,
        actual=number(row, "actual"),
        attainment=number(row, "attainment"),
        score=number(row, "score"),
        forecast=number(later, "actual"),
        forecast_score=number(later, "score"),
    )


def _group(running: Running, team: str, people: Sequence[PersonProgress]) -> TeamProgress:
    """A team's own sums run over those whose leading KPI is their own: a manager's pools the others' results."""
    who = {one.employee_id for one in people}
    own = _summed(running, people)
    shares_of = {one: running.shares[one].ratio or ZERO for one in own}
    targets = {one: leading.target for one, leading in own.items() if leading.target is not None}
    actuals = {one: sum(running.daily[one].values(), start=ZERO) for one in own if one in running.daily}
    target = _sum(targets)
    return TeamProgress(
        team=team,
        members=tuple(people),
        summed=tuple(sorted({leading.kpi for leading in own.values()})),
        target=target,
        actual=_sum(actuals),
        due=_sum({one: value * shares_of[one] for one, value in targets.items()}),
        forecast=_sum({one: value / (shares_of[one] or 1) for one, value in actuals.items()}),
        weeks=_weeks(running, list(own), target) if own else (),
        activities=weekly_activities(_own(running, "activities", who), weeks(running.period)),
        funnel=funnel(_own(running, "opportunities", who)),
        customers=_customers(running, who),
    )


def _summed(running: Running, people: Sequence[PersonProgress]) -> Mapping[str, Leading]:
    """The leading KPIs that one sum can hold: people's own, all in one unit."""
    found = {one.employee_id: running.leading[one.employee_id] for one in people if one.leading}
    own = {who: leading for who, leading in found.items() if leading.own}
    return own if len({leading.unit for leading in own.values()}) == 1 else {}


def _sum(values: Mapping[str, Fraction]) -> Fraction | None:
    return sum(values.values(), start=ZERO) if values else None


def _weeks(running: Running, who: Sequence[str], target: Fraction | None) -> tuple[Week, ...]:
    known = [running.daily[one] for one in who if one in running.daily]
    daily = together(known) if known else None
    return by_week(weeks(running.period), daily, target, running.days, running.as_of)


def _customers(running: Running, who: set[str]) -> Customers | None:
    until = replace(running.period, end=running.as_of)
    return customers(_own(running, "orders", who), until, running.now.plans[0].parameters)


def _contacts(running: Running) -> Mapping[str, tuple[Contact, ...]]:
    tables = (_all(running, "orders"), _all(running, "activities"))
    return contacts(*tables, running.as_of, running.now.plans[0].parameters) if running.tables.has("activities") else {}


def _plan(running: Running, row: Row) -> Plan:
    return running.now.plans[int(row["plan"])]


def _own(running: Running, table: str, who: set[str]) -> list[Row]:
    return [row for row in _all(running, table) if text(row, "employee_id") in who]


def _all(running: Running, table: str) -> Sequence[Row]:
    return rows(running.tables.frames[table]) if running.tables.has(table) else []
