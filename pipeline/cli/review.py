"""The command review."""

from __future__ import annotations

from pipeline.archive.past import sealed_figures
from pipeline.archive.revisions import Revision, revisions
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.cli.simulate import span
from pipeline.closed_inputs import sealed_draft
from pipeline.disk import replace_file
from pipeline.outlook.reviewing import Reviewed, review
from pipeline.render.review import review_pdf
from pipeline.render.review_book import review_book


def run_review(job: Job) -> Exit:
    """What the plan did over the sealed periods from FROM to TO, from their last seals."""
    periods = span(job)
    sealed = [found[-1] for period in periods if (found := revisions(job.output / period.id))]
    if not sealed:
        raise UsageError("review.nothing", Exit.FINDINGS, first=periods[0].id, last=periods[-1].id)
    made = review([_reviewed(job, one) for one in sealed])
    name = "_".join(dict.fromkeys((sealed[0].period, sealed[-1].period)))
    folder = job.output / "review" / name
    replace_file(folder / "激励方案复盘报告.pdf", review_pdf(made, job.screen.words))
    replace_file(folder / "激励方案复盘报告.xlsx", review_book(made, job.screen.words))
    job.screen.say("review.written", path=folder)
    return Exit.DONE


def _reviewed(job: Job, revision: Revision) -> Reviewed:
    """The figures as sealed; plans, appeals and lists from the sealed inputs."""
    with job.screen.progress() as progress:
        draft = sealed_draft(revision, progress)
    if draft.calculation is None:
        raise UsageError("review.unreadable", Exit.FINDINGS, name=revision.name)
    (sealed,) = sealed_figures((revision,))
    return Reviewed(sealed, draft.calculation, draft.intake.tables, draft.workdays, draft.history)
