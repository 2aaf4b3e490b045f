"""`.csv`: UTF-8 with or without BOM, or GB18030; `,` `;` or tab. Every cell is text, as it stands."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pipeline.findings import Place, info
from pipeline.intake.cells import CellType, Sheet, Workbook
from pipeline.intake.limits import CELLS, COLUMNS, ROWS, SAMPLE_LINES, TEXT_LENGTH
from pipeline.intake.refusal import Refused

DELIMITERS = ",;\t"
BOM = "\ufeff"


def read_csv(path: Path, name: str) -> Workbook:
    """The file as a workbook of one sheet, called as the file; rows count records, as a spreadsheet shows them."""
    text, encoding = _decode(path.read_bytes())
    delimiter, first, body = _opened(text)
    sheet = Sheet(path.stem)
    _fill(sheet, _records(body, delimiter), first)
    workbook = Workbook(name, [sheet])
    if encoding != "utf-8":
        workbook.findings.append(info("csv-encoding", Place(name), encoding))
    return workbook


def records_of(path: Path) -> tuple[str, dict[int, list[str]]]:
    """The delimiter of a file that `read_csv` can read, and its records by their rows."""
    delimiter, first, body = _opened(_decode(path.read_bytes())[0])
    return delimiter, dict(enumerate(_records(body, delimiter), first))


def _opened(text: str) -> tuple[str, int, str]:
    """The delimiter, the row of the first record, and the text of the records."""
    declared, body = _declared(text)
    return declared or _delimiter(body), 2 if declared else 1, body


def _decode(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8").removeprefix(BOM), "utf-8"
    except UnicodeDecodeError as fault:
        place = fault.start
    if not _is_damaged_utf8(data):
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError as fault:
            place = fault.start
    raise Refused("csv-encoding-unknown", data[place : place + 8].hex(" "), line=data.count(b"\n", 0, place) + 1)


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether more letters are sound UTF-8 than not: as GB18030 such a text would read as wrong ones."""
    text = data.decode("utf-8", "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return text.startswith(BOM) or foreign > 2 * text.count("\ufffd")


def _declared(text: str) -> tuple[str, str]:
    """The delimiter that a first line `sep=;` declares, and the rest of the text."""
    line, _, rest = text.partition("\n")
    declared = line.rstrip("\r").strip('"')
    if declared.lower().startswith("sep=") and declared[4:] in tuple(DELIMITERS):
        return declared[4:], rest
    return "", text


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first records into the same number of fields, more than one."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(record) for record in islice(_records(text, delimiter), SAMPLE_LINES) if len(record) > 1)
    except Refused:
        return 0, 0
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(TEXT_LENGTH)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as fault:
        raise Refused("csv-malformed", fault, line=reader.line_num) from fault


def _fill(sheet: Sheet, records: Iterable[list[str]], first: int) -> None:
    cells = 0
    for row, record in enumerate(records, first):
        cells += len(record)
        if row > ROWS or len(record) > COLUMNS or cells > CELLS:
            raise Refused("cells-too-many", CELLS, sheet=sheet.name, cell=f"{row}:{row}")
        for column, text in enumerate(record, 1):
            if text:
                sheet.add(row, column, CellType.TEXT, text)
