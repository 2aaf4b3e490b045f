"""A period's next revision: read, check, calculate, render, seal, publish (SPEC 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.archive.environment import environment, likeness
from pipeline.archive.issues import issues_content, read_issues, shape_of
from pipeline.archive.past import payables, read_history, standings
from pipeline.archive.periods import replaced_revision
from pipeline.archive.revisions import ISSUED, Link, Revision, canonical, figures_seal
from pipeline.archive.seal import Facts, copy_history, copy_inputs, next_link, write_figures, write_seal
from pipeline.archive.shelf import SHELF, EmptyShelf, KeptShelf, Shelf
from pipeline.archive.stage import Stage, publish
from pipeline.calculation import Calculation
from pipeline.documents import documents
from pipeline.draft import Draft, Progress, make_draft
from pipeline.findings import Finding, Place, error
from pipeline.money import CENTS, decimal, total
from pipeline.order import Order, Request
from pipeline.reasons import reason_for
from pipeline.render.batch import Press
from pipeline.render.cluster import check_cluster
from pipeline.statements.issue import Issuing
from pipeline.statements.statement import Revision as PrintedRevision
from pipeline.validation import report_on
from schemas.outputs import RESULTS, Kept


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a revision stands in the chain, which one it replaces, and what it is computed with."""

    replaced: Revision | None
    link: Link
    environment: Mapping[str, object]


def seal_next(
    request: Request, stage: Stage, read: Mapping[str, str], past: tuple[Revision, ...], progress: Progress
) -> Draft:
    """Fill the stage and publish it where no finding blocks; `read` are the hashes of the files beforehand."""
    period = request.inputs.period
    if request.order.scheduler:
        check_cluster(request.order.scheduler)
    draft = make_draft(request.inputs, request.calendar, read_history(past, request.inputs.period), progress)
    report_on(draft, draft.findings, request.output, request.order.words)
    if draft.calculation is None:
        return draft
    copy_inputs(stage, request.inputs)
    if changed := _changed(stage, read):
        return replace(draft, findings=(*draft.findings, *changed))
    copy_history(stage, past, replaced := replaced_revision(request.output, period))
    link, order = next_link(request.output, period.id), _reasoned(request, replaced, read)
    made_with, shelf = Origin(replaced, link, environment()), KeptShelf(request.output / period.id / SHELF, replaced)
    fill(stage, draft, draft.calculation, made_with, order, progress=progress, shelf=shelf)
    publish(stage, request.output / period.id / f"r{link.number}")
    shelf.clear()
    return draft


def _changed(stage: Stage, read: Mapping[str, str]) -> list[Finding]:
    """Files that somebody saved, added or removed while the close was reading them."""
    names = {**read, **stage.hashes}
    return [
        error("input-changed", Place(name.rpartition("/")[2]))
        for name in names
        if stage.hashes.get(name) != read.get(name)
    ]


def _reasoned(request: Request, replaced: Revision | None, read: Mapping[str, str]) -> Order:
    """A further revision says why: in a person's words, else by the files that changed since the one before."""
    order = request.order
    if replaced is None or order.reason:
        return order
    return replace(order, reason=reason_for(replaced, request.inputs, read, order.words))


def fill(
    stage: Stage,
    draft: Draft,
    calculation: Calculation,
    origin: Origin,
    order: Order,
    *,
    progress: Progress,
    shelf: Shelf = EmptyShelf(),
) -> None:
    """Write the figures, every document and the seal into the stage; with an empty shelf every document is rendered."""
    link = origin.link
    write_figures(stage, calculation)
    printed = figures_seal(calculation.period.id, link, order.reason, stage.hashes)
    made = documents(draft, calculation, _issuing(origin, order, printed), order.words)
    for name, content in made.files(Press(order.workers, order.scheduler, likeness), shelf, progress):
        stage.write(name, content)
    stage.write(ISSUED, canonical(issues_content(made.issues)))
    counts, totals = _counts(calculation), _totals(calculation)
    write_seal(stage, link, calculation, Facts(order.reason, order.options, counts, totals, made.codes))


def _issuing(origin: Origin, order: Order, printed: str) -> Issuing:
    """How documents are issued: those that differ from the replaced revision's say what they replace."""
    replaced = origin.replaced
    before = f"r{replaced.number}" if replaced else ""
    revision = PrintedRevision(f"r{origin.link.number}", before, order.reason, payables(replaced), standings(replaced))
    return Issuing(revision, printed, shape_of(origin.environment, order.words.lang), read_issues(replaced))


def _counts(calculation: Calculation) -> dict[str, int]:
    frames = {"people": calculation.people, "lines": calculation.lines, "credits": calculation.credits}
    return {name: len(frame) for name, frame in frames.items()}


def _totals(calculation: Calculation) -> dict[str, str]:
    columns = [name for name, kept in RESULTS.items() if kept is Kept.CENTS and name in calculation.people]
    return {name: str(decimal(total(calculation.people[name]), CENTS)) for name in columns}
