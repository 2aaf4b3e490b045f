"""The command simulate."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.cli.plans import sound_plan
from pipeline.closed_inputs import closed_draft, periods_between
from pipeline.disk import replace_file
from pipeline.documents import file_name
from pipeline.draft import Draft
from pipeline.inputs import Inputs
from pipeline.money import grouped
from pipeline.outlook.trial import Trial
from pipeline.period import Period, parse_period
from pipeline.render.trial import periods_text, trial_pdf
from pipeline.render.trial_book import trial_book
from pipeline.simulation import simulate

SHOWN = 30


def run_simulate(job: Job) -> Exit:
    """Another plan on the same closed inputs: who gains, who loses, what it costs; nothing is sealed."""
    periods = span(job)
    plan = sound_plan(job.asked.plan)
    job.screen.say("simulate.running", periods="、".join(one.id for one in periods), plan=job.asked.plan)
    made = simulate(periods, lambda period: _read(job, period), plan, job.asked.teams)
    job.screen.findings(made.findings)
    if made.trial is None:
        return Exit.FINDINGS
    _print(made.trial, job.screen)
    _write(made.trial, job)
    return Exit.DONE


def span(job: Job) -> list[Period]:
    """The periods from the job's to the one asked for as the last; UsageError where there is none."""
    first, last = job.period, _last(job.asked, job)
    if last.end < first.end:
        raise UsageError("simulate.reversed", first=first.id, last=last.id)
    found = periods_between(job.inputs.root, job.output, first, last, job.calendar.fiscal)
    if not found:
        raise UsageError("simulate.nothing", Exit.FINDINGS, first=first.id, last=last.id)
    return found


def _last(asked: Namespace, job: Job) -> Period:
    if not asked.to:
        return job.period
    period = parse_period(asked.to, job.calendar.fiscal)
    if period is None:
        raise UsageError("cli.bad_period", period=asked.to)
    return period


def _read(job: Job, period: Period) -> Draft:
    with job.screen.progress() as progress:
        return closed_draft(Inputs(job.inputs.root, period), job.output, job.calendar, progress)


def _print(trial: Trial, screen: Screen) -> None:
    table = Table(*(screen.words(f"simulate.{key}") for key in ("person", "team", "old", "new", "difference")))
    moved = [*trial.winners, *trial.losers]
    for one in moved[:SHOWN]:
        amounts = (one.pay.old, one.pay.new, one.pay.difference)
        table.add_row(escape(f"{one.employee_id} {one.name}"), escape(one.team), *map(grouped, amounts))
    if moved and not screen.quiet:
        screen.out.print(table)
    screen.say(
        "simulate.said",
        periods=periods_text(trial),
        old=grouped(trial.pay.old),
        new=grouped(trial.pay.new),
        difference=grouped(trial.pay.difference),
        winners=len(trial.winners),
        losers=len(trial.losers),
    )


def _write(trial: Trial, job: Job) -> None:
    words = job.screen.words
    span_name = "_".join(dict.fromkeys((trial.periods[0].id, trial.periods[-1].id)))
    folder: Path = job.output / "simulate" / f"{span_name}-{file_name(job.asked.plan.stem)}"
    report, book = folder / "试运行效果评估报告.pdf", folder / "试运行效果评估报告.xlsx"
    replace_file(report, trial_pdf(trial, words))
    replace_file(book, trial_book(trial, words))
    job.screen.say("simulate.report", path=report)
    job.screen.say("simulate.workbook", path=book)
