"""What a command works on: the period, its inputs and calendar, the screen."""

from __future__ import annotations

import re
import unicodedata
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.archive.parts import with_parts
from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.findings import Finding, any_blocks, error, warning
from pipeline.inputs import Inputs, calendar_of, newest_period
from pipeline.intake.calendar_book import CalendarBook
from pipeline.period import Period, parse_period


class UsageError(Exception):
    """The command cannot be understood, or there is nothing that it could work on; `key` is its wording."""

    def __init__(self, key: str, code: Exit = Exit.USAGE, **params: object) -> None:
        """Keep the wording's key and its parameters."""
        super().__init__(key)
        self.key = key
        self.exit = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Job:
    """One command on one period."""

    inputs: Inputs
    calendar: CalendarBook
    output: Path
    screen: Screen
    asked: Namespace

    @property
    def period(self) -> Period:
        """The period."""
        return self.inputs.period

    def delivered(self, *, with_open: bool = False) -> Inputs:
        """The inputs with the shorter periods that they build on."""
        return with_parts(self.inputs, self.output, self.calendar.fiscal, with_open=with_open)

    def unfinished(self, *, blocks: bool) -> list[Finding]:
        """A period that has not ended: closing it is refused, validating it is warned of (SPEC 7)."""
        period = self.period
        if period.end < datetime.now(UTC).astimezone().date():
            return []
        return [(error if blocks else warning)("period-not-ended", value=period.id, end=period.end)]


def job_of(asked: Namespace, screen: Screen) -> Job:
    """The job that the arguments ask for; UsageError where the period does not parse or none is there."""
    calendar = CalendarBook(calendar_of(asked.input))
    period = _period(asked, calendar, screen)
    return Job(Inputs(asked.input, period), calendar, asked.output, screen, asked)


def on_period(work: Callable[[Job], Exit]) -> Callable[[Namespace, Screen], Exit]:
    """A command that works on one period."""
    return lambda asked, screen: work(job_of(asked, screen))


def _period(asked: Namespace, calendar: CalendarBook, screen: Screen) -> Period:
    """The period that is asked for, else the newest; the row of the calendar that should define it may be wrong."""
    period = (
        parse_period(asked.period, calendar.fiscal) if asked.period else newest_period(asked.input, calendar.fiscal)
    )
    if period:
        return period
    broken = calendar.may_hold_periods and any_blocks(calendar.findings)
    if broken:
        screen.findings(calendar.findings)
    if not asked.period:
        raise UsageError("cli.no_period", Exit.FINDINGS, folder=asked.input)
    code, near = Exit.FINDINGS if broken else Exit.USAGE, _near(asked.period)
    if parse_period(near, calendar.fiscal):
        raise UsageError("cli.bad_period_near", code, period=asked.period, near=near)
    raise UsageError("cli.bad_period", code, period=asked.period)


def _near(text: str) -> str:
    """The id that somebody meant who typed full-width signs, a small q, a stroke too many or 年 and 月."""
    plain = re.sub(r"[\s年./]", "-", unicodedata.normalize("NFKC", text).strip().upper()).rstrip("月-")
    found = re.fullmatch(r"(\d{4})-?(?:(Q[1-4])|(\d{1,2}))?", plain)
    if not found:
        return plain
    year, quarter, month = found.groups()
    return f"{year}{quarter}" if quarter else f"{year}-{month:0>2}" if month else year
