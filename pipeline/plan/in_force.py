"""Which plans are in force for a period (SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations

from pipeline.findings import Finding, Place, error, warning
from pipeline.period import Period
from pipeline.plan.model import Plan


def plans_in_force(plans: Iterable[Plan], period: Period) -> tuple[tuple[Plan, ...], tuple[Finding, ...]]:
    """The plans in force, in the order of their workbooks; none, or two for the same teams and grades, is an error."""
    known = sorted(plans, key=lambda plan: plan.workbook)
    found = tuple(plan for plan in known if plan.in_force(period))
    if not found:
        return (), (error("plan-none-in-force", value=period.id),)
    clashes = (_clash(first, second, period) for first, second in combinations(found, 2))
    begun = (_begun_within(plan, known, period) for plan in found)
    return found, tuple(one for one in (*clashes, *begun) if one is not None)


def _begun_within(plan: Plan, known: Iterable[Plan], period: Period) -> Finding | None:
    """A plan that begins within a period that it pays for: it holds for the whole of it, whatever held before."""
    begin = plan.parameters.effective_from
    if begin <= period.start or not _grades(plan, period):
        return None
    before = (one for one in known if one is not plan and _holds_on(one, period.start))
    titles = "、".join(map(_title, before)) or "—"
    named = {"plan": _title(plan), "period": period.id, "start": period.start, "before": titles}
    return warning("plan-begins-within", plan.written.get("effective_from", Place(plan.workbook)), begin, **named)


def _holds_on(plan: Plan, day: date) -> bool:
    return plan.parameters.effective_from <= day <= (plan.parameters.effective_to or date.max)


def _clash(first: Plan, second: Plan, period: Period) -> Finding | None:
    teams = set(first.parameters.teams), set(second.parameters.teams)
    grades = sorted(_grades(first, period) & _grades(second, period))
    if not grades or (all(teams) and teams[0].isdisjoint(teams[1])):
        return None
    place = second.written.get("effective_from", Place(second.workbook))
    named = {"other": _title(first), "period": period.id, "grades": "、".join(grades)}
    return error("plans-overlap", place, _title(second), **named)


def _grades(plan: Plan, period: Period) -> set[str]:
    return {rule.grade for rule in plan.grades if rule.cycle is period.cycle}


def _title(plan: Plan) -> str:
    return f"{plan.parameters.plan_name} {plan.parameters.version}（{plan.workbook}）"
