"""Which sealed revisions stand before, after and behind a period: what its history is read from (SPEC 5)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.archive.revisions import Revision, revisions
from pipeline.period import Period
from schemas.terms import Cycle


def earlier_revisions(output: Path, period: Period) -> tuple[Revision, ...]:
    """The last sealed revision of every period that ended before this one began or is a part of it, oldest first."""
    found = ((one, period_of(one)) for one in _last_revisions(output))
    return tuple(one for one, other in found if other.end < period.start or is_part(other, period))


def is_part(one: Period, period: Period) -> bool:
    """Whether a period is a shorter one within another: a month of a quarter, a quarter of a year."""
    return period.start <= one.start and one.end <= period.end and one.days < period.days


def later_revisions(output: Path, period: Period) -> tuple[Revision, ...]:
    """The last sealed revision of every period that ended after this one, oldest first."""
    return tuple(one for one in _last_revisions(output) if period_of(one).end > period.end)


def replaced_revision(output: Path, period: Period) -> Revision | None:
    """The revision of the period itself that its next one replaces."""
    return next(reversed(revisions(output / period.id)), None)


def sealed_history(revision: Revision) -> tuple[Revision, ...]:
    """The revisions of earlier periods that a seal holds copies of: what its close read."""
    return tuple(one for one in _held(revision) if one.period != revision.period)


def sealed_replaced(revision: Revision) -> Revision | None:
    """The copy that a seal holds of the revision it replaces."""
    return next((one for one in _held(revision) if one.period == revision.period), None)


def period_of(revision: Revision) -> Period:
    """The period that a revision closes."""
    stored = revision.manifest["period"]
    start, end = date.fromisoformat(stored["start"]), date.fromisoformat(stored["end"])
    return Period(stored["id"], start, end, Cycle(stored["cycle"]))


def _last_revisions(output: Path) -> list[Revision]:
    folders = sorted(path for path in output.iterdir() if path.is_dir()) if output.is_dir() else []
    last = [found[-1] for folder in folders if (found := revisions(folder))]
    return sorted(last, key=lambda one: period_of(one).end)


def _held(revision: Revision) -> tuple[Revision, ...]:
    folder = revision.folder / "seal/history"
    held = [one for period in sorted(folder.iterdir()) for one in revisions(period)] if folder.is_dir() else []
    return tuple(sorted(held, key=lambda one: period_of(one).end))
