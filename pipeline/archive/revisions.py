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
    def sequence(self) -> int:
        """Its place in the chain of the output folder, from 1."""
        return int(self.manifest["sequence"])

    @property
    def seal(self) -> str:
        """The seal's own hash: the sha256 of the manifest."""
        return sha256_of(self.folder / MANIFEST)


def revisions(period_folder: Path) -> tuple[Revision, ...]:
    """The sealed revisions of a period, oldest first."""
    if not period_folder.is_dir():
        return ()
    numbered = ((REVISION.fullmatch(path.name), path) for path in period_folder.iterdir())
    found = (_load(path, int(match[1])) for match, path in numbered if match and (path / MANIFEST).is_file())
    return tuple(sorted(found, key=lambda revision: revision.number))


def all_revisions(output: Path) -> tuple[Revision, ...]:
    """Every sealed revision of an output folder, in the order in which they were sealed."""
    if not output.is_dir():
        return ()
    found = (revision for folder in output.iterdir() if folder.is_dir() for revision in revisions(folder))
    return tuple(sorted(found, key=lambda revision: revision.sequence))


def _load(folder: Path, number: int) -> Revision:
    return Revision(folder, number, json.loads((folder / MANIFEST).read_bytes()))
