"""`.csv`: UTF-8 with or without BOM, or GB18030; `,` `;` or tab. Every cell is text, as it stands."""

from __future__ import annotations

import codecs
import csv
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, zip_longest
from pathlib import Path
from typing import TextIO

from pipeline.findings import Place, info
from pipeline.intake.cells import BLOCK_ROWS, PLACE, CellType, Sheet, Workbook
from pipeline.intake.limits import CELLS, CHUNK_BYTES, COLUMNS, SAMPLE_LINES, TEXT_LENGTH
from pipeline.intake.refusal import Refused

DELIMITERS = ",;\t"
BOM = "\ufeff"
UTF_8 = "utf-8-sig"
"""UTF-8 with or without a byte-order mark."""
BLOCK_CELLS = 2**20
"""So many cells are put into columns at once, at most."""


def read_csv(path: Path, name: str) -> Workbook:
    """The file as a workbook of one sheet, called as the file; rows count records, as a spreadsheet shows them."""
    encoding = _encoding(path)
    sheet = Sheet(path.stem)
    with _opened(path, encoding) as (delimiter, first, lines):
        _fill(sheet, _records(lines, delimiter), first)
    workbook = Workbook(name, [sheet])
    if encoding != UTF_8:
        workbook.findings.append(info("csv-encoding", Place(name), encoding))
    return workbook


def records_of(path: Path) -> tuple[str, dict[int, list[str]]]:
    """The delimiter of a file that `read_csv` can read, and its records by their rows."""
    with _opened(path, _encoding(path)) as (delimiter, first, lines):
        return delimiter, dict(enumerate(_records(lines, delimiter), first))


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[tuple[str, int, TextIO]]:
    """The delimiter, the row of the first record, and the file from there on."""
    with path.open(encoding=encoding, newline="") as file:
        if declared := _declared(file.readline()):
            yield declared, 2, file
        else:
            delimiter = _delimiter(file)
            file.seek(0)
            yield delimiter, 1, file


def _encoding(path: Path) -> str:
    """What the file is written in: UTF-8, whose mark is skipped, or GB18030."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _other_encoding(path.read_bytes())
    return UTF_8


def _other_encoding(data: bytes) -> str:
    """GB18030, unless the file is UTF-8 but for some letters, or neither."""
    try:
        place = len(data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        place = fault.start
    if not _is_damaged_utf8(data):
        try:
            data.decode("gb18030")
        except UnicodeDecodeError as fault:
            place = fault.start
        else:
            return "gb18030"
    raise Refused("csv-encoding-unknown", data[place : place + 8].hex(" "), line=data.count(b"\n", 0, place) + 1)


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether more letters are sound UTF-8 than not: as GB18030 such a text would read as wrong ones."""
    text = data.decode("utf-8", "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return text.startswith(BOM) or foreign > 2 * text.count("\ufffd")


def _declared(line: str) -> str:
    """The delimiter that a first line `sep=;` declares."""
    declared = line.rstrip("\r\n").strip('"')
    known = declared.lower().startswith("sep=") and declared[4:] in tuple(DELIMITERS)
    return declared[4:] if known and not line.endswith("\r") else ""


def _delimiter(file: TextIO) -> str:
    """The delimiter that cuts most of the first records into the same number of fields, more than one."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(file, delimiter))


def _regularity(file: TextIO, delimiter: str) -> tuple[int, int]:
    file.seek(0)
    try:
        widths = Counter(len(record) for record in islice(_records(file, delimiter), SAMPLE_LINES) if len(record) > 1)
    except Refused:
        return 0, 0
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _records(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(TEXT_LENGTH)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as fault:
        raise Refused("csv-malformed", fault, line=reader.line_num) from fault


def _fill(sheet: Sheet, records: Iterable[list[str]], first: int) -> None:
    cells = widest = 0
    block: list[list[str]] = []
    for row, record in enumerate(records, first):
        cells += len(record)
        if len(record) > COLUMNS or cells > CELLS:
            raise Refused("cells-too-many", CELLS, sheet=sheet.name, cell=f"{row}:{row}")
        block.append(record)
        widest = max(widest, len(record))
        if len(block) == BLOCK_ROWS or len(block) * widest > BLOCK_CELLS:
            _put(sheet, block, row + 1 - len(block))
            block, widest = [], 0
    _put(sheet, block, row + 1 - len(block)) if block else None


def _put(sheet: Sheet, records: Sequence[list[str]], first: int) -> None:
    """Records one below the other, column by column."""
    for column, texts in enumerate(zip_longest(*records, fillvalue=""), 1):
        rows: Sequence[int] = range(first, first + len(texts))
        filled = list(filter(None, texts))
        if len(filled) < len(texts):
            rows = array("i", (row for row, text in zip(rows, texts, strict=True) if text))
        sheet.put(column, rows, PLACE[CellType.TEXT], filled)
