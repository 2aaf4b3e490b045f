"""A revision in the making: staged beside its place, published by one rename."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.archive.files import make_read_only, remove_tree
from pipeline.disk import make_folder, sync_folder, write_new

STAGE_NAME = ".stage"


@dataclass(slots=True)
class Stage:
    """The folder of a revision that nobody sees yet; `hashes` is the sha256 of every file written so far."""

    folder: Path
    hashes: dict[str, str] = field(default_factory=dict)

    def write(self, name: str, content: bytes) -> None:
        """Write one file of the revision; its name is relative, with `/`."""
        write_new(self.folder / name, content)
        self.hashes[name] = hashlib.sha256(content).hexdigest()


@contextmanager
def staged(period_folder: Path) -> Iterator[Stage]:
    """A fresh stage in a period's output folder; what is left of it afterwards, or of an earlier one, is removed."""
    folder = period_folder / STAGE_NAME
    make_folder(period_folder)
    remove_tree(folder)
    make_folder(folder)
    try:
        yield Stage(folder)
    finally:
        remove_tree(folder)


def publish(stage: Stage, target: Path) -> None:
    """Make the stage the revision `target`, whole and read-only; FileExistsError if there is one already."""
    if target.exists():
        raise FileExistsError(target)
    make_read_only(stage.folder)
    stage.folder.rename(target)
    sync_folder(target.parent)
