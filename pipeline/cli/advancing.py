"""The command advance: a person's decision, recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from pipeline.archive.lock import locked
from pipeline.cli.calendar import today_of, write_ics
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job
from pipeline.cli.standing import Standing, standing_of
from pipeline.process.advance import Ground, Wish, exceptions, is_recorded, refusals
from pipeline.process.life import Advance, Life
from pipeline.process.schedule import Step, schedule
from pipeline.statements.deadlines import shared_terms
from schemas.process import State

DATED: Mapping[State, tuple[Step, ...]] = {State.NOTICED: (Step.NOTICE_ENDS, Step.APPEALS), State.FINAL: (Step.PAY,)}
"""Which dates a step sets going."""


def run_advance(job: Job) -> Exit:
    """Record the step, or say why it is refused; nothing closes meanwhile."""
    with locked(job.output, f"advance {job.period.id}"):
        standing, asked = standing_of(job), job.asked
        wish, ground = Wish(asked.to, today_of(asked), asked.by, asked.reason), _ground(standing)
        if is_recorded(standing.life, wish, ground):
            job.screen.say("process.already", period=job.period.id, target=wish.target.header, day=wish.day)
            return Exit.DONE
        if refused := refusals(standing.life, wish, ground):
            job.screen.findings(refused)
            return Exit.FINDINGS
        step = _step(standing, wish, ground)
        standing.ledger.append(**step.entry())
        _tell(job, step)
        _tell_dates(job, standing, step)
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
        ends=standing.period.end,
        today=datetime.now(UTC).astimezone().date(),
        sealed_on=newest.sealed_on if newest else date.min,
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


def _tell_dates(job: Job, standing: Standing, step: Advance) -> None:
    """The dates that follow from the step, also where documents print planned ones; `calendar.ics` is written anew."""
    if not standing.plans:
        return
    life = Life((*standing.life.advances, step))
    due = schedule(job.period, life, shared_terms(standing.plans), job.calendar.workdays)
    write_ics(job, due)
    days = {name.value: due[name] or job.screen.words("process.unknown") for name in DATED.get(step.target, ())}
    if days:
        job.screen.say(f"process.dates_{step.target.value}", **days)
    if step.target is State.NOTICED and due[Step.NOTICE_ENDS] != _planned(job, standing):
        job.screen.say("process.planned_otherwise", printed=_planned(job, standing) or "–")


def _planned(job: Job, standing: Standing) -> date | None:
    """The end of the notice as the documents print it."""
    return schedule(job.period, Life(), shared_terms(standing.plans), job.calendar.workdays)[Step.NOTICE_ENDS]
