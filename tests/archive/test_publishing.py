"""A revision appears whole or not at all, private and read-only; one close at a time."""

from __future__ import annotations

import re
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from pipeline.archive.lock import LockedError, locked
from pipeline.archive.stage import publish, staged
from pipeline.disk import replace_file, write_new
from pipeline.documents import team_file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_published_revision_is_whole_private_and_read_only(tmp_path: Path) -> None:
    with staged(tmp_path / "2026-09") as stage:
        stage.write("statements/1001.pdf", b"pay")
        publish(stage, tmp_path / "2026-09/r1")
    revision = tmp_path / "2026-09/r1"
    assert (revision / "statements/1001.pdf").read_bytes() == b"pay"
    assert mode(revision / "statements/1001.pdf") == 0o400
    assert {mode(revision), mode(revision / "statements")} == {0o500}
    assert mode(tmp_path / "2026-09") == 0o700
    assert [path.name for path in (tmp_path / "2026-09").iterdir()] == ["r1"]
    remove_tree(revision)


def test_a_team_called_as_the_company_has_a_file_of_its_own() -> None:
    assert team_file("") == "teams/公司.pdf"
    assert team_file("公司") == "teams/%E5%85%AC%E5%8F%B8.pdf"
    assert team_file("%E5%85%AC%E5%8F%B8") == "teams/%25E5%2585%25AC%25E5%258F%25B8.pdf"
    assert team_file("华东/一部 (新)") == "teams/华东%2F一部 (新).pdf"


def test_a_name_too_long_for_a_file_is_cut_and_told_apart() -> None:
    names = ["华东大区" * 50, "华东大区" * 49 + "华东小区", "销售·😀" * 40, "长" * 67]
    files = [team_file(name) for name in names]
    assert len({*files}) == len(names)
    assert all(len(one.removeprefix("teams/").encode()) <= 204 for one in files)
    assert files[0].startswith("teams/华东大区华东大区")
    assert re.fullmatch(r"(销售·%F0%9F%98%80)+[^%]*~[0-9a-f]{12}\.pdf", files[2].removeprefix("teams/"))
    assert team_file("长" * 66) == f"teams/{'长' * 66}.pdf"


def test_a_stage_that_was_not_published_leaves_nothing(tmp_path: Path) -> None:
    with staged(tmp_path / "2026-09") as stage:
        stage.write("a", b"half")
    assert list((tmp_path / "2026-09").iterdir()) == []


def test_a_stale_stage_is_swept_away(tmp_path: Path) -> None:
    write_new(tmp_path / "2026-09/.stage/statements/1.pdf", b"old")
    with staged(tmp_path / "2026-09") as stage:
        assert list(stage.folder.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    with staged(tmp_path / "p") as stage:
        stage.write("a", b"1")
        with pytest.raises(FileExistsError):
            stage.write("a", b"2")
    (tmp_path / "p/r1").mkdir()
    with pytest.raises(FileExistsError), staged(tmp_path / "p") as stage:
        publish(stage, tmp_path / "p/r1")


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    replace_file(tmp_path / "a/report", b"1")
    replace_file(tmp_path / "a/report", b"2")
    assert (tmp_path / "a/report").read_bytes() == b"2"
    assert len(list((tmp_path / "a").iterdir())) == 1


HOLDER = """
import sys, time, pathlib
from pipeline.archive.lock import locked
with locked(pathlib.Path(sys.argv[1]), "advance 2024-05"):
    print("held", flush=True)
    time.sleep(60)
"""


HOUR = 3600


def test_a_second_close_is_told_who_holds_the_lock_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockedError) as busy, locked(tmp_path, "close 2024-05"):
            pass
        assert busy.value.holder == f"advance 2024-05, {socket.gethostname()} pid {holder.pid}"
        assert abs(busy.value.since.timestamp() - time.time()) < HOUR
        holder.kill()
    with locked(tmp_path, "close 2024-05"):
        assert True
