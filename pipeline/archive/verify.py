"""Is a seal whole: every file as the manifest says, every manifest as the next one says (SPEC 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from pipeline.archive.files import files_below, sha256_of
from pipeline.archive.revisions import MANIFEST, MANIFEST_HASH, Revision

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


def damaged_before(chain: Sequence[Revision], revision: Revision) -> list[Difference]:
    """Files of the revisions sealed before this one that are not as sealed; names begin with `2026-09/r1/`."""
    return [
        replace(one, layer="chain", name=f"{earlier.name}/{one.name}")
        for earlier in chain
        if earlier.sequence < revision.sequence
        for one in tampered(earlier)
    ]


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
