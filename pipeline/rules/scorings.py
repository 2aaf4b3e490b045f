"""The six ways of scoring a KPI, each before cap and rounding, 100 = on target (SPEC 4)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.columns import Rule, arguments
from pipeline.money import MISSING
from pipeline.rationals import RationalDtype
from pipeline.rules.lookup import numbers
from schemas.terms import Scoring

HUNDRED = 100


def ratio(attainment: pd.Series) -> pd.Series:
    """The attainment in percent."""
    return attainment * HUNDRED


def direct(actual: pd.Series, unit: pd.Series) -> pd.Series:
    """The actual itself as points; a percentage counts its percent."""
    return actual.mask(unit == "%", actual * HUNDRED)


def dual(attainment: pd.Series, stretch: pd.Series, score_cap: pd.Series) -> pd.Series:
    """Up to the baseline the attainment in percent, from there to the challenge in a line from 100 to the score cap."""
    beyond: pd.Series = HUNDRED + (attainment - 1) / (stretch - 1) * (score_cap - HUNDRED)
    return beyond.where((attainment > 1) & (stretch > 1), ratio(attainment))


def table(reading: pd.Series) -> pd.Series:
    """What the rate table gives at the attainment."""
    return numbers(reading)


def deduct(actual: pd.Series, deduction: pd.Series) -> pd.Series:
    """100 less the deduction for each unit of the actual."""
    points: pd.Series = HUNDRED - actual * deduction
    return points


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
    found = pd.Series(MISSING, index=scores.index, dtype=RationalDtype())
    for scoring, rule in SCORINGS.items():
        mine = scores["scoring"] == scoring
        if mine.any():
            found[mine] = rule(**{name: scores.loc[mine, name] for name in arguments(rule)})
    return found
