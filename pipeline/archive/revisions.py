"""The sealed revisions of an output folder: where they are, and how they are chained."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.archive.files import sha256_of

REVISION = re.compile(r"r([1-9]\d*)")
MANIFEST = "seal/manifest.json"
MANIFEST_HASH = "seal/manifest.sha256"
HISTORY = "seal/history"


class DamagedSealError(RuntimeError):
    """The manifest of a revision is gone or not as it was sealed: nothing may be built on it."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder of the revision."""
        super().__init__(f"{folder.parent.name}/{folder.name}")
        self.folder = folder


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
