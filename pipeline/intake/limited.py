"""A child process with limits of time and memory: whatever it does ends as an outcome, never as our end."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a child wrote and how it ended; `status` is None where its time ran out."""

    written: bytes
    status: int | None


def command_of(module: str) -> tuple[str, ...]:
    """An interpreter of its own: it inherits no thread and no lock, and never runs the caller's main module again."""
    return (sys.executable, "-P", "-m", module)


def run_child(command: Sequence[str], *, seconds: float, given: bytes = b"") -> Outcome:
    """Run a child to its end, at most so many seconds of the clock."""
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome(b"", None)
    return Outcome(child.stdout, child.returncode)


def limit_itself(seconds: float, memory: int) -> None:
    """Limits memory beyond what the interpreter holds already and processor time; leaves no core file."""
    if STATM.exists():  # Linux; elsewhere no limit of the address space holds
        used = int(STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
