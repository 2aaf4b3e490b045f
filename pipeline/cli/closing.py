"""The command close."""

from __future__ import annotations

import json
from decimal import Decimal

from pipeline.archive.privacy import keep_private
from pipeline.archive.revisions import ISSUED, Revision
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.cli.told import announce, show
from pipeline.close import close
from pipeline.order import Order, Request


def run_close(job: Job) -> Exit:
    """Seal the period's next revision, or say why not."""
    announce(job, "cli.closing")
    if unfinished := job.unfinished(blocks=True):
        job.screen.findings(unfinished)
        return Exit.FINDINGS
    if not keep_private(job.output, job.inputs.root) and not job.asked.allow_shared:
        raise UsageError("seal.shared_output", path=job.output)
    with job.screen.progress() as progress:
        closed = close(_request(job), progress)
    job.screen.findings(closed.refused)
    if closed.draft is not None:
        show(job, closed.draft.findings)
    if closed.revision is None:
        return Exit.FINDINGS
    _tell(job, closed.revision, is_new=closed.draft is not None)
    return Exit.DONE


def _request(job: Job) -> Request:
    return Request(job.inputs, job.output, job.calendar, _order(job))


def _order(job: Job) -> Order:
    asked = job.asked
    return Order(job.screen.words, asked.workers, asked.reason, asked.scheduler)


def _tell(job: Job, revision: Revision, *, is_new: bool) -> None:
    """Where everything is."""
    say, folder = job.screen.say, revision.folder
    manifest = revision.manifest
    if is_new:
        say(
            "cli.closed",
            period=revision.period,
            revision=folder.name,
            people=manifest["counts"]["people"],
            payable=f"{Decimal(manifest['totals']['payable']):,}",
            currency=manifest["currency"],
        )
        _tell_issues(job, revision)
        if manifest["replaces"] and not job.asked.reason:
            say("cli.reason_taken", revision=folder.name, reason=manifest["reason"])
    else:
        say("cli.unchanged", period=revision.period, revision=folder.name)
    say("cli.statements", path=folder / "statements")
    say("cli.teams", path=folder / "teams")
    say("cli.registers", path=folder / "registers")
    say("cli.report", path=folder / "index.html")
    say("cli.seal", seal=revision.seal)
    say("cli.figures_seal", seal=revision.figures_seal)


def _tell_issues(job: Job, revision: Revision) -> None:
    """How many documents of a further revision are new; the others are those of the revisions before."""
    issued = json.loads((revision.folder / ISSUED).read_bytes())
    anew = sum(one["revision"] == revision.folder.name for one in issued.values())
    if anew < len(issued):
        job.screen.say("cli.issued", revision=revision.folder.name, anew=anew, kept=len(issued) - anew)
