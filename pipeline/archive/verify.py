"""Is a seal whole: every file as the manifest says, every manifest as the next one says (SPEC 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from pipeline.archive.files import files_below, sha256_of
from pipeline.archive.revisions import MANIFEST, MANIFEST_HASH, Revision, all_revisions

LAYERS = (
    ("seal/inputs/calendar.xlsx", "calendar"),
    ("seal/inputs/mapping.xlsx", "mapping"),
    ("seal/inputs/", "inputs"),
    ("seal/parts/", "inputs"),
    ("seal/plan/", "plan"),
    ("seal/history/", "history"),
    ("seal/figures/", "figures"),
    ("data/", "figures"),
    ("seal/environment.json", "environment"),
    ("seal/manifest.", "manifest"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as sealed: the layer, the file, and `kind`: changed, missing, added, chain."""

    layer: str
    name: str
    kind: str


class Chain:
    """Every revision of an output folder in the order of sealing; each is verified once, however often it is asked."""

    def __init__(self, output: Path) -> None:
        """Find the revisions; DamagedSealError where a manifest does not hold."""
        self.revisions = all_revisions(output)
        self._tampered: dict[str, tuple[Difference, ...]] = {}

    def tampered(self, revision: Revision) -> tuple[Difference, ...]:
        """Its files that are not as its manifest says."""
        if revision.name not in self._tampered:
            self._tampered[revision.name] = tuple(tampered(revision))
        return self._tampered[revision.name]

    def damage(self, revision: Revision) -> tuple[Difference, ...]:
        """What is not as sealed in a revision, in those sealed before it (`2026-09/r1/…`), and in the chain."""
        before = (one for one in self.revisions if one.sequence < revision.sequence)
        theirs = (
            replace(found, layer="chain", name=f"{one.name}/{found.name}")
            for one in before
            for found in self.tampered(one)
        )
        return (*self.tampered(revision), *theirs, *self._broken)

    @cached_property
    def _broken(self) -> tuple[Difference, ...]:
        return tuple(broken_chain(self.revisions))


def layer_of(name: str) -> str:
    """Which layer of a revision a file belongs to; what is not data or seal is a document."""
    return next((layer for start, layer in LAYERS if name.startswith(start)), "documents")


def tampered(revision: Revision) -> list[Difference]:
    """Files of a revision that are not as its manifest says; a link is never what was sealed."""
    there = {path.relative_to(revision.folder).as_posix(): path for path in files_below(revision.folder)}
    for vouched in (MANIFEST, MANIFEST_HASH):
        there.pop(vouched)
    return differences(revision.manifest["files"], {name: _hash(path) for name, path in there.items()})


def differences(sealed: Mapping[str, str], found: Mapping[str, str]) -> list[Difference]:
    """How the hashes of two sets of files differ."""
    kinds = {
        **dict.fromkeys(sealed.keys() - found.keys(), "missing"),
        **dict.fromkeys(found.keys() - sealed.keys(), "added"),
        **{name: "changed" for name in sealed.keys() & found.keys() if sealed[name] != found[name]},
    }
    return [Difference(layer_of(name), name, kinds[name]) for name in sorted(kinds)]


def broken_chain(chain: Sequence[Revision]) -> list[Difference]:
    """Links of the chain that do not hold: a revision removed, put in, renamed, or changed after it was sealed."""
    first = [one for one in chain[:1] if one.sequence != 1 or one.manifest["prev"]]
    broken = [later for earlier, later in pairwise(chain) if not _follows(earlier, later)]
    found = [one for one in chain if one in first or one in broken or not _in_place(one, chain)]
    return [Difference("chain", one.name, "chain") for one in found]


def _hash(path: Path) -> str:
    return sha256_of(path) if path.is_file() and not path.is_symlink() else ""


def _follows(earlier: Revision, later: Revision) -> bool:
    return later.sequence == earlier.sequence + 1 and later.manifest["prev"] == earlier.seal


def _in_place(one: Revision, chain: Sequence[Revision]) -> bool:
    """Its folder is the one it was sealed in, and it replaces the revision before it of its period."""
    manifest = one.manifest
    before = [other.seal for other in chain if (other.period, other.number) == (one.period, one.number - 1)]
    replaced = before[0] if before else None
    return (manifest["period"]["id"], manifest["revision"], manifest["replaces"]) == (one.period, one.number, replaced)
