"""What the ledger of deliveries says of each letter: intended, sent, deferred, refused, or unknown after a crash."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pipeline.deliver.letters import Letter
from pipeline.ledger import Entry, Ledger


class Event(StrEnum):
    """What is recorded of a letter; the last event tells how it stands."""

    INTENT = "intent"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    RESEND = "resend"
    RECEIVED = "received"


SETTLED = (Event.SENT, Event.RECEIVED)
UNCERTAIN = (Event.INTENT, Event.UNKNOWN)


def events(entries: Iterable[Entry]) -> dict[str, Event]:
    """The last event of each Message-ID. An intent that nothing follows is a crash in the middle: nobody knows."""
    return {entry["message_id"]: Event(entry["event"]) for entry in entries}


def note(ledger: Ledger, letter: Letter, event: Event, moment: str, cause: str = "") -> None:
    """Record an event of a letter; on return it is on the disk."""
    ledger.append(
        event=event.value,
        recorded=moment,
        message_id=letter.message_id,
        employee_id=letter.employee_id,
        revision=letter.revision,
        address=letter.address,
        statement=letter.digest,
        cause=cause,
    )
