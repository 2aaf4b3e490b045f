"""The command tick: the daily job over every open period. It tells and delivers; it never decides."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from functools import partial

from pipeline.archive.decisions import LEDGER, life_of
from pipeline.archive.fingerprint import fingerprint
from pipeline.archive.lock import locked
from pipeline.archive.parts import folder_names, sealed_inputs
from pipeline.archive.past import read_history
from pipeline.archive.periods import earlier_revisions
from pipeline.archive.revisions import revisions
from pipeline.cli.calendar import about, today_of
from pipeline.cli.console import Screen
from pipeline.cli.delivering import deliveries_of, mail_letters, settings_of, tell
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job
from pipeline.cli.standing import Standing, standing_of
from pipeline.cli.troubles import guarded
from pipeline.deliver.mailing import Outcome, Result, misprinted, standings
from pipeline.draft import make_draft
from pipeline.final_letters import final_letters
from pipeline.findings import Finding, Severity, any_blocks
from pipeline.inputs import Inputs, calendar_of
from pipeline.intake.calendar_book import CalendarBook
from pipeline.ledger import Ledger
from pipeline.period import Period, parse_period
from pipeline.process.agenda import Task, agenda
from pipeline.process.life import Life
from pipeline.validation import report_on
from schemas.process import State

TOLD = "tick.jsonl"


def run_tick(asked: Namespace, screen: Screen) -> Exit:
    """One day of every open period, the oldest first; trouble with one of them does not keep the others waiting."""
    calendar = CalendarBook(calendar_of(asked.input))
    broken = any_blocks(calendar.findings)
    codes = [Exit.FINDINGS if broken else Exit.DONE]
    if broken:
        screen.findings(calendar.findings)
    for period in _periods(asked, calendar.fiscal):
        job = Job(Inputs(asked.input, period), calendar, asked.output, screen, asked)
        codes.append(guarded(partial(_alone, job), screen, asked))
    return max(codes)


def _alone(job: Job) -> Exit:
    """One day of one period, while nobody else works on it; a dry run writes nothing, so it needs no lock."""
    with nullcontext() if job.asked.dry_run else locked(job.output / job.period.id, f"tick {job.period.id}"):
        return _day(job, today_of(job.asked))


def _periods(asked: Namespace, fiscal: tuple[Period, ...]) -> list[Period]:
    """The periods with a folder of exports, those closed from the seals of shorter ones, and those decided on."""
    known = [period for name in folder_names((asked.input, asked.output)) if (period := parse_period(name, fiscal))]
    found = {one for one in known if _arrives(asked, one) or (asked.output / one.id / LEDGER).is_file()}
    return sorted(found, key=lambda period: (period.end, period.id))


def _arrives(asked: Namespace, period: Period) -> bool:
    """Whether anything can arrive for a period; what HR has put away can still be delivered."""
    return Inputs(asked.input, period).folder.is_dir() or _builds(asked, period)


def _builds(asked: Namespace, period: Period) -> bool:
    """Whether the last seal of a period holds parts."""
    found = revisions(asked.output / period.id)
    return bool(found and sealed_inputs(found[-1]).parts)


def _day(job: Job, today: date) -> Exit:
    folder = job.output / job.period.id
    book, life = Ledger(folder / TOLD), life_of(folder)
    codes = [Exit.DONE]
    if life.state is not State.PAID and _arrives(job.asked, job.period):
        standing = standing_of(job)
        codes.append(_validate(job, book, today))
        _tell_duties(job, standing, book, today)
        if codes[-1] is Exit.DONE and any_blocks(standing.findings) and today > job.period.end:
            job.screen.findings(standing.findings)
            codes.append(Exit.FINDINGS)
    return max(*codes, _deliver(job, life, book, today))


def _validate(job: Job, book: Ledger, today: date) -> Exit:
    """Check what arrived since the last time, and say what is missing or wrong, in whose file and where."""
    inputs = job.delivered()
    state = "".join(f"{name}\0{code}\n" for name, code in sorted(fingerprint(inputs).items()))
    key = f"validated|{hashlib.sha256(state.encode()).hexdigest()}"
    if key in _told(book):
        return Exit.DONE
    job.screen.say("tick.validating", period=job.period.id, day=today)
    with job.screen.progress() as progress:
        history = read_history(earlier_revisions(job.output, job.period), job.period)
        draft = make_draft(inputs, job.calendar, history, progress)
    errors = [one for one in draft.findings if one.severity is Severity.ERROR]
    for name, count in Counter(one.place.workbook or job.period.id for one in errors).items():
        job.screen.say("tick.wrong", period=job.period.id, workbook=name, count=count)
    job.screen.findings(errors)
    if not job.asked.dry_run:
        report = report_on(draft, draft.findings, job.output, job.screen.words)
        job.screen.say("tick.validated", period=job.period.id, errors=len(errors), path=report)
        _remember(book, today, key)
    return Exit.FINDINGS if errors else Exit.DONE


def _tell_duties(job: Job, standing: Standing, book: Ledger, today: date) -> None:
    for task in agenda(standing.duties, today, job.calendar.workdays, _told(book)):
        _say(job, task)
        if not job.asked.dry_run:
            _remember(book, today, *task.keys)


def _say(job: Job, task: Task) -> None:
    words = job.screen.words
    job.screen.say(
        f"tick.{task.kind}",
        period=job.period.id,
        who=task.owed_by or words("process.hr"),
        step=words(f"process.{task.step}"),
        due=task.due,
        about=about(task.duties),
    )


def _deliver(job: Job, life: Life, book: Ledger, today: date) -> Exit:
    """Send what a person made final and nobody has yet; without mail settings only say so, once."""
    decided, (settings, wrong) = life.deliverable, settings_of(job)
    if decided is None or decided.day > today:
        return Exit.DONE
    ready = settings if settings and not any_blocks(wrong) and not job.asked.dry_run else None
    key = f"{'delivered' if ready else 'delivery'}|{decided.seal}"
    if key in _told(book) and (ready or _not_set_up(wrong)):
        return Exit.DONE
    letters, found = final_letters(job.output / job.period.id)
    standing = standings(letters, deliveries_of(job), retries_refused=False)
    if found := [*found, *misprinted(standing)]:
        job.screen.findings(found)
        return Exit.FINDINGS
    code = tell(job, mail_letters(job, letters, ready, retries_refused=False)) if ready else _due(job, standing, wrong)
    if code is Exit.DONE and not job.asked.dry_run:
        _remember(book, today, key)
    return code


def _due(job: Job, standing: Sequence[Result], wrong: Sequence[Finding]) -> Exit:
    """Say how many statements wait for their mail; settings that are wrong are told every day, absent ones once."""
    count = sum(one.outcome is Outcome.UNTRIED for one in standing)
    if count and wrong and not _not_set_up(wrong):
        job.screen.findings(wrong)
        return Exit.FINDINGS
    if count:
        job.screen.say("tick.would_deliver", period=job.period.id, count=count)
        job.screen.findings([replace(one, severity=Severity.WARNING) for one in wrong])
    return Exit.DONE


def _not_set_up(wrong: Sequence[Finding]) -> bool:
    """Whether there are no mail settings at all: the firm may use folders, or paper."""
    return any(one.code == "delivery-settings-absent" for one in wrong)


def _told(book: Ledger) -> set[str]:
    return {key for entry in book.entries for key in entry["keys"]}


def _remember(book: Ledger, today: date, *keys: str) -> None:
    book.append(keys=keys, date=today.isoformat())
