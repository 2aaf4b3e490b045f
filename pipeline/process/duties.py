"""Who owes what by when: self-reviews, ratings, confirmations, notice, answers to appeals, pay (SPEC 3, 4, 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.period import Period
from pipeline.plan.model import Parameters, Plan
from pipeline.process.life import Life
from pipeline.process.schedule import Schedule, Step, schedule
from pipeline.rules.participation import participants
from pipeline.rules.rows import Row, rows
from pipeline.statements.deadlines import after, shared_terms
from pipeline.statements.facts import day, text
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.export_terms import Decision, RaterRole
from schemas.process import State
from schemas.terms import Scoring

CONFIRMED: Mapping[str, str] = {"orders": "订单", "receipts": "回款"}
"""Tables whose amounts a department confirms when they are delivered, as the sheet 数据确认 writes them."""
ALL_PLANS = -1
"""Where the terms and dates of all plans together stand: after those of each plan."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that somebody owes: `owed_by` is empty for HR, `done` None while it is open, `due` None if unknown.

    `subject` is whom or what it is about: a person, a table, an appeal. `detail` is a KPI or a role.
    """

    step: Step
    due: date | None
    owed_by: str
    subject: str = ""
    detail: str = ""
    done: date | None = None
    is_done: bool = False

    def is_late(self, today: date) -> bool:
        """Done after its last day, or open and that day is over."""
        if self.due is None or (self.is_done and self.done is None):
            return False
        return (self.done or today) > self.due


@dataclass(frozen=True, slots=True)
class Ground:
    """What duties follow from; there is a plan in force."""

    period: Period
    tables: Tables
    plans: tuple[Plan, ...]
    workdays: WorkCalendar
    life: Life


@dataclass(frozen=True, slots=True)
class Dated:
    """The participants, and the terms and dates that hold for each by their plan; for all others those of all plans."""

    participants: tuple[Row, ...]
    plan_of: Mapping[str, int]
    terms: tuple[Parameters, ...]
    dates: tuple[Schedule, ...]

    def due(self, step: Step, who: str = "") -> date | None:
        """The last day of a step for a person, or for the period."""
        return self.dates[self.plan_of.get(who, ALL_PLANS)][step]

    def answer_days(self, who: str) -> int:
        """申诉答复工作日 of a person's appeal."""
        return self.terms[self.plan_of.get(who, ALL_PLANS)].answer_days


def duties(ground: Ground) -> tuple[Duty, ...]:
    """Every duty of a period, in the order of the process; a person's ratings and appeals are due by their own plan."""
    dated = _dated(ground)
    found = [*_ratings(ground, dated), *_signoffs(ground, dated), *_steps(ground, dated), *_appeals(ground, dated)]
    order = list(Step)
    return tuple(sorted(found, key=lambda one: (order.index(one.step), one.owed_by, one.subject, one.detail)))


def open_appeals(period: Period, tables: Tables) -> tuple[str, ...]:
    """The ids of this period's appeals that nobody has decided."""
    pending = [text(row, "appeal_id") for row in _appeals_of(period, tables) if not _is_decided(row)]
    return tuple(dict.fromkeys(pending))


def _dated(ground: Ground) -> Dated:
    shared = shared_terms(ground.plans)
    terms = (*(plan.parameters for plan in ground.plans), shared)
    dates = tuple(schedule(ground.period, ground.life, one, ground.workdays, shared) for one in terms)
    people = _participants(ground)
    return Dated(people, {text(row, "employee_id"): int(row["plan"]) for row in people}, terms, dates)


def _participants(ground: Ground) -> tuple[Row, ...]:
    if not ground.tables.has("people"):
        return ()
    return tuple(rows(participants(ground.period, ground.tables, ground.plans, ground.workdays).people))


def _ratings(ground: Ground, dated: Dated) -> Iterator[Duty]:
    """What the scorecards ask for by 评分权重, and what was handed in beside it."""
    given = _rows(ground.tables, "ratings")
    keys = {(text(row, "employee_id"), text(row, "kpi"), text(row, "rater_role")) for row in given}
    names = {text(row, "employee_id"): _person(row) for row in _rows(ground.tables, "people")}
    for row in given:
        role, who = text(row, "rater_role"), text(row, "employee_id")
        step, rater = _step_of(role), names.get(text(row, "rater"), text(row, "rater")) or role
        about = (names.get(who, who), text(row, "kpi"))
        yield Duty(step, dated.due(step, who), rater, *about, day(row, "submitted_date"), is_done=True)
    for who, manager, kpi, role in _asked(ground, dated):
        if (who, kpi, role) not in keys:
            step, rater = _step_of(role), (who if role == RaterRole.SELF else manager) or role
            yield Duty(step, dated.due(step, who), names.get(rater, rater), names.get(who, who), kpi)


