"""The sealed revisions of an output folder: where they are, and how they are chained."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline.archive.files import sha256_of

REVISION = re.compile(r"r([1-9]\d*)")
MANIFEST = "seal/manifest.json"
MANIFEST_HASH = "seal/manifest.sha256"
HISTORY = "seal/history"
ISSUED = "seal/issued.json"
ENVIRONMENT = "seal/environment.json"
READ_OR_COMPUTED = ("seal/inputs/", "seal/parts/", "seal/plan/", "seal/history/", "seal/figures/")


class DamagedSealError(RuntimeError):
    """The manifest of a revision is gone or not as it was sealed: nothing may be built on it."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder of the revision."""
        super().__init__(f"{folder.parent.name}/{folder.name}")
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Link:
    """A revision's place: its number in the period, its sequence in the chain, the seals before it."""

    number: int
    sequence: int
    prev: str | None
    replaces: str | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A sealed revision: its folder `output/<period>/rN` and its manifest."""

    folder: Path
    number: int
    manifest: dict[str, Any]

    @property
    def period(self) -> str:
        """The id of the period."""
        return self.folder.parent.name

    @property
    def name(self) -> str:
        """Its place below the output folder: `2026-09/r1`."""
        return f"{self.period}/r{self.number}"

    @property
    def sequence(self) -> int:
        """Its place in the chain of the output folder, from 1."""
        return int(self.manifest["sequence"])

    @property
    def seal(self) -> str:
        """The seal's own hash: the sha256 of the manifest."""
        return sha256_of(self.folder / MANIFEST)

    @property
    def sealed_on(self) -> date:
        """The day on which it was written, as its file system knows it; a copy that keeps no times has a later one."""
        return datetime.fromtimestamp((self.folder / MANIFEST).stat().st_mtime, UTC).astimezone().date()

    @property
    def link(self) -> Link:
        """Its place in the chain, as its manifest says."""
        manifest = self.manifest
        return Link(manifest["revision"], manifest["sequence"], manifest["prev"], manifest["replaces"])

    @property
    def figures_seal(self) -> str:
        """The hash that its company summary prints."""
        return figures_seal(self.manifest["period"]["id"], self.link, self.manifest["reason"], self.manifest["files"])


def revisions(period_folder: Path) -> tuple[Revision, ...]:
    """The sealed revisions of a period, oldest first; DamagedSealError where a manifest does not hold."""
    if not period_folder.is_dir():
        return ()
    numbered = ((REVISION.fullmatch(path.name), path) for path in period_folder.iterdir())
    found = (_load(path, int(match[1])) for match, path in numbered if match)
    return tuple(sorted(found, key=lambda revision: revision.number))


def all_revisions(output: Path) -> tuple[Revision, ...]:
    """Every sealed revision of an output folder, in the order in which they were sealed."""
    if not output.is_dir():
        return ()
    found = (revision for folder in sorted(output.iterdir()) if folder.is_dir() for revision in revisions(folder))
    return tuple(sorted(found, key=lambda revision: revision.sequence))


def figures_seal(period: str, link: Link, reason: str, files: Mapping[str, str]) -> str:
    """One hash over what a revision read and computed, its reason and its place in the chain (decision 6).

    It leaves out the documents, one of which prints it, and the environment, so that it is the same wherever the
    figures are. `files`: sha256 by name.
    """
    sealed = {name: code for name, code in files.items() if name.startswith(READ_OR_COMPUTED)}
    told = {"period": period, **asdict(link), "reason": reason, "files": sealed}
    return hashlib.sha256(canonical(told)).hexdigest()


def canonical(value: object) -> bytes:
    """JSON with sorted keys and no room for taste."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def hash_line(code: str) -> bytes:
    """What `seal/manifest.sha256` says, as `sha256sum --check` reads it."""
    return f"{code}  manifest.json\n".encode()


def _load(folder: Path, number: int) -> Revision:
    """A published revision is whole: a link in it, or a manifest that its hash does not fit, is damage."""
    manifest, vouched = folder / MANIFEST, folder / MANIFEST_HASH
    linked = any(path.is_symlink() for path in (folder, manifest.parent, manifest, vouched))
    whole = not linked and manifest.is_file() and vouched.is_file()
    if not whole or vouched.read_bytes() != hash_line(sha256_of(manifest)):
        raise DamagedSealError(folder)
    return Revision(folder, number, json.loads(manifest.read_bytes()))
