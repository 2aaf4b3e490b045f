"""Findings: users' mistakes as data, each with its place and a code; wording lives in the message catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SEEN = "\n\t\u00a0\u3000"
"""Characters that `str.isprintable` refuses although they are only space."""


class Severity(StrEnum):
    """How much a finding weighs: an error blocks the close (SPEC 2)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the user's files; empty parts are unknown. `cell` is like `C12` or `C2:C9`."""

    workbook: str = ""
    sheet: str = ""
    cell: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a user should know or mend.

    `code` is a stable slug; the catalogue holds `finding.<code>.what` (with what was expected) and `finding.<code>.do`
    in each language, formatted with `value` and `params`. `count` tells how many cells a merged finding stands for, and
    `runs` the first and last row of each stretch of them.
    """

    code: str
    severity: Severity
    place: Place = Place()
    value: str = ""
    params: tuple[tuple[str, str], ...] = ()
    count: int = 1
    runs: tuple[tuple[int, int], ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether a close with this finding must not go on."""
        return self.severity is Severity.ERROR


def error(code: str, place: Place = Place(), value: object = "", **params: object) -> Finding:
    """A finding that blocks the close."""
    return _finding(code, Severity.ERROR, place, value, params)


def warning(code: str, place: Place = Place(), value: object = "", **params: object) -> Finding:
    """A finding that a person should look at; it blocks nothing."""
    return _finding(code, Severity.WARNING, place, value, params)


def info(code: str, place: Place = Place(), value: object = "", **params: object) -> Finding:
    """A finding for the record."""
    return _finding(code, Severity.INFO, place, value, params)


def visible(text: str) -> str:
    """Text in which what cannot be seen, or turns the direction of what follows, is written by its code point."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in SEEN else f"\\u{ord(sign):04x}" for sign in text)


def any_blocks(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings blocks the close."""
    return any(finding.blocks for finding in findings)


def _finding(code: str, severity: Severity, place: Place, value: object, params: dict[str, object]) -> Finding:
    shown = "" if value is None else visible(str(value))
    return Finding(code, severity, place, shown, tuple((key, visible(str(word))) for key, word in params.items()))
