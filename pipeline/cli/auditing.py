"""The command audit."""

from __future__ import annotations

from dataclasses import replace

from pipeline.archive.decisions import decisions
from pipeline.archive.draft import write_certificate
from pipeline.archive.revisions import Revision, all_revisions, revisions
from pipeline.archive.verify import Difference
from pipeline.audit import VOUCHED, Audit, audit, certificate
from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.render.certificate import certificate_pdf
from pipeline.rerun import Rerun

HASH = 12


def run_audit(job: Job) -> Exit:
    """Audit one revision, or all; exit 3 when something differs."""
    codes = [_audit_one(job, revision) for revision in _asked(job)]
    return max(codes)


def _asked(job: Job) -> tuple[Revision, ...]:
    asked = job.asked
    found = all_revisions(job.output) if asked.all else revisions(job.output / job.period.id)
    if asked.revision:
        found = tuple(one for one in found if f"r{one.number}" == asked.revision)
    if not found:
        raise UsageError("cli.nothing_sealed", Exit.FINDINGS, period=job.period.id, output=job.output)
    return found if asked.all else found[-1:]


def _audit_one(job: Job, revision: Revision) -> Exit:
    say = job.screen.say
    say("audit.announce", period=revision.period, revision=f"r{revision.number}")
    with job.screen.progress() as progress:
        found = audit(job.output, revision, job.asked.workers, progress, scheduler=job.asked.scheduler)
    result = _held_against(found, job.asked.seal)
    _tell(job, result)
    if result.clean:
        say("cli.seal", seal=revision.seal)
        say("cli.figures_seal", seal=revision.figures_seal)
    decided = decisions(job.output / revision.period, revision.seal)
    content = certificate_pdf(replace(certificate(result), decisions=decided), job.screen.words)
    place = write_certificate(job.output / revision.period, revision.number, content)
    say("audit.certificate", path=place)
    return Exit.DONE if result.clean else Exit.AUDIT_DIFFERS


def _held_against(found: Audit, kept: str) -> Audit:
    """The audit held against what was kept elsewhere: the seal that a close told, or the one on a company summary."""
    if kept in ("", found.revision.seal, found.revision.figures_seal):
        return found
    other = Difference("seal", f"{found.revision.seal} / {found.revision.figures_seal}", "other_seal")
    return replace(found, broken=(*found.broken, other))


def _tell(job: Job, result: Audit) -> None:
    """The verdict in one line, then what differs."""
    complain, words = job.screen.complain, job.screen.words
    if result.clean:
        job.screen.say("audit.clean", files=len(result.revision.manifest["files"]) + VOUCHED)
        return
    layers = words("sep").join(words(f"audit.layer_{name}") for name in result.differing)
    complain("audit.differs", layers=layers or words("audit.sums"))
    for part in result.environment:
        was, now = (value[:HASH] or words("audit.absent") for value in (part.sealed, part.today))
        layer = words(f"audit.layer_{part.layer}")
        complain("audit.environment_changed", layer=layer, name=part.name, sealed=was, today=now)
    for one in result.broken:
        complain(f"audit.{one.kind}", name=one.name, layer=words(f"audit.layer_{one.layer}"))
    if result.rerun is None:
        complain("audit.no_rerun")
    else:
        _tell_rerun(job.screen, result.rerun)


def _tell_rerun(screen: Screen, rerun: Rerun) -> None:
    """What the re-run makes otherwise, and which sums do not agree."""
    complain, words = screen.complain, screen.words
    complain("audit.figures_agree" if rerun.figures_agree else "audit.figures_differ")
    if not rerun.invariance.agrees:
        complain("audit.order_matters")
    for one in rerun.files:
        complain(f"audit.rerun_{one.kind}", name=one.name, layer=words(f"audit.layer_{one.layer}"))
    for check in rerun.checks:
        if not check.agrees:
            complain("audit.check_differs", check=words(f"audit.check_{check.key}"))
