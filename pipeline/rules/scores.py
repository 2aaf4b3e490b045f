"""The columns of a scorecard row, from the target that counts to the weighted score (SPEC 4, 5.2 to 5.4)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from pipeline.columns import Rule
from pipeline.money import MISSING, ONE, ZERO
from pipeline.plan.model import RateTable
from pipeline.rate_tables import read_table
from pipeline.rationals import greatest, least, quotient, rounded
from pipeline.rules.lookup import asked_once
from schemas.terms import Direction, Missing, Scoring

LACKING = pd.CategoricalDtype(["", "target", "actual"])
NEEDS_TARGET = (Scoring.RATIO, Scoring.DUAL, Scoring.TABLE)


def target_share(proration: pd.Series, denominator: pd.Series, unit: pd.Series, prorates_targets: bool) -> pd.Series:
    """The part of the target that counts: the proration where the plan prorates targets, else all of it."""
    whole = (denominator != "") | (unit == "%") | (not prorates_targets)
    return proration.mask(whole, ONE)


def baseline(full_baseline: pd.Series, target_share: pd.Series) -> pd.Series:
    """The target of the period times the part of it that counts."""
    return full_baseline * target_share


def challenge(full_challenge: pd.Series, target_share: pd.Series) -> pd.Series:
    """The challenge of the period times the part of it that counts."""
    return full_challenge * target_share


def stretch(baseline: pd.Series, challenge: pd.Series, direction: pd.Series) -> pd.Series:
    """The challenge as an attainment: divided by the baseline, or the other way round where less is better."""
    return _attained(challenge, baseline, direction, MISSING)


def lacks(actual: pd.Series, baseline: pd.Series, scoring: pd.Series) -> pd.Series:
    """What is missing that the KPI cannot be scored without: its actual, or the target where its scoring needs one."""
    without_target = baseline.isna() & scoring.isin(NEEDS_TARGET)
    nothing = pd.Series("", index=actual.index, dtype=LACKING)
    return nothing.mask(without_target, "target").mask(actual.isna(), "actual")


def dropped(lacks: pd.Series, missing: pd.Series) -> pd.Series:
    """Whether the KPI is left out because something is missing."""
    return (lacks != "") & (missing == Missing.DROP)


def zeroed(lacks: pd.Series, missing: pd.Series) -> pd.Series:
    """Whether the KPI counts as zero because something is missing."""
    return (lacks != "") & (missing == Missing.ZERO)


def weight(employee_id: pd.Series, scorecard_weight: pd.Series, dropped: pd.Series) -> pd.Series:
    """The weight of the scorecard; where KPIs are left out the others are scaled up to the whole."""
    kept = scorecard_weight.mask(dropped, ZERO)
    whole = scorecard_weight.groupby(employee_id).transform("sum")
    left = kept.groupby(employee_id).transform("sum")
    return quotient(kept * whole, left).mask(left == ZERO, ZERO)


def attainment_exact(
    actual: pd.Series, baseline: pd.Series, direction: pd.Series, zeroed: pd.Series, attainment_cap: Fraction
) -> pd.Series:
    """Actual divided by the baseline; where less is better, the baseline divided by the actual."""
    return _attained(actual, baseline, direction, attainment_cap).mask(zeroed, ZERO)


def attainment(attainment_exact: pd.Series, attainment_places: int | None) -> pd.Series:
    """The attainment as printed and used: a percentage rounded as the plan says."""
    return rounded(attainment_exact, None if attainment_places is None else attainment_places + 2)


def reading(
    attainment: pd.Series, scoring: pd.Series, table: pd.Series, rate_tables: Mapping[str, RateTable]
) -> pd.Series:
    """What the KPI's rate table says at the attainment."""
    by_table = scoring == Scoring.TABLE
    if not by_table.any():
        return pd.Series(MISSING, index=attainment.index, dtype=object)
    asked = attainment.where(by_table, MISSING)
    return asked_once(lambda x, name: MISSING if x is None else read_table(rate_tables[name], x), asked, table)


def score(points: pd.Series, score_cap: pd.Series, zeroed: pd.Series, score_places: int | None) -> pd.Series:
    """The points, at most the score cap and at least 0, rounded as the plan says."""
    return rounded(greatest(least(points, score_cap), ZERO), score_places).mask(zeroed, ZERO)


def weighted_score(weight: pd.Series, score: pd.Series) -> pd.Series:
    """Weight times score."""
    return weight * score


BEFORE_POINTS: tuple[Rule, ...] = (
    target_share,
    baseline,
    challenge,
    stretch,
    lacks,
    dropped,
    zeroed,
    weight,
    attainment_exact,
    attainment,
    reading,
)
AFTER_POINTS: tuple[Rule, ...] = (score, weighted_score)


def _attained(value: pd.Series, baseline: pd.Series, direction: pd.Series, at_zero: Fraction | float) -> pd.Series:
    """The quotient in the KPI's direction; where less is better and nothing can be divided by, `at_zero`."""
    inverse = quotient(baseline, value).mask((value <= ZERO) & baseline.notna(), at_zero)
    return inverse.where(direction == Direction.LOWER, quotient(value, baseline))
