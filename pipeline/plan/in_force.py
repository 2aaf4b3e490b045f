"""Which plans are in force for a period (SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from pipeline.findings import Finding, Place, error
from pipeline.period import Period
from pipeline.plan.model import Plan


def plans_in_force(plans: Iterable[Plan], period: Period) -> tuple[tuple[Plan, ...], tuple[Finding, ...]]:
    """The plans in force, in the order of their workbooks; none, or two for the same teams and grades, is an error."""
    found = tuple(sorted((plan for plan in plans if plan.in_force(period)), key=lambda plan: plan.workbook))
    if not found:
        return (), (error("plan-none-in-force", value=period.id),)
    clashes = (_clash(first, second, period) for first, second in combinations(found, 2))
    return found, tuple(clash for clash in clashes if clash is not None)


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
