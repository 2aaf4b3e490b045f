"""The audit: verify a seal, re-run it from itself alone, compare every byte, and say which layer differs (SPEC 7)."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from pipeline.archive.data import from_lines, to_lines
from pipeline.archive.environment import environment
from pipeline.archive.files import remove_tree, sha256_of
from pipeline.archive.past import FIGURES, read_history
from pipeline.archive.pdf_digest import pdf_digest
from pipeline.archive.periods import period_of, sealed_history, sealed_replaced
from pipeline.archive.revisions import MANIFEST, MANIFEST_HASH, Revision, all_revisions
from pipeline.archive.seal import Link, copy_history, copy_inputs
from pipeline.archive.stage import Stage
from pipeline.archive.verify import Difference, broken_chain, damaged_before, differences, tampered
from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.draft import Draft, Progress, make_draft
from pipeline.hand_entries import hand_entries
from pipeline.inputs import Inputs, calendar_of
from pipeline.intake.calendar_book import CalendarBook
from pipeline.order import Order
from pipeline.reconcile import Check, checks
from pipeline.render.certificate import Certificate, Sum
from pipeline.sealing import fill, prepare
from pipeline.tables import Tables
from pipeline.wording import wording
from schemas.outputs import DATA

SEED = 20260930
ENVIRONMENT = "seal/environment.json"
FOLLOWS_FROM_OTHERS = (MANIFEST, MANIFEST_HASH, ENVIRONMENT)
EXPLANATIONS = ("formula", "rule", "sources", "source")
READ_BY_A_RERUN = ("inputs", "plan", "history")
VOUCHED = len((MANIFEST, MANIFEST_HASH))


@dataclass(frozen=True, slots=True)
class Rerun:
    """What came of closing the sealed inputs again, and what follows from its draft.

    `files`: those that the re-run makes otherwise; `same_print`: the PDFs among them that say the same.
    `figures_agree`: the canonical figures are the same. `invariant`: shuffled inputs give the same figures.
    """

    draft: Draft
    files: tuple[Difference, ...]
    same_print: tuple[str, ...]
    figures_agree: bool
    invariant: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit of one revision found.

    `broken`: files and links that are not as sealed. `layers`: parts of the environment that differ from the sealed one
    (code, lock, python, packages, native, fonts). `rerun` is None where what it would read is not as sealed.
    """

    revision: Revision
    broken: tuple[Difference, ...]
    layers: tuple[str, ...]
    rerun: Rerun | None

    @property
    def clean(self) -> bool:
        """Every byte is as sealed, the re-run gives the same bytes, and all sums agree."""
        if self.broken or self.rerun is None:
            return False
        return not self.rerun.files and self.rerun.invariant and all(check.agrees for check in self.rerun.checks)

    @property
    def differing(self) -> tuple[str, ...]:
        """The layers that differ, causes before effects."""
        again = self.rerun.files if self.rerun else ()
        same = self.rerun.same_print if self.rerun else ()
        files = [one.layer for one in again if one.name not in (*FOLLOWS_FROM_OTHERS, *same)]
        found = [*(one.layer for one in self.broken), *self.layers, *files, *(["pdf-bytes"] if same else [])]
        return tuple(dict.fromkeys(found))


def audit(output: Path, revision: Revision, workers: int, progress: Progress) -> Audit:
    """Verify a revision and all before it; re-run it in a clean temporary folder; compare."""
    own, broken = tampered(revision), damage(output, revision)
    layers = () if any(one.name == ENVIRONMENT for one in own) else changed_layers(revision)
    if any(one.layer in READ_BY_A_RERUN for one in own):
        return Audit(revision, broken, layers, None)
    with TemporaryDirectory(prefix="audit-") as folder:
        try:
            return Audit(revision, broken, layers, _rerun(revision, own, Path(folder), workers, progress))
        finally:
            remove_tree(Path(folder) / "stage")


def damage(output: Path, revision: Revision) -> tuple[Difference, ...]:
    """What is not as sealed in a revision, in those sealed before it, and in the chain."""
    chain = all_revisions(output)
    return (*tampered(revision), *damaged_before(chain, revision), *broken_chain(chain))


def _rerun(
    revision: Revision, broken: list[Difference], folder: Path, workers: int, progress: Progress
) -> Rerun | None:
    """None where today's code finds errors in what once closed: there are no figures to compare."""
    draft = make_draft(
        inputs := _unpack(revision, folder / "input"),
        CalendarBook(calendar_of(inputs.root)),
        read_history(sealed_history(revision), inputs.period),
        progress,
    )
    if draft.calculation is None:
        return None
    stage = _close_again(
        revision, draft, draft.calculation, Stage(folder / "stage"), workers=workers, progress=progress
    )
    own = {name: sha256_of(revision.folder / name) for name in (MANIFEST, MANIFEST_HASH)}
    damaged = {one.name for one in broken}
    files = tuple(differences({**revision.manifest["files"], **own}, stage.hashes))
    agree = _figures_agree(revision, stage, files, damaged)
    if agree:
        files = tuple(replace(one, layer="explanations") if one.layer == "figures" else one for one in files)
    return Rerun(
        draft,
        files,
        tuple(one.name for one in files if one.name not in damaged and _same_print(one, revision, stage)),
        figures_agree=agree,
        invariant=_invariant(draft, draft.calculation),
        checks=() if broken else checks(revision, draft),
    )


