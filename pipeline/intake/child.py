"""One file read in a child process with limits: whatever happens there is at most a finding about that file."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.findings import Place, error
from pipeline.intake.cells import Workbook
from pipeline.intake.formats import read_file
from pipeline.intake.limits import MEBIBYTE, MEMORY_BYTES, SECONDS, SECONDS_PER_MEBIBYTE

# A server process that forks: children start at once, and never inherit a thread or a lock of the caller.
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
STANDARD_ERROR = 2
STATM = Path("/proc/self/statm")
GRACE_SECONDS = 1.0  # for a child that has said what it had to say


def read_in_child(path: Path, name: str, *, seconds: float = 0, memory: int = MEMORY_BYTES) -> Workbook:
    """The workbook, or one with the finding that tells how its reading ended; by default larger files have longer."""
    seconds = seconds or SECONDS + SECONDS_PER_MEBIBYTE * path.stat().st_size / MEBIBYTE
    receiver, sender = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=_serve, args=(sender, path, name, seconds, memory), daemon=True)
    child.start()
    sender.close()
    with receiver:
        workbook = _receive(receiver, name, seconds)
    child.join(GRACE_SECONDS)
    child.kill()
    child.join()
    return workbook or Workbook(name, findings=[error("reader-died", Place(name), child.exitcode)])


def _receive(receiver: Connection, name: str, seconds: float) -> Workbook | None:
    """What the child sends; None when it ended without a word."""
    if not receiver.poll(seconds):
        return Workbook(name, findings=[error("reader-too-slow", Place(name), f"{seconds:.3g}")])
    try:
        workbook = receiver.recv()
    except EOFError:
        return None
    return workbook if isinstance(workbook, Workbook) else None


def _serve(sender: Connection, path: Path, name: str, seconds: float, memory: int) -> None:
    """Runs in the child, as its outermost frame: any fault, a panic of a library too, is told and not printed."""
    gc.disable()  # a child is short, makes millions of cells and no rings of them
    _limit(seconds, memory)
    try:
        workbook = read_file(path, name)
    except MemoryError:
        workbook = Workbook(name, findings=[error("reader-out-of-memory", Place(name), limit=memory)])
    except BaseException as fault:  # noqa: BLE001 - the child has no command line above it
        workbook = Workbook(name, findings=[error("reader-died", Place(name), f"{type(fault).__name__}: {fault}")])
    with contextlib.suppress(BrokenPipeError):
        sender.send(workbook)


def _limit(seconds: float, memory: int) -> None:
    """Limits memory beyond what the interpreter holds already and processor time; leaves no core file, no noise."""
    if STATM.exists():  # Linux; elsewhere no limit of the address space holds
        used = int(STATM.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), STANDARD_ERROR)
