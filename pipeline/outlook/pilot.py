"""The plans of a trial: a new plan for everybody, or for pilot teams beside the plans in force (SPEC 7, `simulate`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import pandas as pd

from pipeline.calculation import Calculation
from pipeline.history import History, SealedPeriod
from pipeline.plan.model import Plan
from pipeline.tables import Tables

TEAM_TABLES = ("people", "assignments")


def plans_of_trial(
    plans: Sequence[Plan], new: Plan, teams: Collection[str], known: Collection[str]
) -> tuple[Plan, ...]:
    """The new plan alone; with pilot teams the new plan for them and the plans in force for all other teams."""
    if not teams:
        return (new,)
    outside = [_for_teams(plan, set(plan.parameters.teams or known) - set(teams)) for plan in plans]
    return (_for_teams(new, teams), *(plan for plan in outside if plan.parameters.teams))


def teams_of(tables: Tables) -> frozenset[str]:
    """Every team that somebody belongs to."""
    frames = [tables.frames[name]["team"] for name in TEAM_TABLES if tables.has(name)]
    return frozenset(pd.concat(frames).dropna()) if frames else frozenset()


def followed_by(history: History, calculation: Calculation) -> History:
    """The history with a period as the trial paid it, for the periods of the trial that come after."""
    before = tuple(one for one in history.sealed if one.period.end < calculation.period.start)
    frames = (calculation.people, calculation.kpi_scores, calculation.lines, calculation.credits)
    return History((*before, SealedPeriod(calculation.period, 0, *frames)))


def _for_teams(plan: Plan, teams: Collection[str]) -> Plan:
    return replace(plan, parameters=replace(plan.parameters, teams=tuple(sorted(teams))))
