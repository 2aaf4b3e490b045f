"""The columns of a person from the weighted scores: total, sub-scores, coefficient, rating (SPEC 5.4, 5.5)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.columns import Rule
from pipeline.money import MISSING, ZERO
from pipeline.plan.model import Plan, RateTable
from pipeline.rate_tables import Reading, read_table
from pipeline.rationals import rationals, rounded, sums_by
from pipeline.rules.lookup import asked_of_each, asked_once, looked_up, numbers
from pipeline.rules.ranks import places
from schemas.terms import Category, Method


def scorecard_sums(plan: Plan, people: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """People with what their scorecard rows sum to: weighted_total, result_mean, process_mean, headline_attainment.

    Missing where a KPI that counts has no score, where nothing counts, and for people who are not scored.
    """
    counted = scores[~scores["dropped"].astype(bool)]
    parts = {
        "weighted_total": _weighted_sums(counted)["weighted_score"],
        "result_mean": _weighted_mean(counted, Category.RESULT),
        "process_mean": _weighted_mean(counted, Category.PROCESS),
        "headline_attainment": _headline(plan, counted),
    }
    return people.assign(**{name: looked_up(people["employee_id"], part) for name, part in parts.items()})


def total_score(weighted_total: pd.Series, total_places: int | None) -> pd.Series:
    """The sum of the weighted scores, rounded as the plan says."""
    return rounded(weighted_total, total_places)


def result_score(result_mean: pd.Series, total_places: int | None) -> pd.Series:
    """The weighted mean of the result KPIs' scores, rounded as the total."""
    return rounded(result_mean, total_places)


def process_score(process_mean: pd.Series, total_places: int | None) -> pd.Series:
    """The weighted mean of the process KPIs' scores, rounded as the total."""
    return rounded(process_mean, total_places)


def coefficient_reading(
    total_score: pd.Series, coefficient_table: str, rate_tables: Mapping[str, RateTable]
) -> pd.Series:
    """What the coefficient table says at the total score."""
    return _readings(rate_tables[coefficient_table], total_score)


def coefficient(coefficient_reading: pd.Series) -> pd.Series:
    """The coefficient of the total score's band."""
    return numbers(coefficient_reading)


def share_from_top(total_score: pd.Series) -> pd.Series:
    """The part of all who are scored that stands above: (place − 1) divided by their number."""
    share: pd.Series = rationals(places(total_score) - 1) / int(total_score.notna().sum())
    return share


def rating_reading(
    total_score: pd.Series, share_from_top: pd.Series, rating_table: str, rate_tables: Mapping[str, RateTable]
) -> pd.Series:
    """What the rating table says at the total score, or with 强制分布 at the share from the top."""
    table = rate_tables[rating_table]
    asked = share_from_top if table.method is Method.QUANTILE else total_score
    return _readings(table, asked)


def rating(rating_reading: pd.Series) -> pd.Series:
    """The rating of the total score's band."""
    return asked_of_each(_text, rating_reading)


TOTALS: tuple[Rule, ...] = (
    total_score,
    result_score,
    process_score,
    coefficient_reading,
    coefficient,
    share_from_top,
    rating_reading,
    rating,
)


def _readings(table: RateTable, values: pd.Series) -> pd.Series:
    return asked_once(lambda value: MISSING if value is None else read_table(table, value), values)


def _text(reading: object) -> object:
    return str(reading.value) if isinstance(reading, Reading) and reading.problem is None else MISSING


def _weighted_sums(rows: pd.DataFrame) -> pd.DataFrame:
    """Per employee_id the sums of weight and weighted_score; missing when a score is, or when nothing has weight."""
    person = rows["employee_id"]
    sums = pd.DataFrame({name: sums_by(rows[name], person) for name in ("weight", "weighted_score")})
    unscored = person[rows["weighted_score"].isna()]
    return sums[~sums.index.isin(unscored) & (sums["weight"] != ZERO)]


def _weighted_mean(rows: pd.DataFrame, category: Category) -> pd.Series:
    sums = _weighted_sums(rows[rows["category"] == category])
    return sums["weighted_score"] / sums["weight"]


def _headline(plan: Plan, rows: pd.DataFrame) -> pd.Series:
    """The attainment of 主指标, before the cap."""
    return rows[rows["kpi"] == plan.parameters.headline_kpi].set_index("employee_id")["attainment"]
