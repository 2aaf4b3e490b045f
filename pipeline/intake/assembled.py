"""The parts of every table as one frame each, and faults as findings with their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.findings import Finding, Place, Severity, visible
from pipeline.intake.fault import WARNINGS, Fault
from pipeline.intake.sheets import Part
from pipeline.intake.typed import empty_frame
from pipeline.tables import SHEET_ID, SHEET_ROW, Source, Tables
from schemas.field import Table


def assembled(parts: Sequence[Part], delivered: Iterable[Table]) -> Tables:
    """One frame per table that was delivered, in the order of its sheets; `sheet_id` is the part's number."""
    frames = {}
    for table in dict.fromkeys(delivered):
        own = {number: part for number, part in enumerate(parts) if part.table is table}
        frames[table.name] = _united(own) if own else _placed(empty_frame(table), 0)
    return Tables(frames, tuple(part.source for part in parts))


def finding(source: Source, fault: Fault) -> Finding:
    """A fault as a finding that names workbook, sheet, cell and header."""
    letters = source.columns.get(fault.field, "")
    cell = f"{letters}{fault.row}" if letters else f"{fault.row}:{fault.row}"
    place = Place(source.workbook, source.sheet, cell, source.headers.get(fault.field, fault.field))
    severity = Severity.WARNING if fault.code in WARNINGS else Severity.ERROR
    params = tuple((name, visible(word)) for name, word in fault.params)
    return Finding(fault.code, severity, place, visible(fault.value), params)


def first_of_each(faults: Iterable[tuple[int, Fault]]) -> list[tuple[int, Fault]]:
    """One error per cell, the first that was found; warnings stand beside it."""
    first: dict[tuple[object, ...], tuple[int, Fault]] = {}
    for number, fault in faults:
        kind = fault.code if fault.code in WARNINGS else ""
        first.setdefault((number, fault.field, fault.row, kind), (number, fault))
    return list(first.values())


def _united(parts: Mapping[int, Part]) -> pd.DataFrame:
    """The rows of all parts; each part's frame is from then on a piece of it, so that nothing is held twice."""
    pieces = [_placed(part.rows.frame, number) for number, part in parts.items()]
    whole = pd.concat(pieces, ignore_index=True)
    start = 0
    for part in parts.values():
        index = part.rows.frame.index
        part.rows.frame = whole.iloc[start : start + len(index)].set_axis(index)
        start += len(index)
    return whole


def _placed(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    """The rows with the places they were read from."""
    at = {SHEET_ID: np.full(len(frame), number, dtype=np.int32), SHEET_ROW: frame.index.to_numpy(dtype=np.int32)}
    return frame.assign(**at)
