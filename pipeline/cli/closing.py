"""The commands validate, calculate and close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from pipeline.archive.draft import write_draft
from pipeline.archive.past import earlier_revisions, read_history
from pipeline.archive.privacy import keep_private
from pipeline.archive.revisions import Revision
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.cli.standing import paid
from pipeline.close import Order, Request, close, report_on
from pipeline.draft import Draft, make_draft
from pipeline.findings import Finding, Severity, any_blocks


def run_validate(job: Job) -> Exit:
    """Check everything and write the validation report."""
    _announce(job, "cli.validating")
    draft = _draft(job)
    findings = [*job.unfinished(blocks=False), *draft.findings]
    report_on(draft, findings, job.output, job.screen.words)
    return _show(job, findings)


def run_calculate(job: Job) -> Exit:
    """The figures without documents, as a draft that is not sealed."""
    _announce(job, "cli.calculating")
    draft = _draft(job)
    findings = [*job.unfinished(blocks=False), *draft.findings]
    report_on(draft, findings, job.output, job.screen.words)
    if draft.calculation is not None:
        job.screen.say("cli.draft", path=write_draft(job.output / job.period.id, draft.calculation))
    return _show(job, findings)


def run_close(job: Job) -> Exit:
    """Seal the period's next revision, or say why not."""
    _announce(job, "cli.closing")
    if refused := [*job.unfinished(blocks=True), *paid(job.output / job.period.id)]:
        job.screen.findings(refused)
        return Exit.FINDINGS
    if not keep_private(job.output) and not job.asked.allow_shared:
        raise UsageError("seal.shared_output", path=job.output)
    with job.screen.progress() as progress:
        closed = close(_request(job), progress)
    if closed.draft is not None:
        _show(job, closed.draft.findings)
    if closed.revision is None:
        return Exit.FINDINGS
    _tell(job, closed.revision, is_new=closed.draft is not None)
    return Exit.DONE


def _request(job: Job) -> Request:
    return Request(job.inputs, job.output, job.calendar, Order(job.screen.words, job.asked.workers, job.asked.reason))


def _draft(job: Job) -> Draft:
    with job.screen.progress() as progress:
        history = read_history(earlier_revisions(job.output, job.period))
        return make_draft(job.inputs, job.calendar, history, progress)


def _show(job: Job, findings: Sequence[Finding]) -> Exit:
    """Show what was found and say how it stands."""
    job.screen.findings(findings)
    counts = Counter(finding.severity for finding in findings)
    job.screen.say("cli.counted", **{f"{level.value}s": counts[level] for level in Severity})
    job.screen.say("cli.validation_report", path=job.output / job.period.id / "validation")
    if any_blocks(findings):
        job.screen.complain("cli.blocked", errors=counts[Severity.ERROR])
        return Exit.FINDINGS
    return Exit.DONE


def _announce(job: Job, key: str) -> None:
    job.screen.say(key, period=job.period.id, start=job.period.start, end=job.period.end)


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
    else:
        say("cli.unchanged", period=revision.period, revision=folder.name)
    say("cli.statements", path=folder / "statements")
    say("cli.teams", path=folder / "teams")
    say("cli.registers", path=folder / "registers")
    say("cli.report", path=folder / "index.html")
    say("cli.seal", seal=revision.seal)
