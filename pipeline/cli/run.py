"""One command from asked to exit code; the one place where faults are caught."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from pipeline.archive.lock import LockedError
from pipeline.archive.revisions import DamagedSealError
from pipeline.cli.advancing import run_advance
from pipeline.cli.auditing import run_audit
from pipeline.cli.calendar import run_calendar, run_seed_calendar
from pipeline.cli.closing import run_calculate, run_close, run_validate
from pipeline.cli.console import Screen
from pipeline.cli.correcting import run_correct
from pipeline.cli.delivering import run_deliver
from pipeline.cli.diffing import run_diff
from pipeline.cli.exits import Exit
from pipeline.cli.explaining import run_explain
from pipeline.cli.faults import write_log
from pipeline.cli.job import UsageError, on_period
from pipeline.cli.plans import run_plan_check, run_plan_diff
from pipeline.cli.progress import run_progress
from pipeline.cli.review import run_review
from pipeline.cli.simulate import run_simulate
from pipeline.cli.spread import run_spread
from pipeline.cli.templates import run_templates
from pipeline.cli.ticking import run_tick
from pipeline.wording import wording

RUNNERS: dict[str, Callable[[Namespace, Screen], Exit]] = {
    "validate": on_period(run_validate),
    "calculate": on_period(run_calculate),
    "close": on_period(run_close),
    "audit": on_period(run_audit),
    "explain": on_period(run_explain),
    "diff": on_period(run_diff),
    "correct": on_period(run_correct),
    "plan check": run_plan_check,
    "plan diff": run_plan_diff,
    "progress": on_period(run_progress),
    "spread": on_period(run_spread),
    "review": on_period(run_review),
    "simulate": on_period(run_simulate),
    "calendar": on_period(run_calendar),
    "advance": on_period(run_advance),
    "deliver": on_period(run_deliver),
    "tick": run_tick,
    "seed-calendar": run_seed_calendar,
    "templates": run_templates,
}

INTERRUPTED = 130
"""What a shell reports of a command that Ctrl-C ended."""


def run(asked: Namespace) -> int:  # noqa: PLR0911 - one return for each way that a command can end
    """Run the command; every way that it can end has its exit code."""
    screen = Screen(wording(asked.lang), quiet=asked.quiet)
    try:
        return RUNNERS[asked.command](asked, screen)
    except UsageError as wrong:
        screen.complain(wrong.key, **wrong.params)
        return wrong.exit
    except LockedError as busy:
        screen.complain("cli.locked", holder=busy.holder)
        return Exit.LOCKED
    except DamagedSealError as damaged:
        screen.complain("audit.damaged_seal", name=damaged)
        return Exit.AUDIT_DIFFERS
    except OSError as storage:
        screen.complain("cli.storage", path=storage.filename or asked.output, cause=storage.strerror or storage)
        return Exit.STORAGE
    except KeyboardInterrupt:
        screen.complain("cli.interrupted")
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - the one catch at the top
        screen.complain("cli.fault", path=write_log(fault, asked.output))
        return Exit.FAULT
