"""The command templates."""

from __future__ import annotations

from argparse import Namespace

from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.intake.templates import write_templates


def run_templates(asked: Namespace, screen: Screen) -> Exit:
    """Write blank workbooks and say where they are; one that somebody has begun to fill in is left as it is."""
    for path, is_new in write_templates(asked.folder, screen.words).items():
        screen.say("cli.template" if is_new else "cli.template_kept", path=path)
    return Exit.DONE
