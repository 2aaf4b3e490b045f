"""Several people press the button at once: `python crowd.py FOLDER PERIOD COUNT` prints the exit code of each."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

LOADED = ("pipeline.cli.run", "pipeline.cli.closing", "pipeline.sealing")
"""Imported once, before they start."""
ROOT = Path(__file__).resolve().parents[2]


def press(folder: Path, period: str, number: int, starting: int) -> int:
    """Wait for the others, close, and keep what was said in a file."""
    os.read(starting, 1)
    said = os.open(folder / f"said-{number}", os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(said, 2)
    from tests.faults.closing import command  # noqa: PLC0415 - found once the path is set

    return command("close", period, folder)


def crowd(folder: Path, period: str, count: int) -> list[int]:
    """The exit code of each of so many closes that began at the same moment."""
    for module in LOADED:
        import_module(module)

    starting, ready = os.pipe()
    children = []
    for number in range(count):
        child = os.fork()
        if not child:
            os.close(ready)
            os._exit(press(folder, period, number, starting))
        children.append(child)
    os.close(ready)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print(*crowd(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))  # noqa: T201 - its answer
