"""Checks of targets, actuals and ratings against the plan's KPIs (SPEC 3)."""

from __future__ import annotations

import pandas as pd

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_row, each_value
from pipeline.findings import error, warning
from pipeline.money import ZERO
from pipeline.plan.names import closest
from schemas.terms import Direction, Scoring

OF_KPIS = ("targets", "target_tree", "actuals", "ratings")


def kpis_unknown(given: Delivery) -> Findings:
    """A KPI that no plan in force has."""
    for table in OF_KPIS:
        frame = given.frame(table)
        for kpi, strange in frame[~frame["kpi"].isin(given.kpis.keys())].groupby("kpi"):
            near = closest(str(kpi), given.kpis) or "—"
            yield from each_value(error, "kpi-unknown", given.tables, strange, "kpi", closest=near)


def actuals_computed(given: Delivery) -> Findings:
    """实际 is only for KPIs that no measure computes."""
    computed = [kpi.kpi for kpi in given.kpis.values() if kpi.numerator or kpi.denominator]
    frame = given.frame("actuals")
    yield from each_value(error, "actual-computed", given.tables, frame[frame["kpi"].isin(computed)], "kpi")


def actuals_rated(given: Delivery) -> Findings:
    """An 实际 of a KPI that is rated is not read."""
    frame = given.frame("actuals")
    wrong = frame[frame["kpi"].isin(_rated(given))]
    yield from each_value(warning, "actual-rated", given.tables, wrong, "kpi")


def ratings_unread(given: Delivery) -> Findings:
    """评分 of a KPI that is not scored by ratings is not read."""
    frame = given.frame("ratings")
    wrong = frame[frame["kpi"].isin(given.kpis.keys()) & ~frame["kpi"].isin(_rated(given))]
    yield from each_value(warning, "rating-unread", given.tables, wrong, "kpi")


def challenges_not_beyond(given: Delivery) -> Findings:
    """挑战值 beyond 基准值 in the KPI's direction; where less is better it is also above 0 (fine print 4)."""
    frame = given.frame("targets").dropna(subset=["baseline", "challenge"])
    lower = [kpi.kpi for kpi in given.kpis.values() if kpi.direction == Direction.LOWER]
    less_is_better = frame["kpi"].isin(lower)
    beyond = (frame["challenge"] > frame["baseline"]) & ~less_is_better
    beyond |= (frame["challenge"] < frame["baseline"]) & (frame["challenge"] > ZERO) & less_is_better
    wrong = frame[frame["kpi"].isin(given.kpis.keys()) & ~beyond.astype(bool)]
    told = {"kpi": "kpi", "baseline": "baseline"}
    yield from each_row(error, "challenge-not-beyond", given.tables, wrong, "challenge", params=told)


def rows_not_scored(given: Delivery) -> Findings:
    """Targets and actuals of a KPI that is not in the person's scorecard: they score nothing."""
    grades = given.participants.set_index("employee_id")[["grade", "cover"]]
    for table in ("targets", "actuals"):
        frame = given.frame(table)
        mine = frame[frame["kpi"].isin(given.kpis.keys())].join(grades, on="employee_id", how="inner")
        scored = [_weighs(given, one.plan, grade, kpi) for one, grade, kpi in _cards(mine)]
        wrong = mine[~pd.Series(scored, index=mine.index, dtype=bool)]
        for grade, rows in wrong.groupby("grade"):
            yield from each_value(warning, "row-not-scored", given.tables, rows, "kpi", grade=grade)


def _cards(rows: pd.DataFrame) -> zip:
    return zip(rows["cover"], rows["grade"], rows["kpi"], strict=True)


def _weighs(given: Delivery, plan: int, grade: str, kpi: str) -> bool:
    key = (grade, given.period.cycle, kpi)
    return any((weight.grade, weight.cycle, weight.kpi) == key for weight in given.plans[plan].weights)


def _rated(given: Delivery) -> list[str]:
    return [kpi.kpi for kpi in given.kpis.values() if kpi.scoring == Scoring.RATED]


CHECKS = (kpis_unknown, actuals_computed, actuals_rated, ratings_unread, challenges_not_beyond, rows_not_scored)
