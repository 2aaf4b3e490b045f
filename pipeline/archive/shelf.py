"""Documents made earlier, by the key of what shaped them: those of the last revision, and of a close that died."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.archive.files import remove_tree
from pipeline.archive.issues import read_issues
from pipeline.archive.revisions import Revision
from pipeline.disk import make_folder

SHELF = ".rendered"
HEX = 64


class Shelf(Protocol):
    """What a close may take instead of rendering it again."""

    def holds(self, key: str) -> bool:
        """Whether there seems to be such a document."""

    def take(self, key: str) -> bytes | None:
        """The document, if its bytes are the ones that were put there."""

    def keep(self, key: str, content: bytes) -> None:
        """Put a document there for a close that comes after a kill."""

    def only(self, keys: Collection[str]) -> None:
        """Throw away what was kept under other keys."""


class EmptyShelf:
    """Nothing is taken and nothing kept: everything is rendered, as an audit does."""

    def holds(self, key: str) -> bool:
        """Never."""
        del key
        return False

    def take(self, key: str) -> bytes | None:
        """Nothing."""
        del key
        return None

    def keep(self, key: str, content: bytes) -> None:
        """Do not."""

    def only(self, keys: Collection[str]) -> None:
        """There is nothing to throw away."""


@dataclass(frozen=True, slots=True)
class _Sealed:
    path: Path
    sha256: str


class KeptShelf:
    """The documents of the revision that a close replaces, and a folder of those that are not published yet.

    A file of the folder begins with the sha256 of what follows. Whatever does not fit its hash is as good as absent.
    """

    def __init__(self, folder: Path, replaced: Revision | None) -> None:
        """Look up what the replaced revision issued under which key."""
        self._folder = folder
        self._sealed: Mapping[str, _Sealed] = {
            issue.key: _Sealed(replaced.folder / name, replaced.manifest["files"][name])
            for name, issue in read_issues(replaced).items()
            if replaced
        }
        make_folder(folder)

    def holds(self, key: str) -> bool:
        """Whether either has the key."""
        return key in self._sealed or self._path(key).is_file()

    def take(self, key: str) -> bytes | None:
        """From the revision, else from the folder."""
        return self._of_revision(key) or self._of_folder(key)

    def keep(self, key: str, content: bytes) -> None:
        """Into the folder; a death in between leaves a file that its hash does not fit."""
        path = self._path(key)
        path.unlink(missing_ok=True)
        path.write_bytes(hashlib.sha256(content).hexdigest().encode() + content)

    def only(self, keys: Collection[str]) -> None:
        """Throw away what no close asks for any more."""
        for path in self._folder.iterdir():
            if path.name not in keys:
                path.unlink()

    def clear(self) -> None:
        """Everything is published: the folder is of no more use."""
        remove_tree(self._folder)

    def _of_revision(self, key: str) -> bytes | None:
        sealed = self._sealed.get(key)
        if sealed is None or not sealed.path.is_file():
            return None
        content = sealed.path.read_bytes()
        return content if hashlib.sha256(content).hexdigest() == sealed.sha256 else None

    def _of_folder(self, key: str) -> bytes | None:
        path = self._path(key)
        stored = path.read_bytes() if path.is_file() else b""
        content = stored[HEX:]
        return content if stored[:HEX] == hashlib.sha256(content).hexdigest().encode() else None

    def _path(self, key: str) -> Path:
        return self._folder / key
