"""Rendering on a Dask cluster (SPEC 7, `--scheduler`): the same bytes as alone, whatever happens to a worker."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.stage import Stage
from tests.bench.company import write_company
from tests.cluster.conftest import ROOT, Cluster, cluster, revision
from tests.faults.closing import command
from tests.faults.small import MAY, write_small

WITHOUT_DASK = (
    "import sys; sys.modules['distributed'] = None; from pipeline.cli import main; sys.exit(main(sys.argv[1:]))"
)


def closed(folder: Path, inputs: Path, *more: str) -> dict[str, str]:
    """The files of a close of some inputs in a folder of its own."""
    shutil.copytree(inputs, folder / "input")
    assert command("close", MAY, folder, *more) == 0
    return revision(folder, MAY)


def test_two_workers_make_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.render.batch.AT_ONCE", 1)
    write_small(tmp_path / "input")
    alone = closed(tmp_path / "alone", tmp_path / "input")
    with cluster(tmp_path) as found:
        assert closed(tmp_path / "together", tmp_path / "input", "--scheduler", found.address) == alone


def test_nobody_answers(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_small(tmp_path / "input")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for address in (f"tcp://127.0.0.1:{port}", "nonsense://1"):
        assert command("close", MAY, tmp_path, "--scheduler", address) == 2
        said = capfd.readouterr().err.strip()
        assert address in said
        assert len(said.splitlines()) == 1, said
    assert not (tmp_path / "output" / MAY / "r1").exists()


def test_the_extra_is_not_installed(tmp_path: Path) -> None:
    write_small(tmp_path / "input")
    words = ("close", MAY, "--input", tmp_path / "input", "--output", tmp_path / "output", "--scheduler", "tcp://x:1")
    call = [sys.executable, "-c", WITHOUT_DASK, *map(str, words)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "uv sync --extra cluster" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.long
def test_a_worker_of_another_version_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_small(tmp_path / "input")
    other = tmp_path / "other"
    for name in ("pipeline", "schemas", "report_templates"):
        shutil.copytree(ROOT / name, other / name)
    with (other / "report_templates/statement.css").open("a", encoding="utf-8") as sheet:
        sheet.write("/* otherwise */\n")
    with cluster(tmp_path, cwd=other) as found:
        assert command("close", MAY, tmp_path, "--scheduler", found.address) == 2
    assert "版本" in capfd.readouterr().err
    assert not (tmp_path / "output" / MAY / "r1").exists()


@pytest.mark.long
def test_one_worker_is_killed_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.render.batch.AT_ONCE", 2)
    write_company(tmp_path / "input", 40)
    alone = closed(tmp_path / "alone", tmp_path / "input")
    with cluster(tmp_path) as found:
        monkeypatch.setattr(Stage, "write", _kills(found, after="statements/E000010.pdf", write=Stage.write))
        assert closed(tmp_path / "together", tmp_path / "input", "--scheduler", found.address) == alone
        assert [worker.poll() is not None for worker in found.workers] == [True, False]


@pytest.mark.long
def test_a_thousand_people_on_two_workers(tmp_path: Path) -> None:
    write_company(tmp_path / "input", 1000)
    alone = closed(tmp_path / "alone", tmp_path / "input", "--workers", "2")
    with cluster(tmp_path) as found:
        assert closed(tmp_path / "together", tmp_path / "input", "--scheduler", found.address) == alone
    assert len(alone) > 1050


@pytest.mark.long
def test_workers_need_only_the_installed_package(tmp_path: Path) -> None:
    python = _installed(tmp_path)
    write_small(tmp_path / "input")
    alone = closed(tmp_path / "alone", tmp_path / "input")
    (tmp_path / "elsewhere").mkdir()
    with cluster(tmp_path, python=python, cwd=tmp_path / "elsewhere") as found:
        assert closed(tmp_path / "together", tmp_path / "input", "--scheduler", found.address) == alone


def _installed(folder: Path) -> str:
    """The interpreter of a fresh environment that holds the wheel and the locked packages, nothing of this folder."""
    uv, python = str(Path(sys.executable).parent / "uv"), str(folder / "fresh/bin/python")
    needs = folder / "needs.txt"
    for words in (
        ("build", "--wheel", "--out-dir", folder / "wheel"),
        ("export", "--frozen", "--no-dev", "--extra", "cluster", "--no-emit-project", "--output-file", needs),
        ("venv", "--python", sys.executable, folder / "fresh"),
        ("pip", "install", "--python", python, "--requirements", needs),
        ("pip", "install", "--python", python, "--no-deps", "--find-links", folder / "wheel", "sales-bonus-close"),
    ):
        done = subprocess.run([uv, "--quiet", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no registry here: {done.stderr[-200:]}")
    return python


def _kills(found: Cluster, *, after: str, write: Any) -> Any:
    def killing(stage: Stage, name: str, content: bytes) -> None:
        write(stage, name, content)
        if name == after:
            found.workers[0].kill()
            found.workers[0].wait()

    return killing
