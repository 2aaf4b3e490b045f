"""For the whole run: every log of a fault and every traceback is read, and names nobody and no amount (issue: Seal)."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.discretion import TRACEBACK, indiscreet_logs, indiscreet_tracebacks, logs_below

ELSEWHERE = "sales-bonus-close-*/fault-*.log"
SEEN: set[Path] = set()
COUNTS = {"logs": 0, "tracebacks": 0}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Before its folders go, what a test left in them is read."""
    folders = [given for given in getattr(item, "funcargs", {}).values() if isinstance(given, Path)]
    wrong = indiscreet_logs(logs_below(folders), SEEN)
    yield
    assert wrong == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A traceback that the program printed into a test which passed."""
    report = yield
    printed = "".join(text for name, text in report.sections if name.startswith("Captured std"))
    if report.when == "teardown" and TRACEBACK in printed:
        COUNTS["tracebacks"] += 1
        if wrong := indiscreet_tracebacks(printed):
            report.outcome, report.longrepr = "failed", f"a traceback of {item.nodeid} says {wrong}"
    return report


@pytest.fixture(scope="session", autouse=True)
def logs_are_discreet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """In the end, whatever log still lies below the run's own folder, or beside an output that could not be written."""
    started = time.time()
    yield
    beside = {path for path in Path(tempfile.gettempdir()).glob(ELSEWHERE) if path.stat().st_mtime >= started}
    wrong = indiscreet_logs({*logs_below([tmp_path_factory.getbasetemp()]), *beside}, SEEN)
    COUNTS["logs"] = len(SEEN)
    assert wrong == []


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells how many logs and tracebacks it read."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["discretion"] = dict(COUNTS)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what a worker read."""
    for name, count in getattr(node, "workeroutput", {}).get("discretion", {}).items():
        COUNTS[name] += count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say the N."""
    told = f"N = {COUNTS['logs']} logs of faults and {COUNTS['tracebacks']} tests with a traceback read"
    terminalreporter.write_line(f"{told}; each that names a person or an amount of the fixtures is an error above")
