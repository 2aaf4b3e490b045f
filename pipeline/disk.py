"""Files that are there whole or not at all: created once, private, on the disk before anything relies on them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
NO_NAMES_TO_SYNC = (errno.EINVAL, errno.ENOTSUP)
"""What a file share says that keeps its names itself."""


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
    except OSError as refused:
        if refused.errno not in NO_NAMES_TO_SYNC:
            raise
    finally:
        os.close(handle)
