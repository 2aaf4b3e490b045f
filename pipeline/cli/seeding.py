"""The command seed-calendar."""

from __future__ import annotations

from argparse import Namespace

from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.disk import replace_file
from pipeline.findings import any_blocks
from pipeline.inputs import calendar_of
from pipeline.intake.calendar_book import CalendarBook
from pipeline.intake.calendar_seed import seeded_calendar


def run_seed_calendar(asked: Namespace, screen: Screen) -> Exit:
    """Enter the statutory holidays and make-up days of the years that `calendar.xlsx` lacks."""
    path, found = asked.input / "calendar.xlsx", CalendarBook(calendar_of(asked.input)).findings
    if any_blocks(found):
        screen.findings(found)
        return Exit.FINDINGS
    content, years = seeded_calendar(path)
    if years:
        replace_file(path, content)
    screen.say("process.seeded", path=path, years="、".join(map(str, years)) or "–")
    return Exit.DONE
