"""Drawn months, sealed one after another, against the oracle: releases, draws, claims, carries, the year's sums."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, assume, given, seed, settings

from pipeline.archive.data import from_lines, to_lines, to_parquet
from pipeline.calculation import Calculation
from pipeline.draft import make_draft
from pipeline.history import History, SealedPeriod
from pipeline.inputs import Inputs
from pipeline.intake.calendar_book import CalendarBook
from pipeline.period import parse_period
from schemas.outputs import DATA
from tests.casebook.run import Records
from tests.oracle.close import Close, close
from tests.oracle.differences import differences
from tests.oracle.eras import eras
from tests.oracle.world import World, write_world

PARTS = 20
ANY_ERA = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


def calculated(world: World, folder: Path, history: History) -> Calculation:
    """A period from its workbooks, with the seals before it."""
    write_world(world, folder)
    period = parse_period(world.period)
    assert period is not None
    draft = make_draft(Inputs(folder, period), CalendarBook(folder / "calendar.xlsx"), history, lambda *_: None)
    assert draft.calculation is not None, [one for one in draft.findings if one.blocks]
    return draft.calculation


def frames(calculation: Calculation) -> dict[str, Any]:
    return dict(
        zip(DATA, (calculation.people, calculation.kpi_scores, calculation.lines, calculation.credits), strict=True)
    )


def records(calculation: Calculation) -> dict[str, Records]:
    """The figures as `data/*.parquet` holds them."""
    made = frames(calculation)
    return {name: pq.read_table(BytesIO(to_parquet(made[name], DATA[name]))).to_pylist() for name in DATA}


def sealed(calculation: Calculation) -> SealedPeriod:
    """The figures as later periods read them from `seal/figures/*.jsonl`."""
    read = {name: from_lines(to_lines(frame)) for name, frame in frames(calculation).items()}
    return SealedPeriod(calculation.period, 1, **read)


def agree(months: Sequence[World]) -> None:
    seals: list[SealedPeriod] = []
    closes: list[Close] = []
    with tempfile.TemporaryDirectory() as folder:
        for month in months:
            world = replace(month, past=tuple(closes))
            expected = close(world)
            assume(all(one.proration > 0 for one in expected.staff))
            made = calculated(world, Path(folder) / world.period, History(tuple(seals)))
            assert differences(world, expected, records(made)) == [], world.period
            seals.append(sealed(made))
            closes.append(expected)


def many_agree(part: int, count: int) -> None:
    """One part of the drawn eras; parts differ by their seed."""

    @seed(1000 + part)
    @settings(ANY_ERA, max_examples=count)
    @given(eras())
    def each(months: list[World]) -> None:
        agree(months)

    each()


def test_generated_months_agree_with_the_oracle_to_the_cent() -> None:
    many_agree(0, 6)


@pytest.mark.long
@pytest.mark.parametrize("part", range(1, PARTS))
def test_many_generated_months_agree_with_the_oracle_to_the_cent(part: int) -> None:
    many_agree(part, 100)
