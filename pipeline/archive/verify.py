"""Is a seal whole: every file as the manifest says, every manifest as the next one says (SPEC 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.archive.files import files_below, sha256_of
from pipeline.archive.revisions import MANIFEST, Revision

LAYERS = (
    ("seal/inputs/", "inputs"),
    ("seal/plan/", "plan"),
    ("seal/history/", "history"),
    ("seal/figures/", "figures"),
    ("data/", "figures"),
    ("seal/environment.json", "environment"),
    (MANIFEST, "manifest"),
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
    """Files of a revision that are not as its manifest says."""
    there = {path.relative_to(revision.folder).as_posix(): path for path in files_below(revision.folder)}
    there.pop(MANIFEST)
    found = {name: "" if path.is_symlink() else sha256_of(path) for name, path in there.items()}
    return differences(revision.manifest["files"], found)


def differences(sealed: Mapping[str, str], found: Mapping[str, str]) -> list[Difference]:
    """How the hashes of two sets of files differ."""
    kinds = {
        **dict.fromkeys(sealed.keys() - found.keys(), "missing"),
        **dict.fromkeys(found.keys() - sealed.keys(), "added"),
        **{name: "changed" for name in sealed.keys() & found.keys() if sealed[name] != found[name]},
    }
    return [Difference(layer_of(name), name, kinds[name]) for name in sorted(kinds)]


def broken_chain(chain: Sequence[Revision]) -> list[Difference]:
    """Links of the chain that do not hold: a revision removed, put in, or changed after the next one was sealed."""
    broken = [later for earlier, later in pairwise(chain) if not _follows(earlier, later)]
    first = [one for one in chain[:1] if one.sequence != 1 or one.manifest["prev"]]
    return [Difference("chain", f"{one.period}/r{one.number}", "chain") for one in (*first, *broken)]


def _follows(earlier: Revision, later: Revision) -> bool:
    return later.sequence == earlier.sequence + 1 and later.manifest["prev"] == earlier.seal
