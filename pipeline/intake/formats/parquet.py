"""`.parquet`: column names in row 1, values below, exactly as stored; only flat columns of plain types."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.intake.cells import BLOCK_ROWS, PLACE, CellType, Content, Sheet, Workbook
from pipeline.intake.formats.grid import checked_text
from pipeline.intake.limits import CELLS, COLUMNS
from pipeline.intake.merged_cells import column_letters
from pipeline.intake.number_text import float_text
from pipeline.intake.refusal import Refused


def read_parquet(path: Path, name: str) -> Workbook:
    """The file as a workbook of one sheet, called as the file."""
    sheet = Sheet(path.stem)
    try:
        with pq.ParquetFile(path) as file:
            _check(file, sheet.name)
            _fill(sheet, file)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as fault:
        raise Refused("file-damaged", fault) from fault
    return Workbook(name, [sheet])


def _check(file: pq.ParquetFile, sheet: str) -> None:
    schema, rows = file.schema_arrow, file.metadata.num_rows
    if len(schema) > COLUMNS or rows * len(schema) > CELLS:
        raise Refused("cells-too-many", CELLS, sheet=sheet)
    for number, column in enumerate(schema, 1):
        if _converter(column.type) is None:
            cell = f"{column_letters(number)}1"
            raise Refused("parquet-type", column.name, sheet=sheet, cell=cell, type=str(column.type))


def _fill(sheet: Sheet, file: pq.ParquetFile) -> None:
    for number, column in enumerate(file.schema_arrow, 1):
        sheet.put(number, range(1, 2), PLACE[CellType.TEXT], [column.name])
    first = 2
    for batch in file.iter_batches(BLOCK_ROWS, use_threads=False):
        for number, values in enumerate(batch.columns, 1):
            _put(sheet, first, number, values)
        first += batch.num_rows


def _put(sheet: Sheet, first: int, number: int, values: pa.Array) -> None:
    """A column of a batch: each distinct value becomes a cell once."""
    encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    convert = _converter(values.type)
    contents = [convert(value) if convert and value is not None else None for value in encoded.dictionary.to_pylist()]
    contents.append(None)
    places = encoded.indices.fill_null(len(contents) - 1).to_numpy(zero_copy_only=False)
    filled = np.array([content is not None for content in contents])[places]
    styles = np.array([PLACE[content[0]] if content else 0 for content in contents], dtype=np.int32)[places[filled]]
    words = pa.array([content[1] if content else None for content in contents], pa.large_string())
    rows = array("i", (first + np.flatnonzero(filled)).astype(np.int32).tobytes())
    sheet.put(number, rows, array("i", styles.tobytes()), _shorter(places[filled], words))


def _shorter(places: np.ndarray, words: pa.Array) -> pa.Array | list[str]:
    """Texts as they follow each other; where many repeat, as a list, which is packed with each of them once."""
    if 2 * len(words) > len(places):
        return words.take(pa.array(places))
    listed = words.to_pylist()
    return [listed[place] for place in places.tolist()]


def _converter(kind: pa.DataType) -> Callable[..., Content] | None:
    """How values of a type become cells; None for types that no cell has (lists, bytes, times with a zone)."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        return None
    return next((convert for test, convert in CONVERTERS if test(kind)), None)


def _text(value: str) -> Content:
    return (CellType.TEXT, checked_text(value)) if value else None


def _exact(value: int | Decimal) -> Content:
    return CellType.NUMBER, format(value, "d" if isinstance(value, int) else "f")


def _float(value: float) -> Content:
    text = float_text(value)
    return (CellType.NUMBER, text) if text is not None else (CellType.ERROR, str(value))


def _bool(value: bool) -> Content:
    return CellType.BOOL, str(value).upper()


def _date(value: dt.date) -> Content:
    return CellType.DATE, value.isoformat()


CONVERTERS: tuple[tuple[Callable[[pa.DataType], bool], Callable[..., Content]], ...] = (
    (pa.types.is_string, _text),
    (pa.types.is_large_string, _text),
    (pa.types.is_boolean, _bool),
    (pa.types.is_integer, _exact),
    (pa.types.is_decimal, _exact),
    (pa.types.is_floating, _float),
    (pa.types.is_date, _date),
    (pa.types.is_timestamp, _date),
    (pa.types.is_null, _text),
)
