"""The command correct: what a paid period should have paid, as adjustments for the next one (SPEC 5, Corrections)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from pipeline.archive.decisions import paid
from pipeline.archive.draft import set_correction_aside, write_correction
from pipeline.archive.parts import sealed_parts
from pipeline.archive.past import read_history, sealed_figures
from pipeline.archive.periods import later_revisions, period_of, sealed_history
from pipeline.archive.revisions import Revision, revisions
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.corrections import Correction, corrections
from pipeline.draft import Draft, make_draft
from pipeline.inputs import Inputs, Part, calendar_of
from pipeline.intake.calendar_book import CalendarBook
from pipeline.money import grouped
from pipeline.render.corrections import corrections_book


def run_correct(job: Job) -> Exit:
    """Re-run the period with the corrected inputs and the history it read; write the differences."""
    sealed = _last(job)
    if not paid(job.output / job.period.id):
        job.screen.say("correct.not_paid", period=job.period.id)
    draft = _again(job, sealed)
    job.screen.findings(draft.findings)
    if draft.calculation is None:
        job.screen.complain("cli.blocked", errors=sum(one.blocks for one in draft.findings))
        return Exit.FINDINGS
    (before,) = sealed_figures((sealed,))
    later = sealed_figures(later_revisions(job.output, period_of(sealed)))
    found = corrections(before, draft.calculation.people, later)
    _show(job, found)
    _write(job, sealed, found)
    return Exit.DONE


def _write(job: Job, sealed: Revision, found: tuple[Correction, ...]) -> None:
    """The workbook where something is to be adjusted; an earlier one that says otherwise is set aside, not lost."""
    folder = job.output / sealed.period
    if found:
        book = corrections_book(found, sealed.period, f"r{sealed.number}", job.screen.words)
        path, aside = write_correction(folder, book)
        job.screen.say("correct.book", path=path)
    else:
        aside = set_correction_aside(folder)
    if aside:
        job.screen.say("correct.aside", path=aside)


def _last(job: Job) -> Revision:
    found = revisions(job.output / job.period.id)
    if not found:
        raise UsageError("cli.nothing_sealed", Exit.FINDINGS, period=job.period.id, output=job.output)
    return found[-1]


def _again(job: Job, sealed: Revision) -> Draft:
    """The draft of the corrected folder; plans, calendar and mapping that it does not bring are the sealed ones."""
    root, seal = job.inputs.root, sealed.folder / "seal"
    plans = None if job.inputs.plans else seal / "plan"
    parts = tuple(_corrected(one, root) for one in sealed_parts(seal))
    inputs = Inputs(root, period_of(sealed), plans, parts, seal / "inputs")
    calendar = job.calendar if calendar_of(root) else CalendarBook(calendar_of(seal / "inputs"))
    with job.screen.progress() as progress:
        return make_draft(inputs, calendar, read_history(sealed_history(sealed), inputs.period), progress)


def _corrected(part: Part, root: Path) -> Part:
    """A part as it was sealed, or as the corrected folder has it."""
    corrected = Inputs(root, part.inputs.period)
    return replace(part, inputs=corrected) if corrected.folder.is_dir() else part


def _show(job: Job, found: tuple[Correction, ...]) -> None:
    screen, words = job.screen, job.screen.words
    if not found:
        screen.say("correct.nothing")
        return
    table = Table(*(words(f"correct.{key}") for key in ("employee_id", "name", "paid", "due", "posted", "amount")))
    for one in found:
        money = (grouped(value) for value in (one.paid, one.due, one.posted, one.amount))
        table.add_row(one.employee_id, escape(one.name), *money)
    if not screen.quiet:
        screen.out.print(table)
