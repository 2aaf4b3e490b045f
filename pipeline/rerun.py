"""The re-run: close a seal's own inputs again in a clean folder, and compare files and figures (SPEC 7)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.archive.data import from_lines, to_lines
from pipeline.archive.environment import environment
from pipeline.archive.files import sha256_of
from pipeline.archive.parts import unpacked_parts
from pipeline.archive.past import FIGURES, read_history
from pipeline.archive.pdf_digest import pdf_digest
from pipeline.archive.periods import period_of, sealed_history, sealed_replaced
from pipeline.archive.revisions import ENVIRONMENT, MANIFEST, MANIFEST_HASH, Revision
from pipeline.archive.seal import copy_history, copy_inputs
from pipeline.archive.stage import Stage
from pipeline.archive.verify import Difference, differences
from pipeline.calculation import Calculation
from pipeline.draft import Draft, Progress, make_draft
from pipeline.inputs import Inputs, calendar_of
from pipeline.intake.calendar_book import CalendarBook
from pipeline.invariance import Invariance, shuffled_again
from pipeline.order import Order
from pipeline.reconcile import Check, checks
from pipeline.sealing import Origin, fill
from pipeline.wording import wording
from schemas.outputs import DATA

EXPLANATIONS = ("formula", "rule", "sources", "source")


@dataclass(frozen=True, slots=True)
class Rerun:
    """What came of closing the sealed inputs again, and what follows from its draft.

    `files`: those that the re-run makes otherwise; `same_print`: the PDFs among them that say the same.
    `figures_agree`: the canonical figures are the same. `invariance`: what shuffled inputs give.
    """

    draft: Draft
    files: tuple[Difference, ...]
    same_print: tuple[str, ...]
    figures_agree: bool
    invariance: Invariance
    checks: tuple[Check, ...]


def rerun(
    revision: Revision,
    broken: Sequence[Difference],
    folder: Path,
    workers: int,
    progress: Progress,
    *,
    scheduler: str = "",
) -> Rerun | None:
    """None where today's code finds errors in what once closed: there are no figures to compare."""
    inputs = _unpack(revision, folder / "input")
    calendar = CalendarBook(calendar_of(inputs.root))
    draft = make_draft(inputs, calendar, read_history(sealed_history(revision), inputs.period), progress)
    if draft.calculation is None:
        return None
    damaged = {one.name for one in broken}
    stage = _close_again(
        revision,
        draft,
        draft.calculation,
        Stage(folder / "stage"),
        damaged,
        order=_order(revision, workers, scheduler),
        progress=progress,
    )
    files = _compared(revision, stage)
    agree = _figures_agree(revision, stage, files, damaged)
    if agree:
        files = tuple(replace(one, layer="explanations") if one.layer == "figures" else one for one in files)
    return Rerun(
        draft,
        files,
        tuple(one.name for one in files if one.name not in damaged and _same_print(one, revision, stage)),
        figures_agree=agree,
        invariance=shuffled_again(draft, draft.calculation, folder / "shuffled", calendar, progress),
        checks=() if broken else checks(revision, draft),
    )


def _compared(revision: Revision, stage: Stage) -> tuple[Difference, ...]:
    """The files that a re-run makes otherwise; a data file of figures that did not change is but a document."""
    own = {name: sha256_of(revision.folder / name) for name in (MANIFEST, MANIFEST_HASH)}
    files = differences({**revision.manifest["files"], **own}, stage.hashes)
    exact = any(one.name.startswith(FIGURES) for one in files)
    return tuple(one if exact or one.layer != "figures" else replace(one, layer="documents") for one in files)


def _figures_agree(revision: Revision, stage: Stage, files: tuple[Difference, ...], damaged: set[str]) -> bool:
    """The same amounts, scores and credits; how they are explained may have been worded otherwise since."""
    if not any(one.layer == "figures" for one in files):
        return True
    names = {table: f"{FIGURES}/{table}.jsonl" for table in DATA}
    if damaged & set(names.values()):
        return False
    return all(_same_figures(revision.folder / name, stage.folder / name, table) for table, name in names.items())


def _same_figures(sealed: Path, again: Path, table: str) -> bool:
    """Whether the columns that the sealed table has are the same, the explanations aside."""
    was, now = from_lines(sealed.read_bytes()), from_lines(again.read_bytes())
    names = [name for name in DATA[table] if name in was and name not in EXPLANATIONS]
    return to_lines(was[names]) == to_lines(now[names])


def _close_again(
    revision: Revision,
    draft: Draft,
    calculation: Calculation,
    stage: Stage,
    damaged: set[str],
    *,
    order: Order,
    progress: Progress,
) -> Stage:
    """The files of a close of the sealed inputs, at the sealed place in the chain."""
    link = revision.link
    copy_inputs(stage, draft.inputs)
    replaced = sealed_replaced(revision)
    copy_history(stage, sealed_history(revision), replaced)
    made_with = environment() if ENVIRONMENT in damaged else json.loads((revision.folder / ENVIRONMENT).read_bytes())
    origin = Origin(replaced, link, made_with)
    fill(stage, draft, calculation, origin, order, progress=progress)
    return stage


def _unpack(revision: Revision, target: Path) -> Inputs:
    """The sealed inputs and plans as an input folder."""
    seal = revision.folder / "seal"
    shutil.copytree(seal / "inputs", target, symlinks=True, copy_function=shutil.copyfile)
    target.chmod(0o700)
    shutil.copytree(seal / "plan", target / "plans", symlinks=True, copy_function=shutil.copyfile)
    return Inputs(target, period_of(revision), parts=unpacked_parts(seal, target.parent))


def _same_print(one: Difference, revision: Revision, stage: Stage) -> bool:
    if one.kind != "changed" or not one.name.endswith(".pdf"):
        return False
    return pdf_digest(revision.folder / one.name) == pdf_digest(stage.folder / one.name)


def _order(revision: Revision, workers: int, scheduler: str) -> Order:
    return Order(wording(revision.manifest["options"]["lang"]), workers, revision.manifest["reason"], scheduler)
