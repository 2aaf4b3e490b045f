"""A period's folder with every file in another order, under another name, some cut in two."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipeline.intake.recognise import By
from pipeline.intake.result import Intake, Recognised
from pipeline.intake.shuffling.arrangement import Arrangement, arrange
from pipeline.intake.shuffling.files import rewrite
from pipeline.intake.shuffling.sheet_rows import NotFaithfulError
from pipeline.tables import SHEET_ID, SHEET_ROW
from schemas import TABLES

HEADERS = {table.name: table.header for table in TABLES}


@dataclass(frozen=True, slots=True)
class Shuffled:
    """What was put in another order: files rewritten, renamed and cut in two, sheets and rows that stand elsewhere.

    `left`: files that could not be rewritten without a doubt (other formats, merged cells); they stand as they are.
    """

    files: int
    renamed: int
    cut: int
    sheets: int
    rows: int
    left: tuple[str, ...]


def together(parts: Sequence[Shuffled]) -> Shuffled:
    """What was done in several folders."""
    return Shuffled(
        sum(one.files for one in parts),
        sum(one.renamed for one in parts),
        sum(one.cut for one in parts),
        sum(one.sheets for one in parts),
        sum(one.rows for one in parts),
        tuple(name for one in parts for name in one.left),
    )


def shuffle_folder(source: Path, target: Path, intake: Intake, random: Random, *, rename: bool) -> Shuffled:
    """Write every file of a period's folder that holds a table into `target`; `intake` is what was read from it.

    `rename`: whether files may have other names and be cut in two (a mapping may know them by name).
    """
    target.mkdir(parents=True)
    sheets = _recognised(intake)
    numbers = random.sample(range(1, 2 * len(sheets) + 1), 2 * len(sheets))
    rows = _rows(intake)
    done, left = [], []
    for name, found in sheets.items():
        names = [_named(Path(name), found, numbers.pop()) if rename else Path(name).name for _ in range(2)]
        order = {one.sheet: arrange(rows.get((name, one.sheet), []), random, whole=not rename) for one in found}
        path = source / Path(name).name
        try:
            done.append(_rewritten(path, [target / one for one in names], order, random))
        except NotFaithfulError:
            left.append(path.name)
            shutil.copyfile(path, target / names[0])
    return Shuffled(
        len(done),
        len(done) if rename else 0,
        sum(one.cut for one in done),
        sum(one.sheets for one in done),
        sum(one.rows for one in done),
        tuple(left),
    )


@dataclass(frozen=True, slots=True)
class _Done:
    cut: bool
    sheets: int
    rows: int


def _rewritten(path: Path, targets: list[Path], order: Mapping[str, Arrangement], random: Random) -> _Done:
    """One file, cut in two where one of its sheets is; what a failure leaves behind is removed."""
    cut = any(one.second for one in order.values())
    used = targets if cut else targets[:1]
    try:
        sheets = rewrite(path, used, order, random)
    except NotFaithfulError:
        for target in used:
            target.unlink(missing_ok=True)
        raise
    return _Done(cut, sheets, sum(one.moved for one in order.values()))


def _recognised(intake: Intake) -> Mapping[str, list[Recognised]]:
    """The sheets that are tables, by workbook."""
    found = defaultdict(list)
    for one in intake.recognised:
        if one.table:
            found[one.workbook].append(one)
    return found


def _rows(intake: Intake) -> Mapping[tuple[str, str], list[int]]:
    """The data rows of each sheet, ascending."""
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for key, row in _places(intake):
        found[key].add(row)
    return {key: sorted(rows) for key, rows in found.items()}


def _places(intake: Intake) -> Iterator[tuple[tuple[str, str], int]]:
    sources = intake.tables.sources
    for frame in intake.tables.frames.values():
        for number, row in zip(frame[SHEET_ID], frame[SHEET_ROW], strict=True):
            yield (sources[number].workbook, sources[number].sheet), int(row)


def _named(path: Path, sheets: list[Recognised], number: int) -> str:
    """Another name; where the file's own name says which table it is, the new one says so too."""
    by_name = path.suffix.lower() in {".csv", ".parquet"} and sheets[0].by == By.SHEET
    told = next((HEADERS[one.table] for one in sheets if by_name or one.by == By.FILE), "")
    return f"{told}_{number}{path.suffix}" if told else f"{number}{path.suffix}"
