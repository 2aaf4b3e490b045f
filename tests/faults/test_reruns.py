"""The same inputs give the same bytes: elsewhere, by another user, in another zone and locale, with any workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from tests.faults.closing import contents, tell
from tests.faults.driver import ROOT
from tests.faults.small import MAY, NAMES, write_small

NOBODY = 65534
SHARED_OUT = """
import sys
import pipeline.render.batch as batch
from pipeline.cli import main
batch.WORTH_A_WORKER, batch.AT_ONCE = 0, 1
sys.exit(main(sys.argv[1:]))
"""
OTHERWISE: tuple[tuple[Mapping[str, str], int], ...] = (
    ({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, 1),
    ({"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"}, 2),
    ({"TZ": "Asia/Shanghai", "LC_ALL": "POSIX", "PYTHONHASHSEED": "random"}, 4),
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    write_small(tmp_path / "input")
    yield tmp_path
    for path in tmp_path.iterdir():
        remove_tree(path)


def close(
    source: Path, output: Path, workers: int = 1, user: int | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """A close in a process of its own; all that it said. Several workers do start, though there are but five PDFs."""
    words = ["close", MAY, "--input", str(source), "--output", str(output), "--workers", str(workers)]
    run = ["-m", "pipeline"] if workers == 1 else ["-c", SHARED_OUT]
    done = subprocess.run(
        [sys.executable, *run, *words],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        user=user,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_elsewhere_in_another_zone_and_locale_with_other_workers(folder: Path) -> None:
    close(folder / "input", folder / "output")
    expected = contents(folder / "output" / MAY / "r1")
    environment, workers = OTHERWISE[1]
    shutil.copytree(folder / "input", folder / "another place/输入")
    close(folder / "another place/输入", folder / "another place/输出", workers, environment=environment)
    assert contents(folder / "another place/输出" / MAY / "r1") == expected


@pytest.mark.long
@pytest.mark.parametrize(("environment", "workers"), OTHERWISE)
def test_each_environment(folder: Path, environment: Mapping[str, str], workers: int) -> None:
    close(folder / "input", folder / "output")
    close(folder / "input", folder / "again", workers, environment=environment)
    assert contents(folder / "again" / MAY / "r1") == contents(folder / "output" / MAY / "r1")
    tell(f"identical bytes with {environment} and {workers} workers")


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_another_user(folder: Path) -> None:
    if not _can_start(NOBODY):
        pytest.skip("another user cannot read this checkout or its Python")
    close(folder / "input", folder / "output")
    place = Path(shutil.copytree(folder / "input", folder / "theirs/input")).parent
    for path in [place, *place.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    close(place / "input", place / "output", user=NOBODY, environment={"HOME": str(place)})
    assert contents(place / "output" / MAY / "r1") == contents(folder / "output" / MAY / "r1")
    tell(f"identical bytes as user {NOBODY}")


def _can_start(user: int) -> bool:
    try:
        tried = subprocess.run([sys.executable, "-c", "import pipeline.cli"], user=user, check=False, cwd=ROOT)
    except PermissionError:
        return False
    return not tried.returncode


def test_an_undisturbed_close_says_no_name_and_no_single_amount(folder: Path) -> None:
    """Findings do, which the operator must read; this close has none to show."""
    said = close(folder / "input", folder / "output").replace(",", "")
    assert [word for word in (*NAMES, "123.45", "120000", "98765", "9570") if word in said] == []
