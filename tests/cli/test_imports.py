"""What a command loads: nobody waits for a renderer or a calculator that he does not use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.archive.lock import locked
from pipeline.cli.commands import COMMANDS
from pipeline.cli.run import RUNNERS, runner
from tests.cli.conftest import ROOT
from tests.faults.closing import command
from tests.faults.small import MAY, write_small

CALCULATES = {"numpy", "pandas", "pandera", "pyarrow"}
RENDERS = {"chinese_calendar", "cn2an", "icalendar", "jinja2", "joblib", "openpyxl", "pikepdf", "weasyprint"}
SPEAKS = {"babel", "rich"}
ASK = """
import json, sys
from pipeline.cli import main
try:
    code = main(sys.argv[2:])
except SystemExit as left:
    code = left.code
print(json.dumps([code, [name for name in sys.argv[1].split() if name in sys.modules]]))
"""


def loaded(*words: object) -> tuple[int, set[str]]:
    """The exit code of a command in an interpreter of its own, and which of the heavy packages it loaded."""
    watched = " ".join(CALCULATES | RENDERS | SPEAKS)
    call = [sys.executable, "-c", ASK, watched, *map(str, words)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)
    code, names = json.loads(done.stdout.splitlines()[-1])
    return code, set(names)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small company with nothing closed yet."""
    write_small(tmp_path / "input")
    return tmp_path


def places(folder: Path) -> tuple[object, ...]:
    return "--input", folder / "input", "--output", folder / "output"


def test_every_command_has_its_runner() -> None:
    assert RUNNERS.keys() == COMMANDS.keys()
    assert all(callable(runner(name)) for name in RUNNERS)


@pytest.mark.parametrize("words", [["--help"], ["close", "--help"]])
def test_help_loads_nothing(words: list[str]) -> None:
    assert loaded(*words) == (0, set())


def test_a_period_that_does_not_parse_is_told_by_the_words_alone(folder: Path) -> None:
    assert loaded("close", "2026Q9", *places(folder)) == (2, SPEAKS)


def test_validate_neither_renders_nor_draws(folder: Path) -> None:
    code, names = loaded("validate", MAY, *places(folder), "--quiet")
    assert code == 0
    assert not names & RENDERS


def test_a_close_that_changes_nothing_neither_calculates_nor_renders(folder: Path) -> None:
    assert command("close", MAY, folder) == 0
    assert loaded("close", MAY, *places(folder), "--quiet") == (0, SPEAKS)


def test_a_close_that_must_wait_says_so_at_once(folder: Path) -> None:
    with locked(folder / "output", f"close {MAY}"):
        assert loaded("close", MAY, *places(folder)) == (4, SPEAKS)
