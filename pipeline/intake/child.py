"""One file read in a child process with limits: whatever happens there is at most a finding about that file."""

from __future__ import annotations

import gc
import os
import pickle
import resource
import subprocess
import sys
from pathlib import Path

from pipeline.findings import Place, error
from pipeline.intake.cells import Workbook
from pipeline.intake.formats import read_file
from pipeline.intake.limits import MEBIBYTE, MEMORY_BYTES, SECONDS, SECONDS_PER_MEBIBYTE

# An interpreter of its own: it inherits no thread and no lock, and never runs the caller's main module again.
COMMAND = (sys.executable, "-P", "-m", "pipeline.intake.child")
ROOT = Path(__file__).resolve().parents[2]
STATM = Path("/proc/self/statm")


def read_in_child(path: Path, name: str, *, seconds: float = 0, memory: int = MEMORY_BYTES) -> Workbook:
    """The workbook, or one with the finding that tells how its reading ended; by default larger files have longer."""
    seconds = seconds or SECONDS + SECONDS_PER_MEBIBYTE * path.stat().st_size / MEBIBYTE
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and module
            [*COMMAND, str(path), name, str(seconds), str(memory)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Workbook(name, findings=[error("reader-too-slow", Place(name), f"{seconds:.3g}")])
    if child.returncode:
        return Workbook(name, findings=[error("reader-died", Place(name), child.returncode)])
    workbook: Workbook = pickle.loads(child.stdout)  # noqa: S301 - written by our own child
    return workbook


def serve(path: str, name: str, seconds: str, memory: str) -> None:
    """Runs in the child, as its outermost frame: any fault, a panic of a library too, is told and not printed."""
    gc.disable()  # a child is short, makes millions of cells and no rings of them
    _limit(float(seconds), int(memory))
    try:
        workbook = read_file(Path(path), name)
    except MemoryError:
        workbook = Workbook(name, findings=[error("reader-out-of-memory", Place(name), limit=memory)])
    except BaseException as fault:  # noqa: BLE001 - the child has no command line above it
        workbook = Workbook(name, findings=[error("reader-died", Place(name), f"{type(fault).__name__}: {fault}")])
    pickle.dump(workbook, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


def _limit(seconds: float, memory: int) -> None:
    """Limits memory beyond what the interpreter holds already and processor time; leaves no core file."""
    if STATM.exists():  # Linux; elsewhere no limit of the address space holds
        used = int(STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    serve(*sys.argv[1:])
