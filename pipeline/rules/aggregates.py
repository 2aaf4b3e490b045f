"""Aggregates: what 汇总 makes of the values of a group (SPEC 4 and 5, fine print 6)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from pipeline.money import MISSING, ZERO
from pipeline.rationals import rationals, sums_by
from pipeline.rules.lookup import kept
from schemas.terms import Aggregate

OF_NOTHING: dict[Aggregate, object] = {Aggregate.SUM: ZERO, Aggregate.COUNT: ZERO, Aggregate.DISTINCT: ZERO}


def aggregated(aggregate: Aggregate, values: pd.Series, groups: pd.Series) -> pd.Series:
    """The aggregate of the values that are there, by group; groups without any are absent."""
    there = values.notna()
    return AGGREGATES[aggregate](kept(values, there), kept(groups, there))


def of_nothing(aggregate: Aggregate) -> object:
    """What an aggregate of no rows is: 0 for sums and counts, missing for mean, largest and smallest."""
    return OF_NOTHING.get(aggregate, MISSING)


def counts(values: pd.Series, groups: pd.Series) -> pd.Series:
    """How many values each group has."""
    return rationals(values.groupby(groups).size())


def distinct(values: pd.Series, groups: pd.Series) -> pd.Series:
    """How many different values each group has."""
    value, kinds = pd.factorize(values)
    group, names = pd.factorize(groups)
    pairs = pd.unique(group * len(kinds) + value)
    sizes = np.bincount(pairs[pairs >= 0] // max(len(kinds), 1), minlength=len(names))
    return rationals(pd.Series(sizes, index=pd.Index(names)))


def means(values: pd.Series, groups: pd.Series) -> pd.Series:
    """The mean of each group, exact."""
    return sums_by(values, groups) / counts(values, groups)


def largest(values: pd.Series, groups: pd.Series) -> pd.Series:
    """The largest value of each group."""
    return values.groupby(groups).agg(lambda found: max(found.tolist())).astype(object)


def smallest(values: pd.Series, groups: pd.Series) -> pd.Series:
    """The smallest value of each group."""
    return values.groupby(groups).agg(lambda found: min(found.tolist())).astype(object)


AGGREGATES: dict[Aggregate, Callable[[pd.Series, pd.Series], pd.Series]] = {
    Aggregate.SUM: sums_by,
    Aggregate.COUNT: counts,
    Aggregate.DISTINCT: distinct,
    Aggregate.MEAN: means,
    Aggregate.MAXIMUM: largest,
    Aggregate.MINIMUM: smallest,
}
