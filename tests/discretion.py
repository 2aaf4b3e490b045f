"""Do the logs of faults and the tracebacks of a test run name a person or an amount of the fixtures?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tests.example.people import people
from tests.faults.small import COMPANY, NAMES

LOGS = "**/log/fault-*.log"
TRACEBACK = "Traceback (most recent call last)"
LINE = re.compile(r"[A-Za-z_][\w.]*|  (?:[^:\n]+\.pyx?|<[\w ]+>):\d+ [\w<>. ]+")
"""What a log may hold: the type of an exception, or where in the code: file, line and function."""
AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+\.\d{2}\b|[¥￥]\s*\d")
WORDS = frozenset({COMPANY, *NAMES, *(person.name for person in people())})


def logs_below(folders: Iterable[Path]) -> set[Path]:
    """The logs of faults in output folders below these."""
    return {path for folder in folders if folder.is_dir() for path in folder.glob(LOGS)}


def indiscreet_logs(found: set[Path], seen: set[Path]) -> list[str]:
    """What logs say that they may not; `seen` are those read before, to which these are added."""
    new = sorted(found - seen)
    seen |= found
    return [f"{path}: {wrong}" for path in new for wrong in indiscreet_log(path.read_text(encoding="utf-8"))]


def indiscreet_log(text: str) -> list[str]:
    """Lines of a log that are neither the type of an exception nor a place in the code, and every name in it."""
    lines = [line for line in text.splitlines() if line and not LINE.fullmatch(line)]
    return [*lines, *sorted(word for word in WORDS if word in text)]


def indiscreet_tracebacks(printed: str) -> list[str]:
    """Names and amounts of the fixtures in what was printed from the first traceback on."""
    _, _, told = printed.partition(TRACEBACK)
    return [*sorted(word for word in WORDS if word in told), *AMOUNT.findall(told)]
