"""What reads every log of a test run does find a name, an amount, or anything that is no place in the code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from pipeline.cli.faults import write_log
from tests.discretion import indiscreet_log, indiscreet_tracebacks
from tests.faults.driver import ROOT
from tests.faults.small import NAMES

GOOD = "KeyError\n  /app/pipeline/close.py:57 close\n\nValueError\n  pyarrow/_fs.pyx:51 init pyarrow._fs\n"
TOLD = """
from pipeline.cli.faults import write_log

def test_that_logs(tmp_path):
    write_log(KeyError("1"), tmp_path / "output").open("a").write({line!r})
"""


def test_a_log_is_types_and_places() -> None:
    assert indiscreet_log(GOOD) == []
    for wrong in (f"KeyError: {NAMES[1]}", "  paid 25,517.13", f"  /home/{NAMES[0]}/pipeline/close.py:5 close"):
        assert indiscreet_log(f"{GOOD}{wrong}\n") != []


def test_a_traceback_may_name_code_alone() -> None:
    good = 'Traceback (most recent call last):\n  File "close.py", line 13457, in close\nOSError: [Errno 28] no space'
    assert indiscreet_tracebacks(f"小张三 9,570.00\n{good}") == [], "what stands before it is not of it"
    for wrong in (f"KeyError: '{NAMES[2]}'", "ValueError: 9,570", "ValueError: 9570.00", "ValueError: ¥ 12"):
        assert indiscreet_tracebacks(f"{good}\n{wrong}") != []


@pytest.mark.parametrize(("line", "failed"), [("OSError\n", 0), (f"OSError: {NAMES[0]}\n", 1)])
def test_a_run_whose_log_names_somebody_fails(tmp_path: Path, line: str, failed: int) -> None:
    (tmp_path / "test_told.py").write_text(TOLD.format(line=line), encoding="utf-8")
    words = ["-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, *words, "--basetemp", str(tmp_path / "base"), str(tmp_path / "test_told.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    remove_tree(tmp_path / "base")  # else this run would find it too
    assert done.returncode == failed, done.stdout
    assert "N = 1 logs of faults" in done.stdout
    assert (NAMES[0] in done.stdout) == bool(failed)


def test_the_chain_of_a_real_fault_is_discreet(tmp_path: Path) -> None:
    with pytest.raises(KeyError) as caught:
        _fail()
    log = write_log(caught.value, tmp_path / "output").read_text(encoding="utf-8")
    assert {"ValueError", "KeyError"} <= set(log.splitlines())
    assert __file__ in log
    assert indiscreet_log(log) == []


def _fail() -> None:
    try:
        int(f"{NAMES[0]} is paid 25,517.13")
    except ValueError as first:
        raise KeyError(NAMES[1]) from first
