"""One file in another order: a workbook by its parts, delimited text by its records, Parquet by its rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow.parquet as pq

from pipeline.intake.formats.delimited import records_of
from pipeline.intake.formats.xlsx import sheet_parts
from pipeline.intake.shuffling.arrangement import Arrangement
from pipeline.intake.shuffling.sheet_rows import NotFaithfulError, rearranged

WORKBOOKS = (".xlsx", ".xlsm")
FIRST_OF_PARQUET = 2
_SHEETS = re.compile(rb"(<sheets>)((?:\s*<sheet(?:\s+[\w:]+=\"[^\"<]*\")+\s*/>)+\s*)(</sheets>)")
_SHEET = re.compile(rb"<sheet(?:\s+[\w:]+=\"[^\"<]*\")+\s*/>")


def rewrite(path: Path, targets: Sequence[Path], sheets: Mapping[str, Arrangement], random: Random) -> int:
    """Write the file anew into one target, or cut in two; how many of its sheets stand elsewhere.

    `sheets`: the arrangement of each sheet by its name. NotFaithfulError where the file cannot be rewritten.
    """
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        return _workbook(path, targets, sheets, random)
    if kind not in {".csv", ".parquet"}:
        raise NotFaithfulError
    (arrangement,) = sheets.values()
    (_text if kind == ".csv" else _parquet)(path, targets, arrangement)
    return 0


def _workbook(path: Path, targets: Sequence[Path], sheets: Mapping[str, Arrangement], random: Random) -> int:
    main, parts = sheet_parts(path)
    with ZipFile(path) as source:
        held = {info.filename: source.read(info) for info in source.infolist()}
    member = {name.casefold(): name for name in held}
    book = member[main.casefold()]
    held[book], moved = _other_order(held[book], random)
    for file, target in enumerate(targets):
        changed = {
            (part := member[parts[name].casefold()]): rearranged(held[part], one, file) for name, one in sheets.items()
        }
        with ZipFile(target, "x", ZIP_DEFLATED, compresslevel=1) as archive:
            for name, content in {**held, **changed}.items():
                archive.writestr(name, content)
    return moved


def _other_order(book: bytes, random: Random) -> tuple[bytes, int]:
    """The workbook part with its sheets shuffled, and how many of them moved."""
    listed = _SHEETS.search(book)
    if listed is None:
        return book, 0
    before = _SHEET.findall(listed[2])
    after = random.sample(before, len(before))
    moved = sum(one != other for one, other in zip(before, after, strict=True))
    return book[: listed.start(2)] + b"".join(after) + book[listed.end(2) :], moved


def _text(path: Path, targets: Sequence[Path], arrangement: Arrangement) -> None:
    """The delimiter is declared, so that another first record cannot suggest another one."""
    delimiter, records = records_of(path)
    for file, target in enumerate(targets):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows(_arranged(records, arrangement, file))
        target.write_text(f"sep={delimiter}\r\n{text.getvalue()}", encoding="utf-8", newline="")


def _arranged(records: Mapping[int, list[str]], arrangement: Arrangement, file: int) -> list[list[str]]:
    placed = {arrangement.place(row): record for row, record in records.items() if arrangement.kept(row, file)}
    return [placed[row] for row in sorted(placed)]


def _parquet(path: Path, targets: Sequence[Path], arrangement: Arrangement) -> None:
    table = pq.read_table(path)
    rows = range(FIRST_OF_PARQUET, table.num_rows + FIRST_OF_PARQUET)
    for file, target in enumerate(targets):
        kept = sorted((row for row in rows if arrangement.kept(row, file)), key=arrangement.place)
        pq.write_table(table.take([row - FIRST_OF_PARQUET for row in kept]), target)
