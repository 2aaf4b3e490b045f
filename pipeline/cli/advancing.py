"""The command advance: a person's decision, recorded."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.archive.lock import locked
from pipeline.cli.calendar import today_of
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job
from pipeline.cli.standing import Standing, standing_of
from pipeline.process.advance import Ground, Wish, exceptions, refusals
from pipeline.process.life import Advance
from pipeline.process.schedule import Step


def run_advance(job: Job) -> Exit:
    """Record the step, or say why it is refused; nothing closes meanwhile."""
    with locked(job.output):
        standing = standing_of(job)
        asked = job.asked
        wish, ground = Wish(asked.to, today_of(asked), asked.by, asked.reason), _ground(standing)
        if refused := refusals(standing.life, wish, ground):
            job.screen.findings(refused)
            return Exit.FINDINGS
        step = _step(standing, wish, ground)
        standing.ledger.append(**step.entry())
    _tell(job, step)
    return Exit.DONE


def _ground(standing: Standing) -> Ground:
    newest = standing.newest
    return Ground(
        standing.period.id,
        f"r{newest.number}" if newest else "",
        newest.seal if newest else "",
        has_draft=(standing.folder / "draft").is_dir(),
        notice_until=standing.due.get(Step.NOTICE_ENDS),
        open_appeals=standing.open_appeals,
    )


def _step(standing: Standing, wish: Wish, ground: Ground) -> Advance:
    return Advance(
        wish.day,
        datetime.now(UTC).isoformat(timespec="seconds"),
        wish.by.strip(),
        standing.life.state,
        wish.target,
        ground.revision,
        ground.seal,
        wish.reason.strip(),
        tuple(code for code, _ in exceptions(standing.life, wish, ground)),
    )


def _tell(job: Job, step: Advance) -> None:
    states = {"source": step.source.header, "target": step.target.header}
    job.screen.say("process.advanced", period=job.period.id, **states, by=step.by, day=step.day)
    if step.seal:
        job.screen.say("process.on_seal", revision=step.revision, seal=step.seal)
    for code in step.remarks:
        job.screen.say(f"process.remark_{code.replace('-', '_')}", reason=step.reason)