def _figures_agree(revision: Revision, stage: Stage, files: tuple[Difference, ...], damaged: set[str]) -> bool:
    """The same amounts, scores and credits; how they are explained may have been worded otherwise since."""
    if not any(one.layer == "figures" for one in files):
        return True
    names = {table: f"{FIGURES}/{table}.jsonl" for table in DATA}
    if damaged & set(names.values()):
        return False
    return all(
        _figures(revision.folder / name, table) == _figures(stage.folder / name, table) for table, name in names.items()
    )


def _figures(path: Path, table: str) -> bytes:
    """The columns of a data table without the explanations, canonical."""
    return to_lines(from_lines(path.read_bytes())[[name for name in DATA[table] if name not in EXPLANATIONS]])


def _close_again(
    revision: Revision, draft: Draft, calculation: Calculation, stage: Stage, *, workers: int, progress: Progress
) -> Stage:
    """The files of a close of the sealed inputs, at the sealed place in the chain."""
    link, order = _link(revision), _order(revision, workers)
    copy_inputs(stage, draft.inputs)
    replaced = sealed_replaced(revision)
    copy_history(stage, sealed_history(revision), replaced)
    fill(stage, prepare(draft, calculation, replaced, link, order), link, order, progress)
    return stage


def _unpack(revision: Revision, target: Path) -> Inputs:
    """The sealed inputs and plans as an input folder."""
    seal = revision.folder / "seal"
    shutil.copytree(seal / "inputs", target, symlinks=True, copy_function=shutil.copyfile)
    target.chmod(0o700)
    shutil.copytree(seal / "plan", target / "plans", symlinks=True, copy_function=shutil.copyfile)
    return Inputs(target, period_of(revision))


def _link(revision: Revision) -> Link:
    manifest = revision.manifest
    return Link(revision.number, revision.sequence, manifest["prev"], manifest["replaces"])


def _order(revision: Revision, workers: int) -> Order:
    return Order(wording(revision.manifest["options"]["lang"]), workers, revision.manifest["reason"])


def changed_layers(revision: Revision) -> tuple[str, ...]:
    """Which parts of today's environment are not the sealed ones."""
    sealed, today = json.loads((revision.folder / ENVIRONMENT).read_bytes()), environment()
    return tuple(name for name in today if today[name] != sealed.get(name))


def _same_print(one: Difference, revision: Revision, stage: Stage) -> bool:
    if one.kind != "changed" or not one.name.endswith(".pdf"):
        return False
    return pdf_digest(revision.folder / one.name) == pdf_digest(stage.folder / one.name)


def _invariant(draft: Draft, calculation: Calculation) -> bool:
    """The same figures from the same rows in another order (SPEC 3: order never changes a result)."""
    shuffled = {
        name: frame.sample(frac=1, random_state=SEED).reset_index(drop=True)
        for name, frame in draft.intake.tables.frames.items()
    }
    tables = Tables(shuffled, draft.intake.tables.sources)
    again = calculate(draft.period, tables, draft.plans, draft.workdays, draft.history)
    return all(
        to_lines(left) == to_lines(right) for left, right in zip(_frames(calculation), _frames(again), strict=True)
    )


def _frames(calculation: Calculation) -> tuple[pd.DataFrame, ...]:
    return calculation.people, calculation.kpi_scores, calculation.lines, calculation.credits


def certificate(found: Audit) -> Certificate:
    """The audit as its one-page certificate says it."""
    manifest, rerun = found.revision.manifest, found.rerun
    return Certificate(
        company=rerun.draft.plans[0].parameters.company if rerun else "",
        currency=manifest["currency"],
        period=period_of(found.revision),
        revision=f"r{found.revision.number}",
        reason=manifest["reason"],
        seal=found.revision.seal,
        prev=manifest["prev"] or "",
        files=len(manifest["files"]) + VOUCHED,
        people=manifest["counts"]["people"],
        payable=Fraction(manifest["totals"]["payable"]),
        clean=found.clean,
        layers=found.differing,
        rerun=rerun is not None,
        figures_agree=rerun is not None and rerun.figures_agree,
        invariant=rerun is not None and rerun.invariant,
        sums=tuple(Sum(one.key, one.left, one.right) for one in rerun.checks) if rerun else (),
        entries=hand_entries(rerun.draft) if rerun else (),
        environment=() if ENVIRONMENT in {one.name for one in found.broken} else _versions(found.revision),
    )


def _versions(revision: Revision) -> tuple[tuple[str, str], ...]:
    sealed = json.loads((revision.folder / ENVIRONMENT).read_bytes())
    native = tuple(sealed["native"].items())
    return (
        ("python", sealed["python"]),
        *native,
        ("weasyprint", sealed["packages"]["weasyprint"]),
        ("code", sealed["code"][:12]),
    )
