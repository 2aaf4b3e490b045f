"""The close as a sentence: lock, see whether anything changed, make the next revision, publish it (SPEC 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.archive.decisions import paid
from pipeline.archive.fingerprint import fingerprint
from pipeline.archive.lock import locked
from pipeline.archive.parts import with_parts
from pipeline.archive.periods import earlier_revisions
from pipeline.archive.revisions import HISTORY, MANIFEST, DamagedSealError, Revision, revisions
from pipeline.archive.stage import staged
from pipeline.archive.verify import tampered
from pipeline.findings import Finding, any_blocks
from pipeline.order import SEALED_INPUTS, Request

if TYPE_CHECKING:  # what calculates and renders is imported when something changed
    from pipeline.draft import Draft, Progress


@dataclass(frozen=True, slots=True)
class Closed:
    """How a close ended: the revision that now stands, None if findings blocked it; the draft if one was made.

    `refused` says why nothing was read at all.
    """

    revision: Revision | None
    draft: Draft | None = None
    refused: Sequence[Finding] = ()


def close(request: Request, progress: Progress) -> Closed:
    """Validate, calculate, render and seal a period as its next revision, whole or not at all."""
    folder = request.output / request.inputs.period.id
    with locked(request.output, f"close {request.inputs.period.id}"), staged(folder) as stage:
        if refused := paid(folder):
            return Closed(None, refused=refused)
        request = _with_parts(request)
        read = fingerprint(request.inputs)
        past = earlier_revisions(request.output, request.inputs.period)
        if standing := _standing(request, read, past):
            return Closed(standing)
        from pipeline.sealing import seal_next  # noqa: PLC0415 - a close that changes nothing need not wait for it

        draft = seal_next(request, stage, read, past, progress)
    return Closed(None if any_blocks(draft.findings) else revisions(folder)[-1], draft)


def _with_parts(request: Request) -> Request:
    """The request with the shorter periods that its own builds on, as they are sealed while nobody else can seal."""
    return replace(request, inputs=with_parts(request.inputs, request.output, request.calendar.fiscal))


def _standing(request: Request, read: dict[str, str], past: tuple[Revision, ...]) -> Revision | None:
    """The last revision, when a close would only repeat it: the same inputs, history, code, language, no new reason.

    DamagedSealError where it would stand but is not as it was sealed.
    """
    earlier = revisions(request.output / request.inputs.period.id)
    if not earlier or request.order.reason:
        return None
    last = earlier[-1].manifest
    sealed = {name: code for name, code in last["files"].items() if name.startswith(SEALED_INPUTS)}
    before = {name: code for name, code in last["files"].items() if _is_earlier_manifest(name, earlier[-1].period)}
    seen = {f"{HISTORY}/{one.period}/r{one.number}/{MANIFEST}": one.seal for one in past}
    same = sealed == read and before == seen and last["options"] == request.order.options
    if same and tampered(earlier[-1]):
        raise DamagedSealError(earlier[-1].folder)
    return earlier[-1] if same else None


def _is_earlier_manifest(name: str, period: str) -> bool:
    """Whether a sealed file is the manifest of another period's revision that was read."""
    return name.startswith(f"{HISTORY}/") and name.endswith(MANIFEST) and not name.startswith(f"{HISTORY}/{period}/")
