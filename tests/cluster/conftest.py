"""A Dask cluster on loopback: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from tests.faults.closing import contents

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
LOOPBACK = ("--host", "127.0.0.1", "--no-dashboard")


class Cluster:
    """Where its scheduler listens, and its workers, which a test may kill."""

    def __init__(self, address: str, workers: list[subprocess.Popen[bytes]]) -> None:
        self.address = address
        self.workers = workers


@contextmanager
def cluster(folder: Path, count: int = 2, python: str = sys.executable, cwd: Path = ROOT) -> Iterator[Cluster]:
    """A scheduler of this environment, and workers of another interpreter if one is given."""
    card = folder / "scheduler.json"
    started = [_start(sys.executable, "scheduler", card, ROOT, "--port", "0")]
    try:
        _wait_for(card)
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        started += [_start(python, "worker", card, cwd, *options) for _ in range(count)]
        yield Cluster(_address(card), started[1:])
    finally:
        for process in started:
            process.kill()
            process.wait()


def _start(python: str, part: str, card: Path, cwd: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [python, "-m", f"distributed.cli.dask_{part}", "--scheduler-file", str(card), *LOOPBACK, *options]
    said = (card.parent / f"{part}-{time.monotonic_ns()}.log").open("wb")
    with said:
        return subprocess.Popen(command, cwd=cwd, env=os.environ | {"PYTHONPATH": str(cwd)}, stdout=said, stderr=said)


def _wait_for(card: Path) -> None:
    for _ in range(PATIENCE * 10):
        if card.is_file() and card.read_text("utf-8").rstrip().endswith("}"):
            return
        time.sleep(0.1)
    raise TimeoutError(card)


def _address(card: Path) -> str:
    return str(json.loads(card.read_text("utf-8"))["address"])


def revision(folder: Path, period: str) -> dict[str, str]:
    """Every file of the first revision by its hash."""
    return contents(folder / "output" / period / "r1")


@pytest.fixture(autouse=True)
def _sweep(tmp_path: Path) -> Iterator[None]:
    """Sealed revisions are read-only: give pytest back what it may remove."""
    yield
    for folder in tmp_path.glob("*"):
        if folder.is_dir():
            remove_tree(folder)
