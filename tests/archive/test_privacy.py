"""Nothing is published where others read along, unless somebody says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from pipeline.archive.privacy import keep_private
from tests.cli.conftest import ROOT
from tests.faults.closing import command
from tests.faults.small import MAY, write_small


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody can reach (pytest's own are private), with the output folder in it open to all."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "output").mkdir()
        (folder / "output").chmod(0o755)
        folder.chmod(0o755)
        yield folder


def test_a_foreign_folder_that_others_can_read_is_refused(shared: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_small(shared / "input")
    assert command("close", MAY, shared) == 2
    assert "--allow-shared" in capfd.readouterr().err
    assert list((shared / "output").iterdir()) == []
    assert command("close", MAY, shared, "--allow-shared") == 0
    remove_tree(shared / "output")


def test_a_folder_behind_a_private_one_is_private(shared: Path) -> None:
    assert not keep_private(shared / "output")
    shared.chmod(0o700)
    assert keep_private(shared / "output")
    assert keep_private(shared / "not there yet")


def test_the_project_s_own_folder_is_made_private(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shared)
    assert keep_private(Path("output"))
    assert (shared / "output").stat().st_mode & 0o777 == 0o700


def test_so_is_the_project_s_own_input(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shared)
    for name in ("input", "elsewhere"):
        (shared / name).mkdir()
        (shared / name).chmod(0o755)
        keep_private(Path("output"), Path(name))
    assert (shared / "input").stat().st_mode & 0o777 == 0o700
    assert (shared / "elsewhere").stat().st_mode & 0o777 == 0o755


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root can give a folder away")
def test_a_colleague_s_input_is_left_as_it_is(shared: Path) -> None:
    """Two people work on one checkout: the second neither owns `input/` nor fails because of it."""
    (shared / "input").mkdir()
    (shared / "input").chmod(0o755)
    os.chown(shared / "input", 65534, 65534)
    asked = "from pathlib import Path; from pipeline.archive.privacy import keep_private as k"
    line = f"{asked}; print(k(Path('output'), Path('input')))"
    drop = ["setpriv", "--bounding-set=-fowner", "--inh-caps=-fowner", sys.executable, "-c", line]
    done = subprocess.run(
        drop, cwd=shared, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
    assert (shared / "input").stat().st_mode & 0o777 == 0o755


def test_a_link_in_the_place_of_the_own_folder_leads_to_a_foreign_one(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shared)
    (shared / "output").rename(shared / "team")
    (shared / "output").symlink_to(shared / "team")
    assert not keep_private(Path("output"))
    assert (shared / "team").stat().st_mode & 0o777 == 0o755


def test_a_close_into_a_linked_folder_and_through_a_link_to_nowhere(tmp_path: Path) -> None:
    write_small(tmp_path / "input")
    (tmp_path / "output").symlink_to(tmp_path / "disk")
    assert command("close", MAY, tmp_path) == 6
    (tmp_path / "disk").mkdir(mode=0o700)
    assert command("close", MAY, tmp_path) == 0
    assert [path.name for path in (tmp_path / "disk" / MAY).iterdir() if path.name in {"r1", ".stage"}] == ["r1"]
    assert command("audit", MAY, tmp_path) == 0
    remove_tree(tmp_path / "disk")
