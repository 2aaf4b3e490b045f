"""评分: what raters of several roles give a KPI (SPEC 5.2, fine print 10)."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from pipeline.findings import Finding, warning
from pipeline.money import ONE, ZERO
from pipeline.plan.model import Plan
from pipeline.rationals import rationals
from pipeline.rules.rows import rows
from pipeline.tables import Tables
from schemas.terms import Scoring

ROLE_KEY = ["kpi", "employee_id", "rater_role"]


def rated_actuals(plan: Plan, tables: Tables) -> dict[str, pd.Series]:
    """Per rated KPI the weighted mean of the roles' means, by employee_id (index).

    A role that did not rate leaves its weight to the others. A KPI without rows in 评分权重 weighs every role alike.
    """
    given = _ratings(plan, tables)
    if given.empty:
        return {}
    means = _role_means(given)
    weights, named = _weights(plan), {row.kpi for row in plan.rater_weights}
    weight = [
        weights.get((kpi, role), ZERO) if kpi in named else ONE
        for kpi, role in zip(means["kpi"], means["rater_role"], strict=True)
    ]
    weighted = means.assign(weight=rationals(pd.Series(weight, index=means.index, dtype=object)))
    return {str(kpi): _weighted_means(part) for kpi, part in weighted[weighted["weight"] != ZERO].groupby("kpi")}


def roles_without_weight(plan: Plan, tables: Tables) -> list[Finding]:
    """Ratings by a role that 评分权重 does not list for their KPI count for nothing, and people should know."""
    weights, named = _weights(plan), {row.kpi for row in plan.rater_weights}
    return [
        warning("rating-role-without-weight", tables.place(row, "rater_role"), row["rater_role"], kpi=row["kpi"])
        for row in rows(_ratings(plan, tables))
        if row["kpi"] in named and (row["kpi"], row["rater_role"]) not in weights
    ]


def _ratings(plan: Plan, tables: Tables) -> pd.DataFrame:
    """The rows of 评分 for the KPIs that ratings score."""
    given = tables.frames["ratings"] if tables.has("ratings") else pd.DataFrame(columns=[*ROLE_KEY, "score"])
    return given[given["kpi"].isin([kpi.kpi for kpi in plan.kpis.values() if kpi.scoring is Scoring.RATED])]


def _weights(plan: Plan) -> dict[tuple[str, str], Fraction]:
    return {(row.kpi, str(row.rater_role)): row.weight for row in plan.rater_weights}


def _role_means(ratings: pd.DataFrame) -> pd.DataFrame:
    """Ratings of one role are averaged first."""
    exact = ratings.assign(score=rationals(ratings["score"]), ratings=1)
    sums = exact.groupby(ROLE_KEY, as_index=False)[["score", "ratings"]].sum()
    return sums.assign(score=sums["score"] / sums["ratings"])


def _weighted_means(means: pd.DataFrame) -> pd.Series:
    weighted = means.assign(score=means["score"] * means["weight"])
    sums = weighted.groupby("employee_id")[["score", "weight"]].sum()
    return sums["score"] / sums["weight"]
