"""The ledger: append-only, chained, private, and what a crash leaves of it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from pipeline.ledger import BrokenLedgerError, Ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = Ledger(tmp_path / "2023Q3/ledger.jsonl")
    for state in ("已试算", "公示中", "已定稿"):
        book.append(to=state)
    return book.path


def test_what_was_recorded_is_read_back_in_order(path: Path) -> None:
    assert [one["to"] for one in Ledger(path).entries] == ["已试算", "公示中", "已定稿"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_appending_changes_nothing_before_it(path: Path) -> None:
    before = path.read_bytes()
    Ledger(path).append(to="已发放")
    assert path.read_bytes().startswith(before)
    assert len(Ledger(path).entries) == 4


@pytest.mark.parametrize("line", [0, 1])
def test_a_changed_or_missing_line_is_told(path: Path, line: int) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:line], lines[line].replace("已".encode(), b"x"), *lines[line + 1 :]]))
    if line == 0:
        with pytest.raises(BrokenLedgerError) as broken:
            Ledger(path)
        assert broken.value.line == 2
    path.write_bytes(b"".join([*lines[:line], *lines[line + 1 :]]))
    with pytest.raises(BrokenLedgerError):
        Ledger(path)


def test_a_line_that_a_crash_cut_off_is_no_entry_and_makes_room(path: Path) -> None:
    whole = path.read_bytes()
    for cut in range(1, 20):
        path.write_bytes(whole[:-cut])
        assert len(Ledger(path).entries) == 2
        Ledger(path).append(to="已定稿")
        assert [one["to"] for one in Ledger(path).entries] == ["已试算", "公示中", "已定稿"]
