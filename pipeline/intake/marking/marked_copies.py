"""`<name>_校验标注.xlsx` for each workbook with errors or warnings, or the reason why it has none (SPEC 8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.findings import Finding, Severity
from pipeline.intake.marking.copying import marked_copy
from pipeline.intake.marking.marks import marks, texts
from pipeline.wording import Wording

ENDING = "_校验标注.xlsx"
NAME_BYTES = 255
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked copy of a workbook: its file name and content, or the reason why there is none."""

    workbook: str
    name: str
    content: bytes
    reason: str


def marked_copies(findings: Iterable[Finding], files: Mapping[str, Path], words: Wording) -> list[Marked]:
    """A copy per workbook with errors or warnings; `files` are those that were read, by the name findings give."""
    of_each: dict[str, list[Finding]] = {}
    for one in findings:
        if one.severity is not Severity.INFO and one.place.workbook in files:
            of_each.setdefault(one.place.workbook, []).append(one)
    names = _names(of_each)
    with ThreadPoolExecutor(WORKERS) as pool:
        copies = pool.map(lambda name: marked_copy(files[name], marks(of_each[name], words), texts(words)), of_each)
        return [
            Marked(name, names[name] if copy.content else "", copy.content, copy.reason)
            for name, copy in zip(of_each, copies, strict=True)
        ]


def _names(workbooks: Iterable[str]) -> dict[str, str]:
    """A file name for each copy; two that would be the same are numbered."""
    names: dict[str, str] = {}
    for workbook in workbooks:
        stem = PurePosixPath(workbook).stem
        choices = (stem, *(f"{stem} ({number})" for number in range(2, len(names) + 2)))
        names[workbook] = next(name for one in choices if (name := _fitting(one)) not in names.values())
    return names


def _fitting(stem: str) -> str:
    """A file name that file systems take."""
    room = NAME_BYTES - len(ENDING.encode())
    return stem.encode()[:room].decode(errors="ignore") + ENDING


def copies_by_name(marked: Sequence[Marked]) -> dict[str, bytes]:
    """The files to write."""
    return {one.name: one.content for one in marked if one.content}
