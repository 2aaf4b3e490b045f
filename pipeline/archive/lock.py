"""One at a time: locks of a folder that the kernel releases when their process dies."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.disk import PRIVATE_FILE, make_folder

LOCK_NAME = ".close.lock"
WRITING_NAME = ".writing.lock"
PATIENCE, MOMENT = 100, 0.01


class LockedError(RuntimeError):
    """Another command holds the lock: which one, by which process on which machine (`holder`), and since when."""

    def __init__(self, holder: str, since: datetime) -> None:
        """Keep who holds it."""
        super().__init__(f"locked by {holder} since {since}")
        self.holder = holder
        self.since = since


@contextmanager
def locked(output: Path, command: str) -> Iterator[None]:
    """Hold the lock of an output folder for a command; LockedError at once when somebody else does."""
    make_folder(output)
    handle = os.open(output / LOCK_NAME, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        _take(handle, command)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes what a folder shows without a seal, then keep others waiting: it takes a moment."""
    make_folder(folder)
    handle = os.open(folder / WRITING_NAME, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _take(handle: int, command: str) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        raise LockedError(_holder(handle), _written(handle)) from busy
    holder = f"{command}, {socket.gethostname()} pid {os.getpid()}\n".encode()
    os.pwrite(handle, holder, 0)
    os.ftruncate(handle, len(holder))


def _written(handle: int) -> datetime:
    """When the holder wrote its name, in local time."""
    return datetime.fromtimestamp(os.fstat(handle).st_mtime, UTC).astimezone()


def _holder(handle: int) -> str:
    """Who holds the lock; a process that took it this moment has yet to write its name."""
    for _ in range(PATIENCE):
        if written := os.pread(handle, 200, 0).decode(errors="replace").strip():
            return written
        time.sleep(MOMENT)
    return "?"
