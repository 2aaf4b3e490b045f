"""One file read in a child process with limits: whatever happens there is at most a finding about that file."""

from __future__ import annotations

import gc
import signal
import sys
from pathlib import Path

from pipeline.findings import Place, error
from pipeline.intake.cells import Workbook
from pipeline.intake.formats import read_file
from pipeline.intake.handed import dump
from pipeline.intake.limited import command_of, limit_itself, run_child
from pipeline.intake.limits import MEBIBYTE, MEMORY_BYTES, PATIENCE, SECONDS, SECONDS_PER_MEBIBYTE

COMMAND = command_of("pipeline.intake.child")


def read_in_child(path: Path, name: str, *, seconds: float = 0, memory: int = MEMORY_BYTES) -> Workbook:
    """The workbook, or one with the finding that tells how its reading ended; by default larger files have longer."""
    seconds = seconds or SECONDS + SECONDS_PER_MEBIBYTE * path.stat().st_size / MEBIBYTE
    outcome = run_child([*COMMAND, str(path), name, str(seconds), str(memory)], seconds=PATIENCE * seconds)
    if outcome.status in {None, -signal.SIGXCPU}:
        return Workbook(name, findings=[error("reader-too-slow", Place(name), f"{seconds:.3g}")])
    if outcome.status or not isinstance(outcome.written, Workbook):
        return Workbook(name, findings=[error("reader-died", Place(name), outcome.status)])
    return outcome.written


def serve(path: str, name: str, seconds: str, memory: str) -> None:
    """Runs in the child, as its outermost frame: any fault, a panic of a library too, is told and not printed."""
    gc.disable()  # a child is short, makes millions of cells and no rings of them
    limit_itself(float(seconds), int(memory))
    try:
        workbook = read_file(Path(path), name)
    except MemoryError:
        workbook = Workbook(name, findings=[error("reader-out-of-memory", Place(name), limit=memory)])
    except BaseException as fault:  # noqa: BLE001 - the child has no command line above it
        workbook = Workbook(name, findings=[error("reader-died", Place(name), f"{type(fault).__name__}: {fault}")])
    dump(workbook, sys.stdout.buffer)


if __name__ == "__main__":
    serve(*sys.argv[1:])
