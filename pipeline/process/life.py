"""The life of a period as recorded: which state, since when, on which seal, by whose decision (SPEC 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from schemas.process import State


@dataclass(frozen=True, slots=True)
class Advance:
    """One decision: the day it counts for, when it was recorded, the revision and seal that it stands on.

    `remarks` are the codes of what made a reason necessary: the notice was skipped or cut short, appeals were open.
    """

    day: date
    recorded: str
    by: str
    source: State
    target: State
    revision: str = ""
    seal: str = ""
    reason: str = ""
    remarks: tuple[str, ...] = ()

    def entry(self) -> dict[str, object]:
        """As a line of the ledger."""
        return {
            "date": self.day.isoformat(),
            "recorded": self.recorded,
            "by": self.by,
            "from": self.source.header,
            "to": self.target.header,
            "revision": self.revision,
            "seal": self.seal,
            "reason": self.reason,
            "remarks": list(self.remarks),
        }

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Self:
        """From a line of the ledger."""
        states = {state.header: state for state in State}
        return cls(
            date.fromisoformat(entry["date"]),
            entry["recorded"],
            entry["by"],
            states[entry["from"]],
            states[entry["to"]],
            entry["revision"],
            entry["seal"],
            entry["reason"],
            tuple(entry["remarks"]),
        )


@dataclass(frozen=True, slots=True)
class Life:
    """Every decision on a period, oldest first."""

    advances: tuple[Advance, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Mapping[str, Any]]) -> Self:
        """From the ledger."""
        return cls(tuple(Advance.of(entry) for entry in entries))

    @property
    def state(self) -> State:
        """Where the period stands; without a decision it is collecting."""
        return self.advances[-1].target if self.advances else State.COLLECTING

    @property
    def last(self) -> Advance | None:
        """The decision that holds."""
        return self.advances[-1] if self.advances else None

    @property
    def deliverable(self) -> Advance | None:
        """The decision that made the standing revision final; None before that."""
        settled = (State.FINAL, State.PAID)
        return self.last if self.last and self.last.target in settled else None

    def day_of(self, state: State) -> date | None:
        """When the period last reached a state, if it has not gone back behind it since."""
        order = list(State)
        for one in reversed(self.advances):
            if order.index(one.target) < order.index(state):
                return None
            if one.target is state:
                return one.day
        return None
