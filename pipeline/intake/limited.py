"""A child process with limits of time and memory: whatever it does ends as an outcome, never as our end."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from subprocess import DEVNULL, PIPE, Popen
from threading import Event, Timer
from typing import Any, BinaryIO, cast

from pipeline.intake.handed import load

ROOT = Path(__file__).resolve().parents[2]
STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a child wrote and how it ended; `status` is None where its time ran out."""

    written: Any
    status: int | None


def command_of(module: str) -> tuple[str, ...]:
    """An interpreter of its own: it inherits no thread and no lock, and never runs the caller's main module again."""
    return (sys.executable, "-P", "-m", module)


def run_child(command: Sequence[str], *, seconds: float, given: bytes = b"") -> Outcome:
    """Run a child that hands over one value, at most so many seconds of the clock.

    The value is made while it is read, so that what the child wrote is never held a second time.
    """
    late = Event()
    child = Popen(  # noqa: S603 - our own interpreter and module
        command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    with child:
        timer = Timer(seconds, _end, (child, late))
        timer.start()
        try:
            written = _exchanged(child, given)
        finally:
            timer.cancel()
    return Outcome(None, None) if late.is_set() else Outcome(written, child.returncode)


def _exchanged(child: Popen[bytes], given: bytes) -> Any:
    """What a child writes, given its input; None where it ends before it has written it."""
    try:
        with cast("BinaryIO", child.stdin) as stream:
            stream.write(given)
        return load(cast("BinaryIO", child.stdout))
    except (BrokenPipeError, EOFError, UnpicklingError):
        return None


def _end(child: Popen[bytes], late: Event) -> None:
    late.set()
    child.kill()


def limit_itself(seconds: float, memory: int) -> None:
    """Limits memory beyond what the interpreter holds already and processor time; leaves no core file."""
    if STATM.exists():  # Linux; elsewhere no limit of the address space holds
        used = int(STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
