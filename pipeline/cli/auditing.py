"""The command audit."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from pipeline.archive.decisions import decisions
from pipeline.archive.draft import write_certificate
from pipeline.archive.revisions import Revision
from pipeline.archive.verify import Chain, Difference
from pipeline.audit import VOUCHED, Audit, audit, certificate
from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.cli.job import UsageError, job_of
from pipeline.render.certificate import certificate_pdf
from pipeline.rerun import Rerun

HASH = 12


def run_audit(asked: Namespace, screen: Screen) -> Exit:
    """Audit one revision, or all; exit 3 when something differs. The archive alone is enough."""
    chain = Chain(asked.output)
    found = _asked(asked, screen, chain)
    known = {code for one in found for code in (one.seal, one.figures_seal)}
    kept = "" if asked.all and asked.seal in known else asked.seal
    codes = [_audit_one(asked, screen, chain, revision, kept) for revision in found]
    if asked.all:
        screen.say("audit.counted", count=len(codes), differing=sum(code is not Exit.DONE for code in codes))
    return max(codes)


def _asked(asked: Namespace, screen: Screen, chain: Chain) -> tuple[Revision, ...]:
    """The revisions to audit; UsageError where there is none."""
    period = "" if asked.all else _period(asked, screen, chain)
    found = tuple(one for one in chain.revisions if period in {"", one.period})
    if asked.revision:
        found = tuple(one for one in found if f"r{one.number}" == asked.revision)
    if not found and asked.all:
        raise UsageError("audit.nothing", Exit.FINDINGS, output=asked.output)
    if not found:
        name = f"{period} {asked.revision}".strip()
        raise UsageError("cli.nothing_sealed", Exit.FINDINGS, period=name, output=asked.output)
    return found if asked.all else found[-1:]


def _period(asked: Namespace, screen: Screen, chain: Chain) -> str:
    """The id of the period that is asked for: one that is sealed needs no input folder to be known."""
    sealed = {one.period for one in chain.revisions}
    return str(asked.period) if asked.period in sealed else job_of(asked, screen).period.id


def _audit_one(asked: Namespace, screen: Screen, chain: Chain, revision: Revision, kept: str) -> Exit:
    say = screen.say
    say("audit.announce", period=revision.period, revision=f"r{revision.number}")
    with screen.progress() as progress:
        found = audit(chain, revision, asked.workers, progress, scheduler=asked.scheduler)
    result = _held_against(found, kept)
    _tell(screen, result)
    if result.clean:
        say("cli.seal", seal=revision.seal)
        say("cli.figures_seal", seal=revision.figures_seal)
    decided = decisions(revision.folder.parent, revision.seal)
    content = certificate_pdf(replace(certificate(result), decisions=decided), screen.words)
    place = write_certificate(revision.folder.parent, revision.number, content)
    say("audit.certificate", path=place)
    return Exit.DONE if result.clean else Exit.AUDIT_DIFFERS


def _held_against(found: Audit, kept: str) -> Audit:
    """The audit held against what was kept elsewhere: the seal that a close told, or the one on a company summary."""
    if kept in ("", found.revision.seal, found.revision.figures_seal):
        return found
    other = Difference("seal", f"{found.revision.seal} / {found.revision.figures_seal}", "other_seal")
    return replace(found, broken=(*found.broken, other))


def _tell(screen: Screen, result: Audit) -> None:
    """The verdict in one line, then what differs."""
    complain, words = screen.complain, screen.words
    if result.clean:
        screen.say("audit.clean", files=len(result.revision.manifest["files"]) + VOUCHED)
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
        _tell_rerun(screen, result.rerun)


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
