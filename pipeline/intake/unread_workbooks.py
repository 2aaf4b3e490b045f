"""Workbooks none of whose sheets was read: whoever put one into the folder meant something by it (SPEC 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from pipeline.findings import Finding, Place, warning
from pipeline.intake.characters import compact
from pipeline.intake.layout import top_rows
from pipeline.intake.opened import Opened

OF_TARGETS = ("目标", "指标", "target", "quota", "kpi")
"""Words in a name or a header by which a workbook is one of targets, though not written as rows."""
LABEL_LENGTH = 20
"""Longer texts are sentences, which may speak of targets in a workbook of something else."""


def unread_workbooks(sheets: Iterable[Opened]) -> dict[tuple[str, str], Finding]:
    """A warning for each workbook with content of which nothing was read, by its first sheet that is not empty.

    A sheet that comes close to a table has a warning of its own, which is enough.
    """
    found = {}
    for name, group in groupby(sheets, key=lambda one: one.workbook.name):
        every = list(group)
        filled = [one for one in every if one.sheet.columns]
        if filled and not any(one.guess.table or one.guess.nearest for one in every):
            first = filled[0].sheet.name
            code = "workbook-unread-targets" if _of_targets(name, filled) else "workbook-unread"
            found[name, first] = warning(code, Place(name, first), PurePosixPath(name).name)
    return found


def _of_targets(name: str, filled: Sequence[Opened]) -> bool:
    texts = [text for one in filled for row in top_rows(one.sheet).values() for text in row.values()]
    words = map(compact, (PurePosixPath(name).stem, *(one.sheet.name for one in filled), *texts))
    return any(hint in word for word in words if len(word) <= LABEL_LENGTH for hint in OF_TARGETS)
