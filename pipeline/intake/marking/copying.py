"""One workbook copied and marked, by a child process with limits."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.intake.limited import command_of, run_child
from pipeline.intake.limits import MARKED_FILE_BYTES, MARKED_SECONDS
from pipeline.intake.marking.marks import Mark, Texts

COMMAND = command_of("pipeline.intake.marking.child")
KINDS = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Copied:
    """The copy, or why there is none: `format`, `large`, `refused`, `unopened`."""

    content: bytes = b""
    reason: str = ""


def marked_copy(path: Path, found: Sequence[Mark], words: Texts) -> Copied:
    """A copy of a workbook with its marks, made by a child with limits."""
    if path.suffix.lower() not in KINDS:
        return Copied(reason="format")
    if path.stat().st_size > MARKED_FILE_BYTES:
        return Copied(reason="large")
    given = pickle.dumps((path, found, words))
    outcome = run_child(COMMAND, seconds=MARKED_SECONDS, given=given)
    match outcome.written, outcome.status:
        case (bytes() as content, str() as reason), 0:
            return Copied(content, reason)
    return Copied(reason="unopened")
