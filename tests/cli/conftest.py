"""Run the real command line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT.parent / "shared/examples/adventureworks"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(run_once: Run) -> Run:
    """`run("close", "2023Q3", output)`: the command's exit code and what it printed."""
    return run_once


@pytest.fixture(scope="session")
def run_once() -> Run:
    """The same for what several tests look at."""

    def call(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)

    return call


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder that does not exist yet."""
    return tmp_path / "output"


@pytest.fixture(autouse=True)
def _sweep(tmp_path: Path) -> Iterator[None]:
    """Sealed revisions are read-only: give pytest back what it may remove."""
    yield
    for folder in tmp_path.glob("*"):
        if folder.is_dir():
            remove_tree(folder)
