"""Every letter once: what was sent is never sent again, what is unknown is listed, what is deferred is tried again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.deliver.copies import protected
from pipeline.deliver.letters import Letter, is_address, message, misprints
from pipeline.deliver.record import SETTLED, UNCERTAIN, Event, events, note
from pipeline.deliver.server import Server, ServerError
from pipeline.findings import Finding
from pipeline.ledger import Ledger
from pipeline.wording import Wording

MINUTE = 60


class Outcome(StrEnum):
    """How a letter stands after a run."""

    SENT = "sent"
    ALREADY = "already"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    UNTRIED = "untried"
    NO_ADDRESS = "no_address"
    SHARED = "shared_address"


@dataclass(frozen=True, slots=True)
class Result:
    """One letter's outcome and what the server said."""

    letter: Letter
    outcome: Outcome
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time as a stamp, and how to wait some seconds."""

    now: Callable[[], str]
    wait: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Mailing:
    """What a run needs beside its letters; `passwords` is empty where plain copies are sent."""

    server: Server
    ledger: Ledger
    words: Wording
    clock: Clock
    passwords: Mapping[str, str]
    retries_refused: bool = True


def send_all(letters: Sequence[Letter], mailing: Mailing) -> list[Result]:
    """Send what is due; a server that cannot be used ends the run, and the letters left are listed as untried."""
    retries = mailing.retries_refused
    results = {one.letter.message_id: one for one in standings(letters, mailing.ledger, retries_refused=retries)}
    due = [one.letter for one in results.values() if one.outcome is Outcome.UNTRIED]
    try:
        _rounds(due, mailing, results)
    finally:
        mailing.server.close()
    return list(results.values())


def _rounds(due: Sequence[Letter], mailing: Mailing, results: dict[str, Result]) -> None:
    """Try what is due, and what is deferred a bounded number of times again."""
    settings = mailing.server.settings
    pause = MINUTE / settings.rate if settings.rate else 0
    for attempt in range(settings.attempts):
        if attempt and due:
            mailing.clock.wait(settings.pause)
        due = _round(due, mailing, results, pause)


def _round(due: Sequence[Letter], mailing: Mailing, results: dict[str, Result], pause: float) -> list[Letter]:
    """Try each letter once; those to try again."""
    left: list[Letter] = []
    for number, one in enumerate(due):
        if number:
            mailing.clock.wait(pause)
        try:
            outcome, cause = _send(one, mailing)
        except ServerError as down:
            for untold in due[number:]:
                results[untold.message_id] = Result(untold, results[untold.message_id].outcome, str(down))
            return [*left, *due[number:]]
        results[one.message_id] = Result(one, outcome, cause)
        left += [one] if outcome is Outcome.DEFERRED else []
    return left


def _send(one: Letter, mailing: Mailing) -> tuple[Outcome, str]:
    """Write the intent, send, write what came of it: a crash in between leaves the intent, which nobody repeats."""
    password = mailing.passwords.get(one.employee_id, "")
    pdf = one.pdf
    attachment = protected(pdf, password) if password else pdf
    mail = message(one, mailing.server.settings.sender, mailing.clock.now(), attachment, mailing.words)
    mailing.server.connect()
    note(mailing.ledger, one, Event.INTENT, mailing.clock.now())
    event, cause = mailing.server.send(mail)
    note(mailing.ledger, one, event, mailing.clock.now(), cause)
    return Outcome(event.value), cause


def standings(letters: Sequence[Letter], ledger: Ledger, *, retries_refused: bool) -> list[Result]:
    """How each letter stands before a run; untried means that it is to be sent.

    An address that two people have is nobody's own: neither gets a mail there.
    """
    known, used = events(ledger.entries), Counter(one.address.casefold() for one in letters)
    return [
        Result(one, _standing(one, known.get(one.message_id), used, retries_refused=retries_refused)) for one in letters
    ]


def misprinted(found: Sequence[Result]) -> list[Finding]:
    """What is wrong with the pages of those letters that are to be sent."""
    return [finding for one in found if one.outcome is Outcome.UNTRIED for finding in misprints(one.letter)]


def _standing(one: Letter, event: Event | None, used: Mapping[str, int], *, retries_refused: bool) -> Outcome:
    if event in SETTLED:
        return Outcome.ALREADY
    if event in UNCERTAIN:
        return Outcome.UNKNOWN
    if not is_address(one.address):
        return Outcome.NO_ADDRESS
    if used[one.address.casefold()] > 1 and not one.trial:
        return Outcome.SHARED
    return Outcome.REFUSED if event is Event.REFUSED and not retries_refused else Outcome.UNTRIED
