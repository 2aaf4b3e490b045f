"""The invariance run: the sealed files with shuffled rows, sheets and names give the same figures (SPEC 3 and 7)."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pandas as pd

from pipeline.archive.data import to_lines
from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.delivery import own_delivery
from pipeline.draft import Draft, Progress, make_draft
from pipeline.inputs import PARTS, Inputs
from pipeline.intake.calendar_book import CalendarBook
from pipeline.intake.shuffling.folder import Shuffled, shuffle_folder, together
from pipeline.tables import SHEET_ID, SHEET_ROW, Tables

SEED = 20260930
WHERE_READ = ("sources", "source", SHEET_ID, SHEET_ROW)


@dataclass(frozen=True, slots=True)
class Invariance:
    """What was shuffled, and whether the figures stayed the same."""

    shuffled: Shuffled
    agrees: bool


def shuffled_again(
    draft: Draft, calculation: Calculation, folder: Path, calendar: CalendarBook, progress: Progress
) -> Invariance:
    """Read and calculate the period once more from rewritten files; those that cannot be, shuffled as tables."""
    random = Random(SEED)  # noqa: S311 - a shuffle that repeats
    done: list[Shuffled] = []
    inputs = _shuffled(draft.inputs, folder, random, done)
    again = make_draft(inputs, calendar, draft.history, progress)
    shuffled = together(done)
    if again.calculation is None:
        return Invariance(shuffled, agrees=False)
    made = _tables_shuffled(again) if shuffled.left else again.calculation
    return Invariance(shuffled, _figures(made) == _figures(calculation))


def _shuffled(inputs: Inputs, folder: Path, random: Random, done: list[Shuffled]) -> Inputs:
    """The inputs and those of their parts as rewritten files below a folder."""
    parts = tuple(
        replace(part, inputs=_shuffled(part.inputs, folder / PARTS / part.inputs.period.id, random, done))
        for part in inputs.parts
    )
    found = Inputs(folder, inputs.period, inputs.plan_folder or inputs.root / "plans", parts)
    own, mapping = own_delivery(inputs), inputs.mapping
    if own is not None:
        done.append(shuffle_folder(inputs.folder, found.folder, own, random, rename=mapping is None))
    if mapping:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(mapping, folder / mapping.name)
    return found


def _tables_shuffled(draft: Draft) -> Calculation:
    """The figures of the same rows in another order within each table."""
    frames = draft.intake.tables.frames
    mixed = {name: one.sample(frac=1, random_state=SEED).reset_index(drop=True) for name, one in frames.items()}
    tables = Tables(mixed, draft.intake.tables.sources)
    return calculate(draft.period, tables, draft.plans, draft.workdays, draft.history)


def _figures(made: Calculation) -> list[bytes]:
    """The four data tables without the cells that they were read from."""
    return [to_lines(_without_places(frame)) for frame in (made.people, made.kpi_scores, made.lines, made.credits)]


def _without_places(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[name for name in frame.columns if name not in WHERE_READ]]
