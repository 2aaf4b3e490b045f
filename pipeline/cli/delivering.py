"""The command deliver: each statement of a final revision once."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.archive.data import from_lines
from pipeline.archive.lock import locked
from pipeline.archive.past import FIGURES
from pipeline.archive.revisions import Revision, revisions
from pipeline.cli.exits import Exit
from pipeline.cli.job import Job, UsageError
from pipeline.cli.ledgers import LEDGER, ledger_of
from pipeline.deliver.copies import passwords_of, write_copy
from pipeline.deliver.letters import Letter, is_address, letter, mismatches
from pipeline.deliver.mailing import Clock, Mailing, Outcome, Result, send_all
from pipeline.deliver.record import Event, note
from pipeline.deliver.server import Server
from pipeline.deliver.settings import Settings, read_settings
from pipeline.findings import Finding, any_blocks, error
from pipeline.process.life import Life

DELIVERIES = "deliveries.jsonl"
SETTINGS = "delivery.toml"
DELIVERED = (Outcome.SENT, Outcome.ALREADY)


def run_deliver(job: Job) -> Exit:
    """Send or file the statements of the final revision; exit 5 lists what is not delivered."""
    asked = job.asked
    if asked.to and not is_address(asked.to):
        raise UsageError("delivery.bad_address", address=asked.to)
    with locked(job.output / job.period.id):
        letters, found = final_letters(job.output / job.period.id)
        if any_blocks(found):
            job.screen.findings(found)
            return Exit.FINDINGS
        return _file(job, letters, asked.folder) if asked.folder else _mail(job, letters)


def final_letters(folder: Path) -> tuple[list[Letter], list[Finding]]:
    """The letters of the revision that a person made final, each checked against its seal and its PDF."""
    decided = Life.of(ledger_of(folder / LEDGER).entries).deliverable
    if decided is None:
        return [], [error("delivery-not-final", value=folder.name)]
    revision = next((one for one in revisions(folder) if f"r{one.number}" == decided.revision), None)
    if revision is None or revision.seal != decided.seal:
        return [], [error("delivery-seal-differs", value=decided.revision, period=folder.name)]
    read = [_letter(revision, who, address) for who, address in _addresses(revision).items()]
    return [one for one, _ in read if one], [finding for _, findings in read for finding in findings]


def mail_letters(job: Job, letters: Sequence[Letter], settings: Settings, *, retries_refused: bool) -> list[Result]:
    """Send what the ledger of deliveries says is due; those without an address are left out."""
    folder = job.output / job.period.id
    people = [one.employee_id for one in letters]
    mailing = Mailing(
        Server(settings),
        ledger_of(folder / DELIVERIES),
        job.screen.words,
        Clock(_now, time.sleep),
        passwords_of(Path(settings.passwords), people) if settings.protect else {},
        retries_refused=retries_refused,
    )
    return send_all([one for one in letters if is_address(one.address)], mailing)


def settings_of(job: Job) -> tuple[Settings | None, list[Finding]]:
    """The settings that the command names, else `delivery.toml` of the output folder."""
    return read_settings(job.asked.settings or job.output / SETTINGS, os.environ)


def tell(job: Job, letters: Sequence[Letter], results: Sequence[Result]) -> Exit:
    """Counts, then everybody who has no statement yet, with the reason."""
    lost = [one for one in letters if not is_address(one.address)]
    counts = Counter(one.outcome for one in results)
    job.screen.say("delivery.counted", sent=counts[Outcome.SENT], already=counts[Outcome.ALREADY])
    for one in results:
        if one.outcome not in DELIVERED:
            job.screen.complain(
                f"delivery.{one.outcome}", who=one.letter.employee_id, name=one.letter.name, cause=one.cause
            )
    for unsent in lost:
        job.screen.complain("delivery.no_address", who=unsent.employee_id, name=unsent.name)
    done = len(results) + len(lost) == len(letters) and not lost and set(counts) <= set(DELIVERED)
    return Exit.DONE if done else Exit.NOT_DELIVERED


def _mail(job: Job, letters: Sequence[Letter]) -> Exit:
    settings, wrong = settings_of(job)
    if settings is None or any_blocks(wrong):
        job.screen.findings(wrong)
        return Exit.FINDINGS
    _decide(job, letters)
    if job.asked.to:
        letters = [replace(one, address=job.asked.to, trial=f"{job.asked.to} {_now()}") for one in letters]
    return tell(job, letters, mail_letters(job, letters, settings, retries_refused=True))


def _decide(job: Job, letters: Sequence[Letter]) -> None:
    """Record what a person found out about letters whose fate was unknown."""
    ledger = ledger_of(job.output / job.period.id / DELIVERIES)
    wanted = {Event.RECEIVED: job.asked.received or (), Event.RESEND: job.asked.resend or ()}
    for event, people in wanted.items():
        for who in people:
            one = next((one for one in letters if one.employee_id == who), None)
            if one is None:
                raise UsageError("delivery.nobody", who=who)
            note(ledger, one, event, _now())


def _file(job: Job, letters: Sequence[Letter], folder: Path) -> Exit:
    new = [
        write_copy(folder, one.employee_id, f"{one.employee_id}-{one.period}-{one.revision}.pdf", one.pdf)
        for one in letters
    ]
    job.screen.say("delivery.filed", folder=folder, new=sum(new), already=len(new) - sum(new))
    return Exit.DONE


def _addresses(revision: Revision) -> dict[str, str]:
    """The address of every person with a statement, as sealed."""
    people = from_lines((revision.folder / FIGURES / "results.jsonl").read_bytes())
    emails = people["email"].tolist() if "email" in people else [""] * len(people)
    known = {str(who): _text(email) for who, email in zip(people["employee_id"], emails, strict=True)}
    return {who: known.get(who, "") for who in revision.manifest["verification_codes"]}


def _letter(revision: Revision, who: str, address: str) -> tuple[Letter | None, list[Finding]]:
    name = f"statements/{who}.pdf"
    pdf = (revision.folder / name).read_bytes()
    number, codes = f"r{revision.number}", revision.manifest["verification_codes"]
    found = mismatches(revision.period, number, who, pdf, codes[who])
    made = None if found else letter(revision.period, number, who, address, pdf)
    if made and made.digest != revision.manifest["files"].get(name):
        return None, [error("delivery-file-differs", value=name, revision=number)]
    return made, found


def _text(email: Any) -> str:
    return email.strip() if isinstance(email, str) else ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
