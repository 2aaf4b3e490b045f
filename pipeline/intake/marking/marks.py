"""What is to be marked in a workbook: findings in words, with the cells they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.findings import Finding, Severity
from pipeline.wording import Wording

GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING)
LOST = ("formulas", "shapes", "sparklines", "drawings", "macros", "controls")
"""What the copy lacks or may show otherwise; worded at `marked.lost_<name>`."""

_CELLS = re.compile(r"([A-Z]*)([0-9]+)(?::([A-Z]*)([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in words. `cells` are ranges such as `C2:C9` or `14:14`; the first one is where its link leads."""

    sheet: str
    cells: tuple[str, ...]
    severity: Severity
    line: tuple[str, ...]

    @property
    def comment(self) -> str:
        """What stands at the cell."""
        severity, _, _, what, todo = self.line
        return f"{severity}: {what}\n→ {todo}"


@dataclass(frozen=True, slots=True)
class Texts:
    """The wording of the first sheet: its name, title, headings, and a remark for each thing that may be lost."""

    sheet: str
    title: str
    headings: tuple[str, ...]
    lost: dict[str, str]
    more: str


def marks(findings: Sequence[Finding], words: Wording) -> list[Mark]:
    """The errors, then the warnings, of one workbook."""
    found = [one for severity in GRAVEST_FIRST for one in findings if one.severity is severity]
    return [Mark(one.place.sheet, tuple(_ranges(one)), one.severity, _line(one, words)) for one in found]


def texts(words: Wording) -> Texts:
    """The wording of the first sheet."""
    headings = tuple(words(f"marked.{key}") for key in ("severity", "place", "value", "what", "do"))
    lost = {name: words(f"marked.lost_{name}") for name in LOST}
    return Texts(words("marked.sheet"), words("marked.title"), headings, lost, words("marked.more"))


def _ranges(one: Finding) -> Iterator[str]:
    """The cells of a finding: of a merged one, each stretch of rows."""
    match = _CELLS.fullmatch(one.place.cell)
    if match and one.runs:
        yield from (f"{match[1]}{first}:{match[1]}{last}" for first, last in one.runs)
    elif match:
        yield one.place.cell


def _line(one: Finding, words: Wording) -> tuple[str, ...]:
    what, todo = words.told(one)
    where = " ".join(filter(None, (one.place.sheet, one.place.cell, one.place.header)))
    return (words(f"severity.{one.severity.value}"), where, one.value, what, todo)
