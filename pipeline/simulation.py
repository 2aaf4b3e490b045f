"""Another plan on the inputs of closed periods; nothing is sealed (SPEC 7, `simulate`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.checks import check
from pipeline.draft import Draft
from pipeline.findings import Finding, any_blocks, error
from pipeline.history import History
from pipeline.outlook.pilot import followed_by, plans_of_trial, teams_of
from pipeline.outlook.trial import Trial
from pipeline.outlook.trying import Side, trial
from pipeline.period import Period
from pipeline.plan.diff import plan_diff
from pipeline.plan.model import Plan

Read = Callable[[Period], Draft]


@dataclass(frozen=True, slots=True)
class Simulated:
    """How a simulation ended: the trial, None where findings block it."""

    trial: Trial | None
    findings: tuple[Finding, ...]


def simulate(periods: Sequence[Period], read: Read, new: Plan, teams: Sequence[str]) -> Simulated:
    """Each period by the plans in force and by the new one; later periods build on what the trial paid before."""
    old_sides: list[Side] = []
    new_sides: list[Side] = []
    findings: list[Finding] = []
    trial_history: History | None = None
    for period in periods:
        draft = read(period)
        if draft.calculation is None:
            return Simulated(None, draft.findings)
        history = trial_history or draft.history
        tried, found = _tried(draft, new, teams, history)
        findings += found
        if tried is None:
            return Simulated(None, tuple(findings))
        old_sides.append(Side(draft.calculation, draft.intake.tables, draft.history))
        new_sides.append(Side(tried, draft.intake.tables, history))
        trial_history = followed_by(history, tried)
    in_force = _replaced(old_sides[-1].calculation.plans, new, teams)
    changes = plan_diff(in_force, new)
    return Simulated(trial(old_sides, new_sides, teams, (in_force, new), changes), tuple(findings))


def _replaced(plans: Sequence[Plan], new: Plan, teams: Sequence[str]) -> Plan:
    """The plan in force that the new one stands for: of its name, else for one of its teams, else the first."""
    same = (plan for plan in plans if plan.parameters.plan_name == new.parameters.plan_name)
    mine = (plan for plan in plans if set(teams) & set(plan.parameters.teams))
    return next(same, None) or next(mine, None) or plans[0]


def _tried(draft: Draft, new: Plan, teams: Sequence[str], history: History) -> tuple[Calculation | None, list[Finding]]:
    """A period by the trial's plans, and what is found only with them."""
    tables, known = draft.intake.tables, teams_of(draft.intake.tables)
    if unknown := [team for team in teams if team not in known]:
        return None, [error("unknown-team", value=team, teams="、".join(sorted(known))) for team in unknown]
    plans = plans_of_trial(draft.plans, new, teams, known)
    findings = check(draft.period, tables, plans, history)
    if any_blocks(findings):
        return None, findings
    made = calculate(draft.period, tables, plans, draft.workdays, history)
    findings = [one for one in (*findings, *made.findings) if one not in draft.findings]
    return (None if any_blocks(findings) else made), findings
