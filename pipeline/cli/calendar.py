"""The command calendar."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from pipeline.cli.exits import Exit
from pipeline.cli.job import Job
from pipeline.cli.standing import Standing, standing_of
from pipeline.disk import replace_file
from pipeline.findings import any_blocks
from pipeline.process.duties import Duty
from pipeline.process.schedule import Schedule
from pipeline.render.calendar_file import calendar_ics
from pipeline.wording import Wording

NAMED = 6


def run_calendar(job: Job) -> Exit:
    """Each deadline, who owes what and what is late; writes `calendar.ics` beside the revisions."""
    standing, today = standing_of(job), today_of(job.asked)
    job.screen.say("process.state", period=job.period.id, state=standing.life.state.header, day=today)
    if standing.plans:
        job.screen.out.print(_dates(standing, today, job.screen.words))
        if standing.duties:
            job.screen.out.print(_owed(standing.duties, today, job.screen.words))
        job.screen.say("process.ics", path=write_ics(job, standing.due))
    job.screen.findings(standing.findings)
    return Exit.FINDINGS if any_blocks(standing.findings) else Exit.DONE


def write_ics(job: Job, due: Schedule) -> Path:
    """The deadlines of the period as they stand now, beside its revisions; where."""
    path = job.output / job.period.id / "calendar.ics"
    replace_file(path, calendar_ics(job.period, due, job.screen.words))
    return path


def today_of(asked: Namespace) -> date:
    """The day that a command counts for: `--date`, or today."""
    day: date | None = asked.date
    return day or datetime.now(UTC).astimezone().date()


def _dates(standing: Standing, today: date, words: Wording) -> Table:
    """The deadlines of the period, each with how many things are open and late."""
    table = Table(*(words(f"process.{key}") for key in ("step", "due", "open", "late")))
    still_open = Counter(str(one.step) for one in standing.duties if not one.is_done)
    late = Counter(str(one.step) for one in standing.duties if one.is_late(today))
    for step, day in standing.due.items():
        counts = (str(count) if count else "" for count in (still_open[step], late[step]))
        table.add_row(words(f"process.{step}"), str(day or words("process.unknown")), *counts)
    return table


def _owed(owed: Sequence[Duty], today: date, words: Wording) -> Table:
    """Who owes or owed what: open duties and late ones, one row per person and step."""
    table = Table(*(words(f"process.{key}") for key in ("step", "owed_by", "due", "how", "about")), show_lines=True)
    groups: dict[tuple[str, ...], list[Duty]] = {}
    for one in owed:
        if not one.is_done or one.is_late(today):
            who = (words(f"process.{one.step}"), one.owed_by or words("process.hr"))
            groups.setdefault((*who, _day(one.due, words), _how(one, today, words)), []).append(one)
    for row, members in groups.items():
        table.add_row(*map(escape, row), escape(about(members)), style="red" if members[0].is_late(today) else "")
    return table


def _how(one: Duty, today: date, words: Wording) -> str:
    if not one.is_late(today):
        return words("process.is_open")
    return words("process.was_late", day=one.done) if one.is_done else words("process.is_late", day=one.due)


def about(members: Sequence[Duty]) -> str:
    """Whom or what duties are about, in one line."""
    named = [" · ".join(filter(None, (one.subject, one.detail))) for one in members]
    more = f" … {len(named)}" if len(named) > NAMED else ""
    return "；".join(filter(None, named[:NAMED])) + more


def _day(day: date | None, words: Wording) -> str:
    return str(day) if day else words("process.unknown")
