"""Drawn closes, from workbooks through the command line, against an oracle that shares no code with the pipeline."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, assume, given, seed, settings

from pipeline.cli import main
from tests.casebook.run import Records
from tests.oracle.close import Close, close
from tests.oracle.differences import differences
from tests.oracle.run import CHILD, read_here
from tests.oracle.staff import workers
from tests.oracle.world import World, write_world
from tests.oracle.worlds import worlds

CLOSES, MANY_CLOSES = 300, 10_000
PARTS, QUICK_PARTS = 20, 5
ANY_WORLD = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


def calculated(world: World, folder: Path) -> dict[str, Records]:
    write_world(world, folder / "input")
    places = ["--input", str(folder / "input"), "--output", str(folder / "output")]
    assert main(["calculate", world.period, *places, "--lang", "zh", "--quiet"]) == 0
    data = folder / "output" / world.period / "draft" / "data"
    return {path.stem: pq.read_table(path).to_pylist() for path in data.glob("*.parquet")}


def agrees(world: World) -> None:
    assume(all(one.proration > 0 for one in workers(world)))
    expected: Close = close(world)
    with tempfile.TemporaryDirectory() as folder:
        assert differences(world, expected, calculated(world, Path(folder))) == []


def many_agree(part: int, closes: int) -> None:
    """One part of the drawn closes; parts differ by their seed, so that they run side by side."""

    @seed(part)
    @settings(ANY_WORLD, max_examples=closes // PARTS)
    @given(worlds())
    def each(world: World) -> None:
        agrees(world)

    each()


@pytest.mark.parametrize("part", range(QUICK_PARTS))
def test_generated_closes_agree_with_the_oracle_to_the_cent(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first part with an interpreter for each workbook, as the command line reads them; the others read here."""
    if part:
        monkeypatch.setattr(CHILD, read_here)
    many_agree(part, CLOSES)


@pytest.mark.long
@pytest.mark.parametrize("part", range(QUICK_PARTS, PARTS))
def test_three_hundred_generated_closes_agree_with_the_oracle_to_the_cent(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CHILD, read_here)
    many_agree(part, CLOSES)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS, 2 * PARTS))
def test_ten_thousand_generated_closes_agree_with_the_oracle_to_the_cent(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CHILD, read_here)
    many_agree(part, MANY_CLOSES)
