"""Exit codes (SPEC 7)."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the exit code of a command means."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    AUDIT_DIFFERS = 3
    LOCKED = 4
    NOT_DELIVERED = 5
    STORAGE = 6
    FAULT = 70
