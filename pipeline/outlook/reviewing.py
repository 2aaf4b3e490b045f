"""From seals to the review of what a plan did (SPEC 7, `review`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.history import History, SealedPeriod
from pipeline.money import ZERO
from pipeline.outlook.progress import round_ratio
from pipeline.outlook.review import Appeals, Improvement, Mix, PeriodReview, PlanChange, Review
from pipeline.plan.diff import paired, plan_diff
from pipeline.plan.model import GradeRule
from pipeline.rules.rows import Row, rows
from pipeline.statements.build import scheme, schemes
from pipeline.statements.contests import mean, rating_mix
from pipeline.statements.facts import amount, number, text
from pipeline.statements.mix import PARTS, fixed_pay
from pipeline.statements.triggers import triggers
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.export_terms import Decision
from schemas.terms import CreditStatus

IMPROVEMENT = frozenset({"attainment", "satisfaction", "rating", "gate"})


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A sealed period: the figures of its seal, and what its sealed inputs say of plans and appeals."""

    sealed: SealedPeriod
    calculation: Calculation
    tables: Tables
    workdays: WorkCalendar
    history: History


def review(found: Sequence[Reviewed]) -> Review:
    """The review of at least one sealed period."""
    periods: list[PeriodReview] = []
    before = found[0].history.last(found[0].sealed.period.cycle)
    for one in found:
        periods.append(_period(one, before))
        before = one.sealed
    return Review(
        scheme=schemes(found[-1].calculation.plans),
        start=found[0].sealed.period.start,
        end=found[-1].sealed.period.end,
        periods=tuple(periods),
        mixes=_mixes(found),
        appeals=_appeals(found),
        improvements=_improvements(found),
        changes=_plan_changes(found, periods),
    )


def _period(one: Reviewed, before: SealedPeriod | None) -> PeriodReview:
    people = rows(one.sealed.results)
    attainments = [value for row in people if (value := number(row, "headline_attainment")) is not None]
    scores = [value for row in people if (value := number(row, "total_score")) is not None]
    sales = _sales(one.sealed)
    return PeriodReview(
        period=one.sealed.period.id,
        revision=one.sealed.revision,
        people=len(people),
        attainment=mean(attainments),
        on_target=sum(value >= 1 for value in attainments) if attainments else None,
        total_score=mean(scores, 2),
        ratings=rating_mix(people, one.calculation.plans),
        bonus=_sum(people, "payable"),
        fixed=sum((fixed_pay(one.calculation, row) for row in people), start=ZERO),
        sales=sales,
        gain=sales - _sales(before) if before else None,
    )


def _sales(sealed: SealedPeriod) -> Fraction:
    """Signed sales as credited, overlays left out."""
    found = rows(sealed.credits)
    orders = [row for row in found if text(row, "table") == "orders" and not row.get("overlay")]
    return _sum([row for row in orders if text(row, "status") == CreditStatus.COUNTED], "credited")


def _rule(one: Reviewed, row: Row) -> GradeRule | None:
    plan = one.calculation.plans[int(row["plan"])]
    return plan.grade_rule(text(row, "grade"), one.sealed.period.cycle)


def _mixes(found: Sequence[Reviewed]) -> tuple[Mix, ...]:
    """Each grade's pay over all periods, in the parts of the team summaries, against the last plan's ranges."""
    paid = [(one, row) for one in found for row in rows(one.sealed.results)]
    grades = sorted({text(row, "grade") for _, row in paid})
    return tuple(_mix(grade, [pair for pair in paid if text(pair[1], "grade") == grade]) for grade in grades)


def _mix(grade: str, paid: Sequence[tuple[Reviewed, Row]]) -> Mix:
    """The shares of a grade; none where nobody told its fixed pay, for then they would be shares of something else."""
    fixed = sum((fixed_pay(one.calculation, row) for one, row in paid), start=ZERO)
    people = [row for _, row in paid]
    bonus, special = (sum((_sum(people, name) for name in PARTS[key]), start=ZERO) for key in ("bonus", "special"))
    whole, ranges = fixed + bonus + special if fixed else None, _ranges(_rule(*paid[-1]))
    return Mix(grade, round_ratio(fixed, whole), round_ratio(bonus, whole), round_ratio(special, whole), ranges)


def _ranges(rule: GradeRule | None) -> tuple[tuple[Fraction | None, Fraction | None], ...]:
    if rule is None:
        return ((None, None),) * 3
    return (rule.fixed_min, rule.fixed_max), (rule.bonus_min, rule.bonus_max), (rule.special_min, rule.special_max)


def _appeals(found: Sequence[Reviewed]) -> tuple[Appeals, ...]:
    """The appeals against each period, each once as it stood last: they are filed after it and decided later still."""
    filed = [row for one in found if one.tables.has("appeals") for row in rows(one.tables.frames["appeals"])]
    last = {text(row, "appeal_id"): row for row in filed}.values()
    counts = Counter((text(row, "period"), text(row, "decision") or Decision.PENDING.value) for row in last)
    periods = [one.sealed.period.id for one in found]
    return tuple(Appeals(period, *(counts[period, decision.value] for decision in Decision)) for period in periods)


def _improvements(found: Sequence[Reviewed]) -> tuple[Improvement, ...]:
    lists = [_listed(one) for one in found]
    people = [{text(row, "employee_id") for row in rows(one.sealed.results)} for one in found]
    made = []
    for place, (one, listed) in enumerate(zip(found, lists, strict=True)):
        if place + 1 == len(found):
            made.append(Improvement(one.sealed.period.id, len(listed), None, None, None))
            continue
        still, there = listed & lists[place + 1], listed & people[place + 1]
        made.append(Improvement(one.sealed.period.id, len(listed), len(there - still), len(still), len(listed - there)))
    return tuple(made)


def _listed(one: Reviewed) -> set[str]:
    raised = triggers(one.calculation, one.tables, one.history, one.workdays)
    return {trigger.employee_id for trigger in raised if trigger.cause in IMPROVEMENT}


def _plan_changes(found: Sequence[Reviewed], periods: Sequence[PeriodReview]) -> tuple[PlanChange, ...]:
    made = []
    for place in range(1, len(found)):
        before, after = periods[place - 1], periods[place]
        rates, reached = (before.cost_rate, after.cost_rate), (before.attainment, after.attainment)
        for old, new in paired(found[place - 1].calculation.plans, found[place].calculation.plans):
            if old and new and (changes := plan_diff(old, new)):
                since = new.parameters.effective_from
                made.append(PlanChange(after.period, scheme(old), scheme(new), since, changes, rates, reached))
    return tuple(made)


def _sum(found: Sequence[Row], column: str) -> Fraction:
    return sum((amount(row, column) for row in found), start=ZERO)
