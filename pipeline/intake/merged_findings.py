"""A finding that repeats down a column is told once, with its range and count (SPEC 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from pipeline.findings import Finding, Place

FEW = 5
"""Up to this many runs of a column are told apart; more become one finding over the whole range."""
SHOWN = 3
ONE_A_COLUMN = frozenset({"person-by-name"})
"""What is only to be looked over is told once for its column, however its cells are scattered."""

_CELL = re.compile(r"([A-Z]+)([0-9]+)")

Column = tuple[object, ...]


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with those of one code in one column joined; the order is that of each one's first."""
    columns: dict[Column, list[Finding]] = {}
    for finding in findings:
        columns.setdefault(_column(finding), []).append(finding)
    return [one for group in columns.values() for one in _joined(group)]


def _column(finding: Finding) -> Column:
    match = _CELL.fullmatch(finding.place.cell)
    letters = match[1] if match else (finding.place.cell, finding.value, finding.params)
    return (finding.code, finding.severity, finding.place.workbook, finding.place.sheet, letters)


def _joined(group: list[Finding]) -> list[Finding]:
    if len(group) == 1 or not _CELL.fullmatch(group[0].place.cell):
        return list(dict.fromkeys(group))
    ordered = sorted(group, key=_row)
    runs = [[finding for _, finding in run] for _, run in groupby(enumerate(ordered), key=_run)]
    apart = len(runs) <= FEW and group[0].code not in ONE_A_COLUMN
    return [_one(run) for run in runs] if apart else [_one(ordered)]


def _run(numbered: tuple[int, Finding]) -> tuple[object, ...]:
    """What neighbours of a run share: consecutive rows, and what the message says beside the value."""
    place, finding = numbered
    return (_row(finding) - place, finding.params)


def _one(run: list[Finding]) -> Finding:
    first, last = run[0], run[-1]
    if first is last:
        return first
    place = first.place
    cell = f"{place.cell}:{last.place.cell}"
    shown = _few([finding.value for finding in run])
    names = [name for name, _ in first.params]
    params = tuple((name, _few([dict(finding.params).get(name, "") for finding in run])) for name in names)
    joined = Place(place.workbook, place.sheet, cell, place.header)
    count = sum(finding.count for finding in run)
    return replace(first, place=joined, value=shown, params=params, count=count, runs=_stretches(run))


def _stretches(run: list[Finding]) -> tuple[tuple[int, int], ...]:
    """First and last row of each stretch of neighbours."""
    rows = sorted({_row(finding) for finding in run})
    groups = groupby(enumerate(rows), key=lambda numbered: numbered[1] - numbered[0])
    stretches = ([row for _, row in group] for _, group in groups)
    return tuple((stretch[0], stretch[-1]) for stretch in stretches)


def _few(words: list[str]) -> str:
    """The different ones, the first few told."""
    different = list(dict.fromkeys(words))
    return "、".join(different[:SHOWN]) + ("…" if len(different) > SHOWN else "")


def _row(finding: Finding) -> int:
    match = _CELL.fullmatch(finding.place.cell)
    return int(match[2]) if match else 0
