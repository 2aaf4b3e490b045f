"""A period's next revision: read, check, calculate, render, seal, publish (SPEC 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.archive.past import payables, read_history
from pipeline.archive.periods import replaced_revision
from pipeline.archive.revisions import Link, Revision, figures_seal
from pipeline.archive.seal import Facts, copy_history, copy_inputs, next_link, write_figures, write_seal
from pipeline.archive.stage import Stage, publish
from pipeline.calculation import Calculation
from pipeline.documents import Documents, documents
from pipeline.draft import Draft, Progress, make_draft
from pipeline.findings import Finding, Place, error
from pipeline.money import decimal, total
from pipeline.order import SEALED_INPUTS, Order, Request
from pipeline.statements.statement import Revision as PrintedRevision
from pipeline.validation import report_on
from schemas.outputs import RESULTS, Kept

CENTS = 2


def seal_next(
    request: Request, stage: Stage, read: Mapping[str, str], past: tuple[Revision, ...], progress: Progress
) -> Draft:
    """Fill the stage and publish it where no finding blocks; `read` are the hashes of the files beforehand."""
    period = request.inputs.period
    draft = make_draft(request.inputs, request.calendar, read_history(past, request.inputs.period), progress)
    report_on(draft, draft.findings, request.output, request.order.words)
    if draft.calculation is None:
        return draft
    copy_inputs(stage, request.inputs)
    if changed := _changed(stage, read):
        return replace(draft, findings=(*draft.findings, *changed))
    copy_history(stage, past, replaced := replaced_revision(request.output, period))
    link, order = next_link(request.output, period.id), _reasoned(request.order, replaced, read)
    fill(stage, prepare(draft, draft.calculation, replaced, link, order), link, order, progress)
    publish(stage, request.output / period.id / f"r{link.number}")
    return draft


def _changed(stage: Stage, read: Mapping[str, str]) -> list[Finding]:
    """Files that somebody saved while the close was reading them."""
    return [
        error("input-changed", Place(name.rpartition("/")[2])) for name in read if stage.hashes.get(name) != read[name]
    ]


def _reasoned(order: Order, replaced: Revision | None, read: Mapping[str, str]) -> Order:
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
    """Write the figures, every document and the seal into the stage; the company summary prints what stands by then."""
    write_figures(stage, made.calculation)
    printed = figures_seal(made.calculation.period.id, link, order.reason, stage.hashes)
    for name, content in made.files(order.workers, progress, printed):
        stage.write(name, content)
    counts, totals = _counts(made.calculation), _totals(made.calculation)
    write_seal(stage, link, made.calculation, Facts(order.reason, order.options, counts, totals, made.codes))


def _counts(calculation: Calculation) -> dict[str, int]:
    frames = {"people": calculation.people, "lines": calculation.lines, "credits": calculation.credits}
    return {name: len(frame) for name, frame in frames.items()}


def _totals(calculation: Calculation) -> dict[str, str]:
    columns = [name for name, kept in RESULTS.items() if kept is Kept.CENTS and name in calculation.people]
    return {name: str(decimal(total(calculation.people[name]), CENTS)) for name in columns}
