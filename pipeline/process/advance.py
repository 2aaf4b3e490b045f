"""The state machine of a period: which step may follow, what refuses it, what needs a reason (SPEC 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.findings import Finding, error
from pipeline.process.life import Life
from schemas.process import State

FORWARD: Mapping[State, tuple[State, ...]] = {
    State.COLLECTING: (State.CALCULATED,),
    State.CALCULATED: (State.NOTICED, State.FINAL),
    State.NOTICED: (State.FINAL,),
    State.FINAL: (State.PAID,),
    State.PAID: (),
}
BACK: Mapping[State, tuple[State, ...]] = {
    State.COLLECTING: (),
    State.CALCULATED: (State.COLLECTING, State.CALCULATED),
    State.NOTICED: (State.CALCULATED, State.NOTICED),
    State.FINAL: (State.CALCULATED, State.NOTICED, State.FINAL),
    State.PAID: (),
}
"""Steps that undo or repeat one, for a new revision: always with a reason."""
NEEDS_SEAL = (State.NOTICED, State.FINAL, State.PAID)


@dataclass(frozen=True, slots=True)
class Wish:
    """A step that a person asks for."""

    target: State
    day: date
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a step stands on: the newest revision with its seal (empty: none), and how notice and appeals are.

    `notice_until` is the last day of the notice, None where the calendar does not reach it; `ends` the period's last;
    `sealed_on` the day on which the revision was written.
    """

    period: str
    revision: str = ""
    seal: str = ""
    has_draft: bool = False
    notice_until: date | None = None
    open_appeals: tuple[str, ...] = ()
    ends: date = date.min
    today: date = date.max
    sealed_on: date = date.min


def is_recorded(life: Life, wish: Wish, ground: Ground) -> bool:
    """Whether the step is the one that holds already, word for word: somebody pressed twice."""
    asked = (wish.target, wish.day, wish.by.strip(), wish.reason.strip(), ground.seal)
    last = life.last
    return last is not None and asked == (last.target, last.day, last.by, last.reason, last.seal)


def refusals(life: Life, wish: Wish, ground: Ground) -> list[Finding]:
    """Every reason why the step is not possible; none: it may be recorded."""
    found = [*_order(life, wish, ground), *_dates(life, wish, ground), *_seal(life, wish, ground)]
    if not wish.by.strip():
        found.append(error("advance-without-name"))
    if not found and not wish.reason.strip():
        found += [error(code, value=value, period=ground.period) for code, value in exceptions(life, wish, ground)]
    return found


def exceptions(life: Life, wish: Wish, ground: Ground) -> Sequence[tuple[str, str]]:
    """What makes a reason necessary, as the code of the finding that asks for it and its value."""
    found = []
    if wish.target in BACK[life.state]:
        found.append(("advance-goes-back", f"{life.state.header} → {wish.target.header}"))
    if wish.target in NEEDS_SEAL and wish.day < ground.sealed_on:
        found.append(("advance-before-seal", str(ground.sealed_on)))
    if wish.target is State.FINAL and life.state is not State.FINAL:
        if life.state is not State.NOTICED:
            found.append(("notice-skipped", ""))
        elif ground.notice_until is None or wish.day <= ground.notice_until:
            found.append(("notice-cut-short", str(ground.notice_until or "")))
        elif _published(life) != ground.seal:
            found.append(("notice-of-another-revision", ground.revision))
    if wish.target is State.FINAL and ground.open_appeals:
        found.append(("appeals-open", "、".join(ground.open_appeals)))
    return found


def _published(life: Life) -> str:
    return next((one.seal for one in reversed(life.advances) if one.target is State.NOTICED), "")


def _order(life: Life, wish: Wish, ground: Ground) -> list[Finding]:
    possible = (*FORWARD[life.state], *BACK[life.state])
    if life.state is State.PAID:
        return [error("period-paid", value=ground.period)]
    if wish.target not in possible:
        names = "、".join(state.header for state in possible)
        return [error("advance-not-next", value=wish.target.header, state=life.state.header, possible=names)]
    return []


def _dates(life: Life, wish: Wish, ground: Ground) -> list[Finding]:
    """A decision is dated when it was made: never ahead of today, before the last one, or within the period it ends."""
    if wish.day > ground.today:
        return [error("advance-in-future", value=wish.day, today=ground.today)]
    if life.last and wish.day < life.last.day:
        return [error("advance-before-last", value=wish.day, last=life.last.day)]
    if wish.target in NEEDS_SEAL and wish.day <= ground.ends:
        return [error("advance-before-end", value=wish.day, end=ground.ends)]
    return []


def _seal(life: Life, wish: Wish, ground: Ground) -> list[Finding]:
    """From the notice on a step stands on a seal; only the revision that was made final is paid."""
    if wish.target in NEEDS_SEAL and not ground.seal:
        return [error("advance-without-seal", value=wish.target.header, period=ground.period)]
    if wish.target is State.CALCULATED and not (ground.seal or ground.has_draft):
        return [error("advance-without-figures", value=ground.period)]
    if wish.target is State.PAID and life.last and life.last.seal != ground.seal:
        return [error("paid-revision-not-final", value=ground.revision, final=life.last.revision)]
    return []
