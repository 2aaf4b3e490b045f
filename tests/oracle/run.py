"""A drawn world through the pipeline, from its workbooks to its figures, without a command line of its own."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.archive.data import from_lines, to_lines, to_parquet
from pipeline.calculation import Calculation
from pipeline.draft import Draft, make_draft
from pipeline.history import History, SealedPeriod
from pipeline.inputs import Inputs, Part
from pipeline.intake.calendar_book import CalendarBook
from pipeline.intake.cells import Workbook
from pipeline.intake.formats import read_file
from pipeline.period import parse_period
from schemas.outputs import DATA
from tests.casebook.run import Records
from tests.oracle.world import World, write_world

CHILD = "pipeline.intake.readers.read_in_child"
"""What starts an interpreter for each workbook: tests of many closes put `read_here` in its place."""


def read_here(path: Path, name: str) -> Workbook:
    """The same reader in this process: an interpreter for each file costs more than the close of a small world."""
    return read_file(path, name)


def drafted(world: World, folder: Path, history: History | None = None) -> Draft:
    """A period as it was read from its workbooks, with the seals before it."""
    write_world(world, folder)
    period = parse_period(world.period)
    assert period is not None
    book = CalendarBook(folder / "calendar.xlsx")
    inputs = Inputs(
        folder, period, parts=tuple(_part(past, folder) for past in world.past if past.world.period in world.parts)
    )
    return make_draft(inputs, book, history or History(), lambda *_: None)


def calculated(world: World, folder: Path, history: History | None = None) -> Calculation:
    """A period from its workbooks, with the seals before it."""
    draft = drafted(world, folder, history)
    assert draft.calculation is not None, [one for one in draft.findings if one.blocks]
    return draft.calculation


def _part(past: Any, folder: Path) -> Part:
    """A sealed period as a part of a longer one; its workbooks lie beside."""
    period = parse_period(past.world.period)
    assert period is not None
    return Part(Inputs(folder.parent / period.id, period), 1, "封存", frozenset(one.id for one in past.staff))


def records(calculation: Calculation) -> dict[str, Records]:
    """The figures as `data/*.parquet` holds them."""
    made = _frames(calculation)
    return {name: pq.read_table(BytesIO(to_parquet(made[name], DATA[name]))).to_pylist() for name in DATA}


def sealed(calculation: Calculation) -> SealedPeriod:
    """The figures as later periods read them from `seal/figures/*.jsonl`."""
    read = {name: from_lines(to_lines(frame)) for name, frame in _frames(calculation).items()}
    return SealedPeriod(calculation.period, 1, **read)


def _frames(calculation: Calculation) -> dict[str, Any]:
    made = (calculation.people, calculation.kpi_scores, calculation.lines, calculation.credits)
    return dict(zip(DATA, made, strict=True))
