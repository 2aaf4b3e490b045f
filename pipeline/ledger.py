"""Append-only ledgers: JSON lines, each on the disk before it counts, each holding the hash of the line before it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.disk import PRIVATE_FILE, make_folder, sync_folder

START = "0" * 64
Entry = Mapping[str, Any]


class BrokenLedgerError(RuntimeError):
    """A line is not the one that was written, or one is missing: somebody changed the file by hand."""

    def __init__(self, path: Path, line: int) -> None:
        """Name the file and its first line that does not fit."""
        super().__init__(f"{path}:{line}")
        self.path = path
        self.line = line


class Ledger:
    """The entries of one file, oldest first. Whoever appends holds a lock of his own.

    A line that a crash left unfinished was never acknowledged: it is no entry, and the next entry takes its place.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there and check the chain."""
        self.path = path
        lines = path.read_bytes().split(b"\n")[:-1] if path.is_file() else []
        self._length = sum(len(line) + 1 for line in lines)
        self._hash = START
        self._entries: list[Entry] = []
        for line in lines:
            self._entries.append(self._checked(line))
            self._hash = hashlib.sha256(line).hexdigest()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What was recorded, in order."""
        return tuple(self._entries)

    def append(self, **values: object) -> None:
        """Record one entry; on return it is on the disk."""
        entry = {"n": len(self._entries) + 1, "prev": self._hash, **values}
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
        _write(self.path, self._length, line + b"\n")
        self._length += len(line) + 1
        self._hash = hashlib.sha256(line).hexdigest()
        self._entries.append(entry)

    def _checked(self, line: bytes) -> Entry:
        number = len(self._entries) + 1
        try:
            entry = json.loads(line)
        except ValueError:
            raise BrokenLedgerError(self.path, number) from None
        if not isinstance(entry, dict) or (entry.get("n"), entry.get("prev")) != (number, self._hash):
            raise BrokenLedgerError(self.path, number)
        return entry


def _write(path: Path, length: int, line: bytes) -> None:
    """Put a line behind the first `length` bytes and wait until it, and the name of a new file, are on the disk."""
    make_folder(path.parent)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.truncate(length)
        file.seek(length)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    if length == 0:
        sync_folder(path.parent)
