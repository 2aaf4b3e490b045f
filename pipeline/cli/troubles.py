"""Troubles that a user can mend, each told in words of its own with its exit code (SPEC 7)."""

from __future__ import annotations

import errno
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pipeline.archive.lock import LockedError
from pipeline.archive.revisions import DamagedSealError
from pipeline.cli.console import Screen
from pipeline.cli.exits import Exit
from pipeline.cli.job import UsageError
from pipeline.ledger import BrokenLedgerError
from pipeline.render.cluster import ClusterError

TROUBLES = (UsageError, ClusterError, LockedError, DamagedSealError, BrokenLedgerError, OSError)
Told = tuple[Exit, str, Mapping[str, object]]
"""An exit code, the key of its wording, and what the wording says."""
GIVEN = ("input", "file", "old", "new", "plan", "settings")
"""Arguments that name what a command reads."""
READING: Mapping[int, tuple[Exit, str]] = {
    errno.EACCES: (Exit.USAGE, "cli.may_not_read"),
    errno.EPERM: (Exit.USAGE, "cli.may_not_read"),
    errno.ENOENT: (Exit.FINDINGS, "cli.vanished"),
}
WRITING: Mapping[int, str] = {
    errno.ENOSPC: "cli.storage_full",
    errno.EDQUOT: "cli.storage_full",
    errno.EFBIG: "cli.storage_full",
    errno.EACCES: "cli.may_not_write",
    errno.EPERM: "cli.may_not_write",
    errno.EROFS: "cli.may_not_write",
    errno.ENOTDIR: "cli.no_folder_there",
    errno.EEXIST: "cli.no_folder_there",
}


def guarded(work: Callable[[], Exit], screen: Screen, asked: Namespace) -> Exit:
    """How some work ended; a trouble is told on the error stream. Faults of the program pass through."""
    try:
        return work()
    except TROUBLES as trouble:
        code, key, params = _told(trouble, asked)
        screen.complain(key, **params)
        return code


def _told(trouble: Exception, asked: Namespace) -> Told:
    match trouble:
        case UsageError():
            return trouble.exit, trouble.key, trouble.params
        case ClusterError():
            return Exit.USAGE, f"cli.cluster_{trouble.kind}", {"address": trouble.address}
        case LockedError():
            return Exit.LOCKED, "cli.locked", {"holder": trouble.holder, "since": f"{trouble.since:%Y-%m-%d %H:%M}"}
        case DamagedSealError():
            return Exit.AUDIT_DIFFERS, "audit.damaged_seal", {"name": trouble}
        case BrokenLedgerError():
            return Exit.FINDINGS, "process.ledger_broken", {"path": trouble.path, "line": trouble.line}
        case OSError():
            return _of_a_file(trouble, asked)
    raise trouble


def _of_a_file(trouble: OSError, asked: Namespace) -> Told:
    """What was given and cannot be read is a matter of the user's set-up; all else is the storage of the output."""
    path, number = Path(str(trouble.filename or asked.output)), trouble.errno or 0
    params = {"path": path, "cause": trouble.strerror or trouble}
    if number in READING and any(_within(path, one) for one in _given(asked)) and not _within(path, asked.output):
        code, key = READING[number]
        return code, key, params
    return Exit.STORAGE, WRITING.get(number, "cli.storage"), params


def _given(asked: Namespace) -> Iterator[Path]:
    return (path for name in GIVEN if isinstance(path := getattr(asked, name, None), Path))


def _within(path: Path, folder: Path) -> bool:
    return path.absolute().is_relative_to(folder.absolute())
