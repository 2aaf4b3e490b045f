"""Drawn months, quarters and years, sealed in turn, against the oracle: releases, draws, claims, carries, sums."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from pipeline.history import History, SealedPeriod
from tests.oracle.close import Close, close
from tests.oracle.cycles import built, cycles
from tests.oracle.differences import differences
from tests.oracle.eras import eras
from tests.oracle.run import CHILD, calculated, read_here, records, sealed
from tests.oracle.world import World

PARTS, ERAS = 20, 100
ANY_ERA = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


def agree(months: Sequence[World]) -> None:
    """Each month from its workbooks, the seals before it read as a later close reads them."""
    seals: list[SealedPeriod] = []
    closes: list[Close] = []
    with tempfile.TemporaryDirectory() as folder:
        for month in months:
            world = replace(month, past=tuple(closes))
            expected = close(world)
            made = calculated(world, Path(folder) / world.period, _history(seals, world))
            assert differences(world, expected, records(made)) == [], world.period
            seals.append(sealed(made))
            closes.append(expected)


def _history(seals: Sequence[SealedPeriod], world: World) -> History:
    """The seals before a period, and those of its parts."""
    before = tuple(one for one in seals if one.period.end < world.start)
    return History(before, tuple(one for one in seals if one.period.end >= world.start))


def many_agree(part: int, count: int) -> None:
    """One part of the drawn eras; parts differ by their seed."""

    @seed(1000 + part)
    @settings(ANY_ERA, max_examples=count)
    @given(st.one_of(eras(), eras(), cycles(), built()))
    def each(months: list[World]) -> None:
        agree(months)

    each()


def test_generated_months_agree_with_the_oracle_to_the_cent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CHILD, read_here)
    many_agree(0, 4)


@pytest.mark.long
@pytest.mark.parametrize("part", range(1, PARTS))
def test_many_generated_months_agree_with_the_oracle_to_the_cent(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CHILD, read_here)
    many_agree(part, ERAS)
