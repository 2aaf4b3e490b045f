"""The command templates."""

from __future__ import annotations

from argparse import Namespace

from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.intake.templates import write_templates


def run_templates(asked: Namespace, screen: Screen) -> Exit:
    """Write blank workbooks and say where they are."""
    for path in write_templates(asked.folder, screen.words):
        screen.say("cli.template", path=path)
    return Exit.DONE
