"""Troubles that a user can mend, each told with its exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.archive.lock import LockedError
from pipeline.archive.revisions import DamagedSealError
from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.cli.job import UsageError
from pipeline.render.cluster import ClusterError


def guarded(work: Callable[[], Exit], screen: Screen, output: Path) -> Exit:
    """How some work ended; a trouble is told on the error stream. Faults of the program pass through."""
    try:
        return work()
    except UsageError as wrong:
        screen.complain(wrong.key, **wrong.params)
        return wrong.exit
    except ClusterError as wrong:
        screen.complain(f"cli.cluster_{wrong.kind}", address=wrong.address)
        return Exit.USAGE
    except LockedError as busy:
        screen.complain("cli.locked", holder=busy.holder)
        return Exit.LOCKED
    except DamagedSealError as damaged:
        screen.complain("audit.damaged_seal", name=damaged)
        return Exit.AUDIT_DIFFERS
    except OSError as storage:
        screen.complain("cli.storage", path=storage.filename or output, cause=storage.strerror or storage)
        return Exit.STORAGE
