"""Real storage that is full or too small, and several closes at once."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from tests.faults.closing import contents, tell
from tests.faults.driver import ROOT
from tests.faults.small import MAY, write_small

SEED = 20240531
AT_ONCE = 8
STORAGE, LOCKED = 6, 4
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with the small company's input."""
    write_small(tmp_path / "input")
    yield tmp_path
    remove_tree(tmp_path / "output")


def words(folder: Path, output: Path) -> list[str]:
    options = ["--input", str(folder / "input"), "--output", str(output), "--workers", "1", "--quiet"]
    return [sys.executable, "-m", "pipeline", "close", MAY, *options]


def close(folder: Path, output: Path, limit: int = 0) -> Done:
    """A close in a process of its own, which may write files of at most so many bytes."""

    def restrict() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        words(folder, output), cwd=ROOT, preexec_fn=restrict, capture_output=True, text=True, check=False
    )


def published(output: Path) -> list[str]:
    return sorted(path.name for path in (output / MAY).glob("*") if path.name in {"r1", ".stage"})


def test_files_that_may_not_grow(folder: Path) -> None:
    done = close(folder, folder / "output", limit=20_000)
    assert (done.returncode, published(folder / "output")) == (STORAGE, [])
    assert "Traceback" not in done.stderr
    assert "没有写完的版本不会发布" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root can mount a small file system")
def test_a_file_system_that_is_full(folder: Path) -> None:
    small = folder / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k,mode=0700", "tmpfs", small], check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        full = close(folder, small / "output")
        assert (full.returncode, published(small / "output")) == (STORAGE, []), full.stderr
        subprocess.run(["mount", "-o", "remount,size=20m", small], check=True)
        assert close(folder, small / "output").returncode == 0
        assert published(small / "output") == ["r1"]
    finally:
        subprocess.run(["umount", small], check=True)


def test_eight_closes_at_once(folder: Path) -> None:
    crowd = [sys.executable, str(ROOT / "tests/faults/crowd.py"), str(folder), MAY, str(AT_ONCE)]
    done = subprocess.run(crowd, cwd=ROOT, capture_output=True, text=True, check=True)
    codes = [int(code) for code in done.stdout.split()]
    tell(f"N = {AT_ONCE} closes at once: exit codes {codes}")
    assert sorted(codes) == [0] + [LOCKED] * (AT_ONCE - 1)
    holders = {match[1] for path in folder.glob("said-*") if (match := re.search(r"pid (\d+)", path.read_text()))}
    assert len(holders) == 1
    assert all("pid" in (folder / f"said-{n}").read_text() for n, code in enumerate(codes) if code == LOCKED)
    assert published(folder / "output") == ["r1"]


@pytest.mark.long
def test_killed_at_any_moment_of_a_real_close(folder: Path) -> None:
    started = time.monotonic()
    assert close(folder, folder / "reference").returncode == 0
    length = time.monotonic() - started
    expected = contents(folder / "reference" / MAY / "r1")
    moments = [random.Random(SEED + n).uniform(0, length) for n in range(25)]  # noqa: S311 - a repeatable draw
    for moment in moments:
        remove_tree(folder / "output")
        with subprocess.Popen(words(folder, folder / "output"), cwd=ROOT, stderr=subprocess.DEVNULL) as process:
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        assert published(folder / "output") in ([], [".stage"], ["r1"])
        assert close(folder, folder / "output").returncode == 0
        assert contents(folder / "output" / MAY / "r1") == expected
    remove_tree(folder / "reference")
    tell(f"N = {len(moments)} deaths at random moments: all recovered to identical bytes")
