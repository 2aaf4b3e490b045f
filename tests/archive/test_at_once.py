"""Two people, or a person and the daily job, at the same moment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import close as closing
from pipeline.archive.draft import write_validation
from pipeline.archive.lock import locked
from pipeline.ledger import Ledger
from pipeline.process.life import Advance
from schemas.process import State
from tests.faults.closing import command
from tests.faults.small import MAY, write_small
from tests.process.days import day

WRITER = """
import sys
from pathlib import Path
from pipeline.archive.draft import write_validation
folder, mark = Path(sys.argv[1]), sys.argv[2].encode()
for number in range(40):
    write_validation(folder, {f"{name}.xlsx": mark * 50 for name in range(int(sys.argv[3]))})
"""


def test_a_period_paid_just_before_the_lock_is_not_closed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_small(tmp_path / "input")

    @contextmanager
    def after_somebody_else(output: Path, command: str) -> Iterator[None]:
        paid = Advance(day("2024-06-20"), "now", "苏敏", State.FINAL, State.PAID, "r1", "aa")
        Ledger(output / MAY / "ledger.jsonl").append(**paid.entry())
        with locked(output, command):
            yield

    monkeypatch.setattr(closing, "locked", after_somebody_else)
    assert command("close", MAY, tmp_path) == 1
    assert "已发放" in capsys.readouterr().err
    assert not list((tmp_path / "output" / MAY).glob("r*"))


def test_two_who_write_the_validation_at_once_leave_one_of_the_two(tmp_path: Path) -> None:
    command_of = [sys.executable, "-c", WRITER, str(tmp_path / MAY)]
    writers = [subprocess.Popen([*command_of, mark, count]) for mark, count in (("a", "5"), ("b", "7"))]
    assert [one.wait() for one in writers] == [0, 0]
    left = {path.name: path.read_bytes() for path in (tmp_path / MAY / "validation").iterdir()}
    assert (len(left), set(left.values())) in [(5, {b"a" * 50}), (7, {b"b" * 50})]


def test_a_validation_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    write_validation(tmp_path, {"校验报告.xlsx": b"1", "订单_校验标注.xlsx": b"1"})
    folder = write_validation(tmp_path, {"校验报告.xlsx": b"2"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"校验报告.xlsx": b"2"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".writing.lock", "validation"]
