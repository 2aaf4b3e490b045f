"""The command deliver: each statement of a final revision once."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.archive.lock import locked
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.deliver.copies import passwords_of, write_copy
from pipeline.deliver.letters import Letter, is_address, misprints
from pipeline.deliver.mailing import Clock, Mailing, Outcome, Result, misprinted, send_all, standings
from pipeline.deliver.record import Event, note
from pipeline.deliver.server import Server
from pipeline.deliver.settings import Settings, read_settings
from pipeline.final_letters import final_letters
from pipeline.findings import Finding, any_blocks
from pipeline.ledger import Ledger

DELIVERIES = "deliveries.jsonl"
SETTINGS = "delivery.toml"
DELIVERED = (Outcome.SENT, Outcome.ALREADY)


def run_deliver(job: Job) -> Exit:
    """Send or file the statements of the final revision; exit 5 lists what is not delivered."""
    asked = job.asked
    if asked.to and not is_address(asked.to):
        raise UsageError("delivery.bad_address", address=asked.to)
    with locked(job.output / job.period.id, f"deliver {job.period.id}"):
        letters, found = final_letters(job.output / job.period.id)
        if any_blocks(found):
            job.screen.findings(found)
            return Exit.FINDINGS
        return _file(job, letters, asked.folder) if asked.folder else _mail(job, letters)


def mail_letters(job: Job, letters: Sequence[Letter], settings: Settings, *, retries_refused: bool) -> list[Result]:
    """Send what the ledger of deliveries says is due."""
    people = [one.employee_id for one in letters]
    mailing = Mailing(
        Server(settings),
        deliveries_of(job),
        job.screen.words,
        Clock(_now, time.sleep),
        passwords_of(Path(settings.passwords), people) if settings.protect else {},
        retries_refused=retries_refused,
    )
    return send_all(letters, mailing)


def deliveries_of(job: Job) -> Ledger:
    """What became of each letter of the period so far."""
    return Ledger(job.output / job.period.id / DELIVERIES)


def settings_of(job: Job) -> tuple[Settings | None, list[Finding]]:
    """The settings that the command names, else `delivery.toml` of the output folder."""
    return read_settings(job.asked.settings or job.output / SETTINGS, os.environ)


def tell(job: Job, results: Sequence[Result]) -> Exit:
    """Counts, then everybody who has no statement yet, with the reason."""
    counts = Counter(one.outcome for one in results)
    job.screen.say("delivery.counted", sent=counts[Outcome.SENT], already=counts[Outcome.ALREADY])
    for one in results:
        if one.outcome not in DELIVERED:
            said = {"who": one.letter.employee_id, "name": one.letter.name, "address": one.letter.address}
            job.screen.complain(f"delivery.{one.outcome}", **said, cause=one.cause)
    return Exit.DONE if set(counts) <= set(DELIVERED) else Exit.NOT_DELIVERED


def _mail(job: Job, letters: Sequence[Letter]) -> Exit:
    settings, wrong = settings_of(job)
    if settings is None or any_blocks(wrong):
        job.screen.findings(wrong)
        return Exit.FINDINGS
    _decide(job, letters)
    if job.asked.to:
        letters = [replace(one, address=job.asked.to, trial=f"{job.asked.to} {_now()}") for one in letters]
    if wrong := misprinted(standings(letters, deliveries_of(job), retries_refused=True)):
        job.screen.findings(wrong)
        return Exit.FINDINGS
    return tell(job, mail_letters(job, letters, settings, retries_refused=True))


def _decide(job: Job, letters: Sequence[Letter]) -> None:
    """Record what a person found out about letters whose fate was unknown: all of it, or nothing."""
    known = {one.employee_id: one for one in letters}
    wanted = [(Event.RECEIVED, who) for who in job.asked.received or ()]
    wanted += [(Event.RESEND, who) for who in job.asked.resend or ()]
    for _, who in wanted:
        if who not in known:
            raise UsageError("delivery.nobody", who=who)
    ledger = deliveries_of(job)
    for event, who in wanted:
        note(ledger, known[who], event, _now())


def _file(job: Job, letters: Sequence[Letter], folder: Path) -> Exit:
    if wrong := [finding for one in letters for finding in misprints(one)]:
        job.screen.findings(wrong)
        return Exit.FINDINGS
    new = [
        write_copy(folder, one.employee_id, f"{one.employee_id}-{one.period}-{one.revision}.pdf", one.pdf)
        for one in letters
    ]
    job.screen.say("delivery.filed", folder=folder, new=sum(new), already=len(new) - sum(new))
    return Exit.DONE


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
