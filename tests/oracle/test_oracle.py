"""Drawn closes, from their workbooks to their figures, against an oracle that shares no code with the pipeline."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from pipeline.cli import main
from tests.casebook.run import Records
from tests.oracle.close import Close, close
from tests.oracle.differences import differences
from tests.oracle.run import CHILD, calculated, read_here, records
from tests.oracle.world import World, write_world
from tests.oracle.worlds import worlds, worlds_of_two_plans

CLOSES, MANY_CLOSES = 300, 10_000
PARTS = 20
ANY_WORLD = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
Run = Callable[[World, Path], dict[str, Records]]


def commanded(world: World, folder: Path) -> dict[str, Records]:
    """The figures as the command line writes them, every workbook read in an interpreter of its own."""
    write_world(world, folder / "input")
    places = ["--input", str(folder / "input"), "--output", str(folder / "output")]
    assert main(["calculate", world.period, *places, "--lang", "zh", "--quiet"]) == 0
    data = folder / "output" / world.period / "draft" / "data"
    return {path.stem: pq.read_table(path).to_pylist() for path in data.glob("*.parquet")}


def drafted(world: World, folder: Path) -> dict[str, Records]:
    """The same figures without the command's report, whose marked copies cost more than the close of a small world."""
    return records(calculated(world, folder))


def agrees(world: World, run: Run) -> None:
    expected: Close = close(world)
    with tempfile.TemporaryDirectory() as folder:
        assert differences(world, expected, run(world, Path(folder))) == []


def many_agree(part: int, closes: int, run: Run = drafted) -> None:
    """One part of the drawn closes; parts differ by their seed, so that they run side by side."""

    @seed(part)
    @settings(ANY_WORLD, max_examples=closes // PARTS)
    @given(st.one_of(worlds(), worlds(), worlds_of_two_plans()))
    def each(world: World) -> None:
        agrees(world, run)

    each()


def test_the_oracle_shares_no_code_with_what_it_is_held_against() -> None:
    own = [
        path for path in Path(__file__).parent.glob("*.py") if path.stem != "run" and not path.stem.startswith("test_")
    ]
    assert "close.py" in {path.name for path in own}
    assert [path.name for path in own if "from pipeline" in path.read_text(encoding="utf-8")] == []


def test_generated_closes_by_the_command_line_agree_with_the_oracle_to_the_cent() -> None:
    many_agree(0, CLOSES, commanded)


@pytest.mark.parametrize("part", range(1, PARTS))
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
