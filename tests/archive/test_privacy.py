"""Nothing is published where others read along, unless somebody says so."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from pipeline.archive.privacy import keep_private
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
