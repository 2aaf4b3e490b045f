"""Scopes: whose rows a measure pools for each person (SPEC 5.1, 范围)."""

from __future__ import annotations

import pandas as pd

from pipeline.calculation import Ground
from pipeline.rules.lookup import looked_up
from schemas.terms import Scope

GROUPING = {Scope.SELF: "employee_id", Scope.TEAM: "team", Scope.REGION: "region"}


def contributors(scope: Scope, ground: Ground) -> pd.DataFrame:
    """Whose rows count for a plan's participants: their own alone, or those of the participants of every plan."""
    return ground.people if scope == Scope.SELF else ground.everyone


def receivers(scope: Scope, people: pd.DataFrame) -> pd.Series:
    """For each participant, by employee_id, the group whose pooled value is theirs; missing without a region."""
    ids = pd.Index(people["employee_id"])
    if scope == Scope.COMPANY:
        return pd.Series("", index=ids, dtype=object)
    return people[GROUPING.get(scope, "employee_id")].set_axis(ids)


def members(scope: Scope, people: pd.DataFrame, roster: pd.DataFrame) -> pd.DataFrame:
    """Which participants belong to which group: employee_id, group; with 下级 once for every person above."""
    if scope == Scope.SUBORDINATES:
        return below(people, roster)
    groups = receivers(scope, people)
    return pd.DataFrame({"employee_id": groups.index, "group": groups.to_numpy(dtype=object)})


def pooled(
    scope: Scope, people: pd.DataFrame, roster: pd.DataFrame, employee_id: pd.Series, values: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """The group that each value of a person counts for, and the value: with 下级 once for every person above."""
    if scope == Scope.SELF:
        return employee_id, values
    if scope != Scope.SUBORDINATES:
        return looked_up(employee_id, receivers(scope, people)), values
    valued = pd.DataFrame({"employee_id": employee_id.astype(object), "value": values})
    met = valued.merge(below(people, roster), on="employee_id")
    return met["group"], met["value"]


def below(people: pd.DataFrame, roster: pd.DataFrame) -> pd.DataFrame:
    """Every participant with each person above, level by level, through the roster's managers; a ring ends itself."""
    managers = roster.drop_duplicates("employee_id").set_index("employee_id")["manager_id"]
    ids = people["employee_id"].astype(object)
    pairs = pd.DataFrame({"employee_id": ids, "group": managers.reindex(ids).to_numpy(dtype=object)}).dropna()
    levels = []
    for _ in range(len(managers)):
        pairs = pairs[pairs["employee_id"] != pairs["group"]]
        if pairs.empty:
            break
        levels.append(pairs)
        pairs = pairs.assign(group=managers.reindex(pairs["group"]).to_numpy(dtype=object)).dropna()
    found = pd.concat(levels) if levels else pairs
    return found.drop_duplicates(ignore_index=True)
