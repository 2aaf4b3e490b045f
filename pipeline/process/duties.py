"""Who owes what by when: self-reviews, ratings, confirmations, notice, answers to appeals, pay (SPEC 3, 4, 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.process.life import Life
from pipeline.process.schedule import Schedule, Step
from pipeline.rules.participation import participants
from pipeline.rules.rows import Row, rows
from pipeline.statements.deadlines import after
from pipeline.statements.facts import day, text
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.export_terms import Decision, RaterRole
from schemas.process import State
from schemas.terms import Scoring

CONFIRMED: Mapping[str, str] = {"orders": "订单", "receipts": "回款"}
"""Tables whose amounts a department confirms when they are delivered, as the sheet 数据确认 writes them."""


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
    """What duties follow from; `due` are the dates of the period's first plan."""

    period: Period
    tables: Tables
    plans: tuple[Plan, ...]
    workdays: WorkCalendar
    life: Life
    due: Schedule


def duties(ground: Ground) -> tuple[Duty, ...]:
    """Every duty of a period, in the order of the process."""
    found = [*_ratings(ground), *_signoffs(ground), *_steps(ground), *_appeals(ground)]
    order = list(Step)
    return tuple(sorted(found, key=lambda one: (order.index(one.step), one.owed_by, one.subject, one.detail)))


def open_appeals(period: Period, tables: Tables) -> tuple[str, ...]:
    """The ids of this period's appeals that nobody has decided."""
    pending = [text(row, "appeal_id") for row in _appeals_of(period, tables) if not _is_decided(row)]
    return tuple(dict.fromkeys(pending))


def _ratings(ground: Ground) -> Iterator[Duty]:
    """What the scorecards ask for by 评分权重, and what was handed in beside it."""
    given = _rows(ground.tables, "ratings")
    keys = {(text(row, "employee_id"), text(row, "kpi"), text(row, "rater_role")) for row in given}
    names = {text(row, "employee_id"): _person(row) for row in _rows(ground.tables, "people")}
    for row in given:
        role, who = text(row, "rater_role"), text(row, "employee_id")
        rater = names.get(text(row, "rater"), text(row, "rater")) or role
        about = (names.get(who, who), text(row, "kpi"))
        yield Duty(*_rating_due(ground, role), rater, *about, day(row, "submitted_date"), is_done=True)
    for who, manager, kpi, role in _asked(ground):
        if (who, kpi, role) not in keys:
            rater = (who if role == RaterRole.SELF else manager) or role
            yield Duty(*_rating_due(ground, role), names.get(rater, rater), names.get(who, who), kpi)


def _rating_due(ground: Ground, role: str) -> tuple[Step, date | None]:
    step = Step.SELF_REVIEW if role == RaterRole.SELF else Step.RATINGS
    return step, ground.due[step]


def _asked(ground: Ground) -> Iterator[tuple[str, str, str, str]]:
    """Person, manager, KPI and role of every self-review and manager's rating of a scorecard; other roles may rate."""
    if not ground.plans or not ground.tables.has("people"):
        return
    people = participants(ground.period, ground.tables, ground.plans, ground.workdays).people
    for row in rows(people):
        plan = ground.plans[int(row["plan"])]
        for kpi in _rated(plan, text(row, "grade"), ground.period):
            for one in plan.rater_weights:
                if one.kpi == kpi and one.rater_role in (RaterRole.SELF, RaterRole.MANAGER):
                    yield text(row, "employee_id"), text(row, "manager_id"), kpi, str(one.rater_role)


def _rated(plan: Plan, grade: str, period: Period) -> list[str]:
    cards = [row.kpi for row in plan.weights if (row.grade, row.cycle) == (grade, period.cycle)]
    return [kpi for kpi in cards if plan.kpis[kpi].scoring is Scoring.RATED]


def _signoffs(ground: Ground) -> Iterator[Duty]:
    """A delivered table of amounts is confirmed by its department."""
    due = ground.due[Step.SIGNOFFS]
    signed = _rows(ground.tables, "signoffs")
    for row in signed:
        owner = f"{text(row, 'department')} {text(row, 'signed_by')}"
        yield Duty(Step.SIGNOFFS, due, owner, text(row, "table"), "", day(row, "signed_date"), is_done=True)
    named = {text(row, "table") for row in signed}
    for name, header in CONFIRMED.items():
        if ground.tables.has(name) and not named & {name, header}:
            yield Duty(Step.SIGNOFFS, due, "", header)


def _steps(ground: Ground) -> Iterator[Duty]:
    """What HR owes: the notice and the pay."""
    for step, state in ((Step.NOTICE, State.NOTICED), (Step.PAY, State.PAID)):
        reached = ground.life.day_of(state)
        yield Duty(step, ground.due[step], "", done=reached, is_done=reached is not None)


def _appeals(ground: Ground) -> Iterator[Duty]:
    """Handed in while the notice stands; answered within 申诉答复工作日, whichever period it is about."""
    days = ground.plans[0].parameters.answer_days if ground.plans else 0
    names = {text(row, "employee_id"): _person(row) for row in _rows(ground.tables, "people")}
    for row in _rows(ground.tables, "appeals"):
        who, number, submitted = text(row, "employee_id"), text(row, "appeal_id"), day(row, "submitted_date")
        if text(row, "period") == ground.period.id:
            yield Duty(Step.APPEALS, ground.due[Step.APPEALS], names.get(who, who), number, "", submitted, is_done=True)
        due = after(ground.workdays, submitted, days)
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
