"""One command from asked to exit code; the one place where faults are caught."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable, Mapping
from importlib import import_module

from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.cli.faults import write_log
from pipeline.cli.job import on_period
from pipeline.cli.troubles import guarded
from pipeline.wording import wording

Runner = Callable[[Namespace, Screen], Exit]
RUNNERS: Mapping[str, str] = {
    "validate": "validating",
    "calculate": "validating",
    "close": "closing",
    "audit": "auditing",
    "explain": "explaining",
    "diff": "diffing",
    "correct": "correcting",
    "plan check": "plans",
    "plan diff": "plans",
    "progress": "progress",
    "spread": "spread",
    "review": "review",
    "simulate": "simulate",
    "calendar": "calendar",
    "advance": "advancing",
    "deliver": "delivering",
    "tick": "ticking",
    "seed-calendar": "seeding",
    "templates": "templates",
}
"""The module of each command, imported when the command runs: nobody waits for what it does not use."""
WITHOUT_A_PERIOD = ("audit", "plan check", "plan diff", "tick", "seed-calendar", "templates")

INTERRUPTED = 130
"""What a shell reports of a command that Ctrl-C ended."""


def runner(command: str) -> Runner:
    """What runs a command: `run_plan_check` for `plan check`."""
    module = import_module(f"pipeline.cli.{RUNNERS[command]}")
    work = getattr(module, f"run_{re.sub('[ -]', '_', command)}")
    found: Runner = work if command in WITHOUT_A_PERIOD else on_period(work)
    return found


def run(asked: Namespace) -> int:
    """Run the command; every way that it can end has its exit code."""
    screen = Screen(wording(asked.lang), quiet=asked.quiet)
    try:
        return guarded(lambda: runner(asked.command)(asked, screen), screen, asked)
    except KeyboardInterrupt:
        screen.complain("cli.interrupted")
        return INTERRUPTED
    except Exception as fault:  # noqa: BLE001 - the one catch at the top
        screen.complain("cli.fault", path=write_log(fault, asked.output))
        return Exit.FAULT
