"""Places by total score, 1-2-2-4 (SPEC 8)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.columns import Rule
from pipeline.rationals import whole_units


def rank_company(total_score: pd.Series) -> pd.Series:
    """The place by total score among all participants; equal totals share the better place."""
    return places(total_score)


def rank_team(total_score: pd.Series, team: pd.Series) -> pd.Series:
    """The place by total score within the team; equal totals share the better place."""
    ranked = [places(totals) for _, totals in total_score.groupby(team)]
    found: pd.Series = pd.concat([*ranked, pd.Series(dtype="Int64")]).reindex(total_score.index)
    return found


RANKS: tuple[Rule, ...] = (rank_company, rank_team)


def places(values: pd.Series) -> pd.Series:
    """1 for the largest; as many places are skipped as values were equal; a missing value has no place (NA)."""
    there = values.notna()
    _, kind, size = np.unique(-whole_units(values[there]), return_inverse=True, return_counts=True)
    found = pd.Series(pd.NA, index=values.index, dtype="Int64")
    found[there] = (1 + np.cumsum(size) - size)[kind]
    return found
