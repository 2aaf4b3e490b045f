"""Coverage: which plan in force covers a team and grade, and what that grade has in the cycle (SPEC 3, 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.plan.model import GradeRule, Plan
from pipeline.rules.lookup import asked_once, looked_up
from schemas.terms import Cycle

NO_PLAN = -1


@dataclass(frozen=True, slots=True)
class Cover:
    """The plan, by its index among those in force, and its row of 职级."""

    plan: int
    rule: GradeRule


def cover(plans: Sequence[Plan], team: str, grade: str, cycle: Cycle) -> Cover | None:
    """The plan that covers a team and grade in a cycle; None: 不参与."""
    for index, plan in enumerate(plans):
        teams, rule = plan.parameters.teams, plan.grade_rule(grade, cycle)
        if rule and (not teams or team in teams):
            return Cover(index, rule)
    return None


def covers(plans: Sequence[Plan], rows: pd.DataFrame, cycle: Cycle) -> pd.Series:
    """For each row with team and grade its Cover, or None; looked up once per pair."""
    return asked_once(lambda team, grade: cover(plans, team, grade, cycle), rows["team"], rows["grade"])


def plan_of(employee_id: pd.Series, people: pd.DataFrame) -> pd.Series:
    """The index of each person's plan; NO_PLAN for those who do not take part."""
    plans = looked_up(employee_id, people.set_index("employee_id")["plan"])
    return plans.fillna(NO_PLAN).astype(int)
