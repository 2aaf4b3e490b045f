"""The audit: verify a seal, re-run it from itself alone, compare every byte, and say which layer differs (SPEC 7)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.archive.environment import EnvironmentChange, environment, environment_changes
from pipeline.archive.files import remove_tree
from pipeline.archive.periods import period_of
from pipeline.archive.revisions import ENVIRONMENT, MANIFEST, MANIFEST_HASH, Revision
from pipeline.archive.verify import Chain, Difference
from pipeline.draft import Progress
from pipeline.hand_entries import hand_entries
from pipeline.intake.shuffling.folder import Shuffled
from pipeline.render.certificate import Certificate, Sum
from pipeline.rerun import Rerun, rerun

FOLLOWS_FROM_OTHERS = (MANIFEST, MANIFEST_HASH, ENVIRONMENT)
READ_BY_A_RERUN = ("inputs", "calendar", "mapping", "plan", "history")
VOUCHED = len((MANIFEST, MANIFEST_HASH))
HASH = 12


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit of one revision found.

    `broken`: files and links that are not as sealed. `environment`: parts of today's that are not the sealed ones
    (layers code, lock, python, packages, native, fonts). `rerun` is None where what it would read is not as sealed.
    """

    revision: Revision
    broken: tuple[Difference, ...]
    environment: tuple[EnvironmentChange, ...]
    rerun: Rerun | None

    @property
    def clean(self) -> bool:
        """Every byte is as sealed, the re-run gives the same bytes, and all sums agree."""
        return self.pays_the_same and not (self.rerun and self.rerun.files)

    @property
    def pays_the_same(self) -> bool:
        """Every byte is as sealed, and today's code gives the same figures, whose sums agree, whatever else differs."""
        if self.broken or self.rerun is None or not self.rerun.figures_agree:
            return False
        return self.rerun.invariance.agrees and all(check.agrees for check in self.rerun.checks)

    @property
    def differing(self) -> tuple[str, ...]:
        """The layers that differ, causes before effects."""
        again = self.rerun.files if self.rerun else ()
        same = self.rerun.same_print if self.rerun else ()
        files = [one.layer for one in again if one.name not in (*FOLLOWS_FROM_OTHERS, *same)]
        found = [
            *(one.layer for one in self.broken),
            *(one.layer for one in self.environment),
            *files,
            *(["pdf-bytes"] if same else []),
        ]
        return tuple(dict.fromkeys(found))


def audit(chain: Chain, revision: Revision, workers: int, progress: Progress, *, scheduler: str = "") -> Audit:
    """Verify a revision and all before it; re-run it in a clean temporary folder; compare."""
    own, broken = chain.tampered(revision), chain.damage(revision)
    changed = () if any(one.name == ENVIRONMENT for one in own) else changed_environment(revision)
    if any(one.layer in READ_BY_A_RERUN for one in own):
        return Audit(revision, broken, changed, None)
    with TemporaryDirectory(prefix="audit-") as folder:
        try:
            again = rerun(revision, own, Path(folder), workers, progress, scheduler=scheduler)
            return Audit(revision, broken, changed, again)
        finally:
            remove_tree(Path(folder) / "stage")


def changed_environment(revision: Revision) -> tuple[EnvironmentChange, ...]:
    """Which parts of today's environment are not the sealed ones."""
    return environment_changes(json.loads((revision.folder / ENVIRONMENT).read_bytes()), environment())


def certificate(found: Audit) -> Certificate:
    """The audit as its one-page certificate says it."""
    manifest, again = found.revision.manifest, found.rerun
    return Certificate(
        company=again.draft.plans[0].parameters.company if again else "",
        currency=manifest["currency"],
        period=period_of(found.revision),
        revision=f"r{found.revision.number}",
        reason=manifest["reason"],
        seal=found.revision.seal,
        figures_seal=found.revision.figures_seal,
        prev=manifest["prev"] or "",
        files=len(manifest["files"]) + VOUCHED,
        people=manifest["counts"]["people"],
        payable=Fraction(manifest["totals"]["payable"]),
        clean=found.clean,
        pays_the_same=found.pays_the_same,
        changes=tuple((one.layer, one.name, one.sealed[:HASH], one.today[:HASH]) for one in found.environment),
        layers=found.differing,
        rerun=again is not None,
        figures_agree=again is not None and again.figures_agree,
        invariant=again is not None and again.invariance.agrees,
        shuffled=_counts(again.invariance.shuffled) if again else {},
        left=again.invariance.shuffled.left if again else (),
        sums=tuple(Sum(one.key, one.left, one.right) for one in again.checks) if again else (),
        entries=hand_entries(again.draft) if again else (),
        environment=() if ENVIRONMENT in {one.name for one in found.broken} else _versions(found.revision),
    )


def _counts(shuffled: Shuffled) -> dict[str, int]:
    return {name: getattr(shuffled, name) for name in ("files", "renamed", "cut", "sheets", "rows")}


def _versions(revision: Revision) -> tuple[tuple[str, str], ...]:
    sealed = json.loads((revision.folder / ENVIRONMENT).read_bytes())
    native = tuple(sealed["native"].items())
    return (
        ("python", sealed["python"]),
        *native,
        ("weasyprint", sealed["packages"]["weasyprint"]),
        ("code", sealed["code"][:HASH]),
    )
