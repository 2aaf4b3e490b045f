"""Places by total score, 1-2-2-4 (SPEC 8)."""

from __future__ import annotations

import pandas as pd

from pipeline.columns import Rule


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
    first: dict[object, int] = {}
    for place, value in enumerate(sorted(values.dropna().tolist(), reverse=True), start=1):
        first.setdefault(value, place)
    return pd.Series([first.get(value) for value in values.tolist()], index=values.index, dtype="Int64")
