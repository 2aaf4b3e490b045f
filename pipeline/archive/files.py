"""Files that are there whole or not at all: created once, private, on the disk before anything relies on them."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
READ_ONLY_FOLDER, READ_ONLY_FILE = 0o500, 0o400


def make_folder(path: Path) -> None:
    """Make a folder and those above it that are missing, each only for the owner and its name on the disk."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        sync_folder(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, for the owner alone, and wait until it is on the disk."""
    make_folder(path.parent)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in the place of another in one step: a reader sees the old one or the new one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    try:
        write_new(beside, content)
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
