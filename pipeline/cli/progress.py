"""The command progress."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from pipeline.archive.draft import write_progress
from pipeline.archive.past import read_history
from pipeline.archive.periods import earlier_revisions
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.documents import team_file
from pipeline.draft import Draft, make_draft
from pipeline.findings import Finding, Severity, any_blocks
from pipeline.outlook.looking import progress as look
from pipeline.outlook.progress import Progress
from pipeline.render.numbers import Numbers
from pipeline.render.progress import progress_html, progress_pdf, sum_text
from pipeline.render.progress_book import progress_book
from pipeline.wording import Wording


def run_progress(job: Job) -> Exit:
    """Where a running period stands on a day: nothing is sealed, and what is missing is named."""
    day = min(job.asked.as_of or datetime.now(UTC).astimezone().date(), job.period.end)
    if day < job.period.start:
        raise UsageError("progress.before", day=day, period=job.period.id)
    job.screen.say("progress.running", period=job.period.id, day=day)
    draft = _read(job)
    if not draft.plans or any_blocks(draft.intake.findings):
        job.screen.findings(draft.findings)
        return Exit.FINDINGS
    job.screen.findings([one for finding in draft.findings if (one := _on(day, finding))])
    made, _ = look(draft.period, day, draft.intake.tables, draft.plans, draft.workdays, draft.history)
    _write(made, day, job)
    return Exit.DONE


def files(made: Progress, words: Wording) -> dict[str, bytes]:
    """The page, the workbook, and one PDF for the company and each team."""
    documents = {team_file(one.team): progress_pdf(made, one, words) for one in made.groups}
    return {"index.html": progress_html(made, words).encode(), "进度.xlsx": progress_book(made, words), **documents}


def _on(day: date, finding: Finding) -> Finding | None:
    """A finding as a look shows it: errors block a close, not a look; that later months lie open is no finding yet."""
    later = finding.code == "parts-gap" and dict(finding.params)["first"] > day.isoformat()
    if later or finding.code == "part-not-sealed":
        return None
    return replace(finding, severity=Severity.WARNING) if finding.blocks else finding


def _read(job: Job) -> Draft:
    with job.screen.progress() as bar:
        history = read_history(earlier_revisions(job.output, job.period), job.period)
        return make_draft(job.delivered(with_open=True), job.calendar, history, bar)


def _write(made: Progress, day: date, job: Job) -> None:
    words, company = job.screen.words, made.groups[0]
    folder = write_progress(job.output / job.period.id, day, files(made, words))
    numbers = Numbers(words.locale, made.scheme.currency)
    job.screen.say(
        "progress.said" if company.summed else "progress.said_time",
        passed=made.share.passed,
        whole=made.share.whole,
        actual=numbers.whole(company.actual),
        due=numbers.whole(company.due),
        pace=numbers.rough(company.pace),
        summed=sum_text(company, words),
    )
    job.screen.say("progress.written", path=folder)