def _step_of(role: str) -> Step:
    return Step.SELF_REVIEW if role == RaterRole.SELF else Step.RATINGS


def _asked(ground: Ground, dated: Dated) -> Iterator[tuple[str, str, str, str]]:
    """Person, manager, KPI and role of every self-review and manager's rating of a scorecard; other roles may rate."""
    for row in dated.participants:
        plan = ground.plans[int(row["plan"])]
        for kpi in _rated(plan, text(row, "grade"), ground.period):
            for one in plan.rater_weights:
                if one.kpi == kpi and one.rater_role in (RaterRole.SELF, RaterRole.MANAGER):
                    yield text(row, "employee_id"), text(row, "manager_id"), kpi, str(one.rater_role)


def _rated(plan: Plan, grade: str, period: Period) -> list[str]:
    cards = [row.kpi for row in plan.weights if (row.grade, row.cycle) == (grade, period.cycle)]
    return [kpi for kpi in cards if plan.kpis[kpi].scoring is Scoring.RATED]


def _signoffs(ground: Ground, dated: Dated) -> Iterator[Duty]:
    """A delivered table of amounts is confirmed by its department."""
    due = dated.due(Step.SIGNOFFS)
    signed = _rows(ground.tables, "signoffs")
    for row in signed:
        owner = f"{text(row, 'department')} {text(row, 'signed_by')}"
        yield Duty(Step.SIGNOFFS, due, owner, text(row, "table"), "", day(row, "signed_date"), is_done=True)
    named = {text(row, "table") for row in signed}
    for name, header in CONFIRMED.items():
        if ground.tables.has(name) and not named & {name, header}:
            yield Duty(Step.SIGNOFFS, due, "", header)


def _steps(ground: Ground, dated: Dated) -> Iterator[Duty]:
    """What HR owes: the notice, once, and the pay, by each plan whose day is another."""
    noticed, paid = (ground.life.day_of(state) for state in (State.NOTICED, State.PAID))
    yield Duty(Step.NOTICE, dated.due(Step.NOTICE), "", done=noticed, is_done=noticed is not None)
    days = {dates[Step.PAY] for dates in dated.dates}
    for plan, dates in zip(ground.plans, dated.dates, strict=False):
        about = plan.parameters.plan_name if len(days) > 1 else ""
        yield Duty(Step.PAY, dates[Step.PAY], "", about, done=paid, is_done=paid is not None)
        if not about:
            return


def _appeals(ground: Ground, dated: Dated) -> Iterator[Duty]:
    """Handed in while the notice stands; answered within 申诉答复工作日, whichever period it is about."""
    names = {text(row, "employee_id"): _person(row) for row in _rows(ground.tables, "people")}
    for row in _rows(ground.tables, "appeals"):
        who, number, submitted = text(row, "employee_id"), text(row, "appeal_id"), day(row, "submitted_date")
        if text(row, "period") == ground.period.id:
            until = dated.due(Step.APPEALS, who)
            yield Duty(Step.APPEALS, until, names.get(who, who), number, "", submitted, is_done=True)
        due = after(ground.workdays, submitted, dated.answer_days(who))
        decided = _is_decided(row)
        answered = day(row, "decided_date") if decided else None
        yield Duty(Step.ANSWERS, due, text(row, "handler"), number, names.get(who, who), answered, is_done=decided)


def _appeals_of(period: Period, tables: Tables) -> Sequence[Row]:
    return [row for row in _rows(tables, "appeals") if text(row, "period") == period.id]


def _is_decided(row: Row) -> bool:
    return text(row, "decision") not in ("", Decision.PENDING)


def _rows(tables: Tables, name: str) -> Sequence[Row]:
    return rows(tables.frames[name]) if tables.has(name) else ()


def _person(row: Row) -> str:
    return f"{text(row, 'employee_id')} {text(row, 'name')}"
