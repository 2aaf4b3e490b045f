"""The commands validate and calculate."""

from __future__ import annotations

from pipeline.archive.draft import write_draft
from pipeline.archive.past import read_history
from pipeline.archive.periods import earlier_revisions
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job
from pipeline.cli.told import announce, show
from pipeline.draft import Draft, make_draft
from pipeline.validation import report_on


def run_validate(job: Job) -> Exit:
    """Check everything and write the validation report."""
    announce(job, "cli.validating")
    draft = _draft(job)
    findings = [*job.unfinished(blocks=False), *draft.findings]
    report_on(draft, findings, job.output, job.screen.words)
    return show(job, findings)


def run_calculate(job: Job) -> Exit:
    """The figures without documents, as a draft that is not sealed."""
    announce(job, "cli.calculating")
    draft = _draft(job)
    findings = [*job.unfinished(blocks=False), *draft.findings]
    report_on(draft, findings, job.output, job.screen.words)
    if draft.calculation is not None:
        job.screen.say("cli.draft", path=write_draft(job.output / job.period.id, draft.calculation))
    return show(job, findings)


def _draft(job: Job) -> Draft:
    with job.screen.progress() as progress:
        history = read_history(earlier_revisions(job.output, job.period), job.period)
        return make_draft(job.delivered(), job.calendar, history, progress)
