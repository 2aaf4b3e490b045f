"""The files of an archive: listed, hashed, made read-only, removed."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.disk import sync_folder

READ_ONLY_FOLDER, READ_ONLY_FILE = 0o500, 0o400


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> list[Path]:
    """Every file below a folder, sorted by its path; links are not followed."""
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def folders_below(folder: Path) -> Iterator[Path]:
    """The folder and every folder below it, deepest first."""
    for path, _, _ in os.walk(folder, topdown=False):
        yield Path(path)


def make_read_only(folder: Path) -> None:
    """Take the right to write from every file and folder below, and wait until all names are on the disk."""
    for path in files_below(folder):
        path.chmod(READ_ONLY_FILE)
    for path in folders_below(folder):
        sync_folder(path)
        path.chmod(READ_ONLY_FOLDER)


def remove_tree(folder: Path) -> None:
    """Remove a folder of ours, read-only parts too; nothing if it is not there."""
    if folder.is_dir():
        for path in list(folders_below(folder)):
            path.chmod(stat.S_IRWXU)
        shutil.rmtree(folder)
