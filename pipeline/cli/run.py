"""One command from asked to exit code; the one place where faults are caught."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from pipeline.archive.lock import LockedError
from pipeline.cli.auditing import run_audit
from pipeline.cli.closing import run_calculate, run_close, run_validate
from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.cli.faults import write_log
from pipeline.cli.job import Job, UsageError, job_of
from pipeline.wording import wording

RUNNERS: dict[str, Callable[[Job], Exit]] = {
    "validate": run_validate,
    "calculate": run_calculate,
    "close": run_close,
    "audit": run_audit,
}


def run(asked: Namespace) -> int:
    """Run the command; every way that it can end has its exit code."""
    screen = Screen(wording(asked.lang), quiet=asked.quiet)
    try:
        return RUNNERS[asked.command](job_of(asked, screen))
    except UsageError as wrong:
        screen.complain(wrong.key, **wrong.params)
        return wrong.exit
    except LockedError as busy:
        screen.complain("cli.locked", holder=busy.holder)
        return Exit.LOCKED
    except OSError as storage:
        screen.complain("cli.storage", path=storage.filename or asked.output, cause=storage.strerror or storage)
        return Exit.STORAGE
    except Exception as fault:  # noqa: BLE001 - the one catch at the top
        screen.complain("cli.fault", path=write_log(fault, asked.output))
        return Exit.FAULT
