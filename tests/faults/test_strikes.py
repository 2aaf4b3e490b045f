"""A close struck at any write, fsync or rename: whole or not there, loud, and the next close gives the same bytes."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from tests.faults.closing import contents, tell
from tests.faults.driver import ROOT
from tests.faults.small import MAY, NAMES, write_small

EVERY_FEW, NOW_AND_THEN = 11, 37
KILLED = -9


class Driver:
    """The process that closes, and the folder it closes in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.errors = folder / "stderr.txt"
        write_small(folder / "input")
        shutil.copytree(folder / "input", folder / "warm/input")
        words = [sys.executable, str(ROOT / "tests/faults/driver.py"), str(folder), MAY]
        with self.errors.open("wb") as told:
            self.process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told, text=True, cwd=ROOT
            )
        assert self._answer() == "ready", self.errors.read_text(encoding="utf-8")

    def close(self, order: str = "none") -> tuple[int, int]:
        """One close under an order; exit code and number of calls."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        code, count = self._answer().split()
        return int(code), int(count)

    def sweep(self) -> None:
        """As if nothing had ever been closed."""
        remove_tree(self.folder / "output")

    @property
    def revision(self) -> Path:
        """Where the revision appears."""
        return self.folder / "output" / MAY / "r1"

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return str(self.process.stdout.readline()).strip()

    def stop(self) -> None:
        """Let it end; whatever it said names nobody and no amount."""
        self.process.communicate(timeout=60)
        logs = [self.errors, *self.folder.glob("output/log/*")]
        said = "".join(path.read_text(encoding="utf-8") for path in logs).replace(",", "")
        assert [word for word in (*NAMES, "123.45", "120000", "98765", "9570") if word in said] == []
        remove_tree(self.folder)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    made = Driver(tmp_path_factory.mktemp("strikes"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def whole(driver: Driver) -> tuple[dict[str, str], int]:
    """What an undisturbed close leaves, and how many calls it makes."""
    driver.sweep()
    code, count = driver.close()
    assert code == 0
    return contents(driver.revision), count


def places(count: int, step: int) -> range:
    return range(1, count + 1, step)


def killed_everywhere(driver: Driver, whole: tuple[dict[str, str], int], step: int) -> None:
    expected, count = whole
    tried = 0
    for at in places(count, step):
        driver.sweep()
        assert driver.close(f"kill {at}")[0] == KILLED
        assert not driver.revision.exists() or contents(driver.revision) == expected, f"half-published at {at}"
        assert driver.close()[0] == 0
        assert contents(driver.revision) == expected, f"other bytes after a death at {at}"
        assert [path.name for path in (driver.folder / "output" / MAY).iterdir() if path.name == ".stage"] == []
        tried += 1
    tell(f"N = {tried} of {count} points of death: all recovered to identical bytes, 0 half-published")


def failed_everywhere(driver: Driver, whole: tuple[dict[str, str], int], step: int) -> None:
    expected, count = whole
    tried = quiet = 0
    for kind, code in (("fail", errno.ENOSPC), ("fail", errno.EIO), ("fail", errno.EFBIG), ("full", errno.ENOSPC)):
        for at in places(count, step):
            driver.sweep()
            done, _ = driver.close(f"{kind} {at} {code}")
            published = driver.revision.exists()
            quiet += done == 0 and not published
            assert done in {0, 6}, f"{kind} {at}: exit {done}"
            assert not published or contents(driver.revision) == expected, f"half-published at {at}"
            assert done == 6 or contents(driver.revision) == expected
            tried += 1
    assert driver.close()[0] == 0
    assert contents(driver.revision) == expected
    tell(f"N = {tried} failing calls (ENOSPC, EIO, EFBIG, full): all loud, 0 half-published")
    assert quiet == 0


def test_killed_at_some_points(driver: Driver, whole: tuple[dict[str, str], int]) -> None:
    killed_everywhere(driver, whole, EVERY_FEW)


def test_failing_at_some_points(driver: Driver, whole: tuple[dict[str, str], int]) -> None:
    failed_everywhere(driver, whole, NOW_AND_THEN)


@pytest.mark.long
def test_killed_at_every_point(driver: Driver, whole: tuple[dict[str, str], int]) -> None:
    killed_everywhere(driver, whole, 1)


@pytest.mark.long
def test_failing_at_every_point(driver: Driver, whole: tuple[dict[str, str], int]) -> None:
    failed_everywhere(driver, whole, 1)
