"""The close as a sentence: take in, read, check, calculate, render, seal, publish (SPEC 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.archive.draft import write_validation
from pipeline.archive.environment import tree_hash
from pipeline.archive.lock import locked
from pipeline.archive.past import earlier_revisions, payables, read_history, replaced_revision
from pipeline.archive.revisions import MANIFEST, Revision, revisions
from pipeline.archive.seal import (
    HISTORY,
    Facts,
    Link,
    copy_history,
    copy_inputs,
    fingerprint,
    next_link,
    write_figures,
    write_seal,
)
from pipeline.archive.stage import Stage, publish, staged
from pipeline.calculation import Calculation
from pipeline.documents import Documents, documents, validation_files
from pipeline.draft import CalendarBook, Draft, Progress, make_draft
from pipeline.findings import Finding, Place, error
from pipeline.inputs import Inputs
from pipeline.money import decimal, total
from pipeline.statements.statement import Revision as PrintedRevision
from pipeline.wording import Wording
from schemas.outputs import RESULTS, Kept

CENTS = 2
SEALED_INPUTS = ("seal/inputs/", "seal/plan/")


@dataclass(frozen=True, slots=True)
class Order:
    """How documents are made: language, number of processes, and why there is a further revision."""

    words: Wording
    workers: int = 1
    reason: str = ""

    @property
    def options(self) -> dict[str, str]:
        """What shapes the bytes beside the inputs."""
        return {"lang": self.words.lang, "code": tree_hash()}


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for: which files, where to, and how."""

    inputs: Inputs
    output: Path
    calendar: CalendarBook
    order: Order


@dataclass(frozen=True, slots=True)
class Closed:
    """How a close ended: the revision that now stands, None if findings blocked it; the draft if one was made."""

    revision: Revision | None
    draft: Draft | None


def close(request: Request, progress: Progress) -> Closed:
    """Validate, calculate, render and seal a period as its next revision, whole or not at all."""
    period = request.inputs.period
    with locked(request.output), staged(request.output / period.id) as stage:
        read = fingerprint(request.inputs)
        past = earlier_revisions(request.output, period)
        if standing := _standing(request, read, past):
            return Closed(standing, None)
        draft = make_draft(request.inputs, request.calendar, read_history(past), progress)
        report_on(draft, draft.findings, request.output, request.order.words)
        if draft.calculation is None:
            return Closed(None, draft)
        copy_inputs(stage, request.inputs)
        if changed := _changed(stage, read):
            return Closed(None, replace(draft, findings=(*draft.findings, *changed)))
        copy_history(stage, past, replaced := replaced_revision(request.output, period))
        link, order = next_link(request.output, period.id), _reasoned(request.order, replaced, read)
        fill(stage, prepare(draft, draft.calculation, replaced, link, order), link, order, progress)
        publish(stage, request.output / period.id / f"r{link.number}")
    return Closed(revisions(request.output / period.id)[-1], draft)


def report_on(draft: Draft, findings: Sequence[Finding], output: Path, words: Wording) -> Path:
    """Write the validation report of a period; its folder."""
    return write_validation(output / draft.period.id, validation_files(draft, findings, words))


def _standing(request: Request, read: dict[str, str], past: tuple[Revision, ...]) -> Revision | None:
    """The last revision, when a close would only repeat it: the same inputs, history, code, language, no new reason."""
    earlier = revisions(request.output / request.inputs.period.id)
    if not earlier or request.order.reason:
        return None
    last = earlier[-1].manifest
    sealed = {name: code for name, code in last["files"].items() if name.startswith(SEALED_INPUTS)}
    before = {name: code for name, code in last["files"].items() if _is_earlier_manifest(name, earlier[-1].period)}
    seen = {f"{HISTORY}/{one.period}/r{one.number}/{MANIFEST}": one.seal for one in past}
    same = sealed == read and before == seen and last["options"] == request.order.options
    return earlier[-1] if same else None


def _is_earlier_manifest(name: str, period: str) -> bool:
    """Whether a sealed file is the manifest of another period's revision that was read."""
    return name.startswith(f"{HISTORY}/") and name.endswith(MANIFEST) and not name.startswith(f"{HISTORY}/{period}/")


def _changed(stage: Stage, read: dict[str, str]) -> list[Finding]:
    """Files that somebody saved while the close was reading them."""
    return [
        error("input-changed", Place(name.rpartition("/")[2])) for name in read if stage.hashes.get(name) != read[name]
    ]


def _reasoned(order: Order, replaced: Revision | None, read: dict[str, str]) -> Order:
    """A further revision says why: in a person's words, else by the files that changed since the one before."""
    if replaced is None or order.reason:
        return order
    sealed = replaced.manifest["files"]
    files = [name.rpartition("/")[2] for name in sorted(read) if sealed.get(name) != read[name]]
    gone = [name.rpartition("/")[2] for name in sorted(sealed) if name.startswith(SEALED_INPUTS) and name not in read]
    changed = order.words("sep").join((*files, *gone))
    return replace(order, reason=order.words("close.changed", files=changed) if changed else order.words("close.again"))


def prepare(draft: Draft, calculation: Calculation, replaced: Revision | None, link: Link, order: Order) -> Documents:
    """The documents of a revision; each statement says what it replaces."""
    before = f"r{replaced.number}" if replaced else ""
    revision = PrintedRevision(f"r{link.number}", before, order.reason, payables(replaced))
    return documents(draft, calculation, revision, order.words)


def fill(stage: Stage, made: Documents, link: Link, order: Order, progress: Progress) -> None:
    """Write every document, the figures and the seal into the stage."""
    for name, content in made.files(order.workers, progress):
        stage.write(name, content)
    write_figures(stage, made.calculation)
    counts, totals = _counts(made.calculation), _totals(made.calculation)
    write_seal(stage, link, made.calculation, Facts(order.reason, order.options, counts, totals, made.codes))


def _counts(calculation: Calculation) -> dict[str, int]:
    frames = {"people": calculation.people, "lines": calculation.lines, "credits": calculation.credits}
    return {name: len(frame) for name, frame in frames.items()}


def _totals(calculation: Calculation) -> dict[str, str]:
    columns = [name for name, kept in RESULTS.items() if kept is Kept.CENTS and name in calculation.people]
    return {name: str(decimal(total(calculation.people[name]), CENTS)) for name in columns}
