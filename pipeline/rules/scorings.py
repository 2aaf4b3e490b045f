"""The six ways of scoring a KPI, each before cap and rounding, 100 = on target (SPEC 4)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from pipeline.columns import Rule, arguments
from pipeline.money import MISSING, each
from schemas.terms import Scoring

HUNDRED = Fraction(100)


def ratio(attainment: pd.Series) -> pd.Series:
    """The attainment in percent."""
    return each(lambda attained: 100 * attained, attainment)


def direct(actual: pd.Series, unit: pd.Series) -> pd.Series:
    """The actual itself as points; a percentage counts its percent."""
    return each(lambda value, unit: 100 * value if unit == "%" else value, actual, unit)


def dual(attainment: pd.Series, stretch: pd.Series, score_cap: pd.Series) -> pd.Series:
    """Up to the baseline the attainment in percent, from there to the challenge in a line from 100 to the score cap."""
    beyond = each(_beyond_baseline, attainment, stretch, score_cap)
    return beyond.where(stretch.notna(), ratio(attainment))


def table(reading: pd.Series) -> pd.Series:
    """What the rate table gives at the attainment."""
    return each(lambda read: MISSING if read.problem else read.number, reading)


def deduct(actual: pd.Series, deduction: pd.Series) -> pd.Series:
    """100 less the deduction for each unit of the actual."""
    return each(lambda value, per_unit: HUNDRED - value * per_unit, actual, deduction)


def rated(actual: pd.Series) -> pd.Series:
    """The weighted mean of the ratings."""
    return actual


SCORINGS: Mapping[Scoring, Rule] = {
    Scoring.RATIO: ratio,
    Scoring.DIRECT: direct,
    Scoring.DUAL: dual,
    Scoring.TABLE: table,
    Scoring.DEDUCT: deduct,
    Scoring.RATED: rated,
}


def points(scores: pd.DataFrame) -> pd.Series:
    """What each row earns by its KPI's own way of scoring."""
    found = pd.Series(MISSING, index=scores.index, dtype=object)
    for scoring, rule in SCORINGS.items():
        rows = scores[scores["scoring"] == scoring]
        found[rows.index] = rule(**{name: rows[name] for name in arguments(rule)})
    return found


def _beyond_baseline(attained: Fraction, stretch: Fraction, score_cap: Fraction) -> Fraction:
    """Fine print 4: unrounded, and beyond the challenge as far as the cap lets it."""
    if attained <= 1 or stretch <= 1:
        return 100 * attained
    return HUNDRED + (attained - 1) / (stretch - 1) * (score_cap - HUNDRED)
