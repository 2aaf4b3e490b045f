"""The audit: verify a seal, re-run it from itself alone, compare every byte, and say which layer differs (SPEC 7)."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from pipeline.archive.data import to_lines
from pipeline.archive.environment import environment
from pipeline.archive.files import remove_tree, sha256_of
from pipeline.archive.past import period_of, read_history, sealed_history
from pipeline.archive.pdf_digest import pdf_digest
from pipeline.archive.revisions import MANIFEST, Revision, all_revisions
from pipeline.archive.seal import Link, copy_history, copy_inputs
from pipeline.archive.stage import Stage
from pipeline.archive.verify import Difference, broken_chain, differences, tampered
from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.close import Order, fill, prepare
from pipeline.draft import Draft, Progress, make_draft, open_calendar
from pipeline.hand_entries import hand_entries
from pipeline.inputs import Inputs, calendar_of
from pipeline.reconcile import Check, checks
from pipeline.render.certificate import Certificate, Sum
from pipeline.tables import Tables
from pipeline.wording import wording

SEED = 20260930
ENVIRONMENT = "seal/environment.json"
FOLLOWS_FROM_OTHERS = (MANIFEST, ENVIRONMENT)


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit of one revision found.

    `broken`: files and links that are not as sealed. `layers`: parts of the environment that differ from the sealed one
    (code, lock, python, packages, native, fonts). `rerun`: files that the re-run makes otherwise; `same_print`: those
    PDFs among them that say the same. `figures_agree`: the canonical figures are the same. `invariant`: shuffled inputs
    give the same figures. `draft` is the re-run's, None where the sealed inputs can no longer be closed.
    """

    revision: Revision
    broken: tuple[Difference, ...]
    layers: tuple[str, ...]
    rerun: tuple[Difference, ...]
    same_print: tuple[str, ...]
    figures_agree: bool
    invariant: bool
    checks: tuple[Check, ...]
    draft: Draft | None

    @property
    def clean(self) -> bool:
        """Every byte is as sealed, the re-run gives the same bytes, and all sums agree."""
        return not self.broken and not self.rerun and self.invariant and all(check.agrees for check in self.checks)

    @property
    def differing(self) -> tuple[str, ...]:
        """The layers that differ, causes before effects."""
        files = [
            one.layer for one in self.rerun if one.name not in FOLLOWS_FROM_OTHERS and one.name not in self.same_print
        ]
        printed = ["pdf-bytes"] if self.same_print else []
        found = [*(one.layer for one in self.broken), *self.layers, *files, *printed]
        return tuple(dict.fromkeys(found))


def audit(output: Path, revision: Revision, workers: int, progress: Progress) -> Audit:
    """Verify a revision and re-run it in a clean temporary folder."""
    broken = (*tampered(revision), *broken_chain(all_revisions(output)))
    with TemporaryDirectory(prefix="audit-") as folder:
        try:
            return _rerun(revision, broken, Path(folder), workers, progress)
        finally:
            remove_tree(Path(folder) / "stage")


def _rerun(revision: Revision, broken: tuple[Difference, ...], folder: Path, workers: int, progress: Progress) -> Audit:
    inputs = _unpack(revision, folder / "input")
    past = sealed_history(revision)
    draft = make_draft(inputs, open_calendar(calendar_of(inputs.root)), read_history(past), progress)
    stage = Stage(folder / "stage")
    if draft.calculation is not None:
        copy_inputs(stage, inputs)
        copy_history(stage, past)
        link, order = _link(revision), _order(revision, workers)
        fill(stage, prepare(draft, draft.calculation, link, order), link, order, progress)
    sealed = {**revision.manifest["files"], MANIFEST: sha256_of(revision.folder / MANIFEST)}
    rerun = tuple(differences(sealed, stage.hashes))
    return Audit(
        revision,
        broken,
        _layers(revision),
        rerun,
        tuple(one.name for one in rerun if _same_print(one, revision, stage)),
        figures_agree=not any(one.layer == "figures" for one in rerun),
        invariant=draft.calculation is not None and _invariant(draft, draft.calculation),
        checks=checks(revision, draft),
        draft=draft if draft.calculation is not None else None,
    )


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


def _layers(revision: Revision) -> tuple[str, ...]:
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
    manifest = found.revision.manifest
    company = found.draft.plans[0].parameters.company if found.draft and found.draft.plans else ""
    return Certificate(
        company=company,
        currency=manifest["currency"],
        period=period_of(found.revision),
        revision=f"r{found.revision.number}",
        reason=manifest["reason"],
        seal=found.revision.seal,
        prev=manifest["prev"] or "",
        files=len(manifest["files"]) + 1,
        people=manifest["counts"]["people"],
        payable=Fraction(manifest["totals"]["payable"]),
        clean=found.clean,
        layers=found.differing,
        figures_agree=found.figures_agree,
        invariant=found.invariant,
        sums=tuple(Sum(one.key, one.left, one.right) for one in found.checks),
        entries=hand_entries(found.draft) if found.draft else (),
        environment=_versions(found.revision),
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
