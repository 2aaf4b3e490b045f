"""The cells of a sheet as they stand in the file: exact text, type, number format; nothing interpreted yet."""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from typing import Any, NamedTuple

from pipeline.findings import Finding
from pipeline.intake.handed import loads


class CellType(StrEnum):
    """What a cell holds. A number's text is its exact decimal text; a DATE's is ISO (readers that know dates only)."""

    TEXT = "s"
    NUMBER = "n"
    DATE = "d"
    BOOL = "b"
    ERROR = "e"
    NO_VALUE = "f"  # a formula without a cached value


TYPES = tuple(CellType)
PLACE = {kind: place for place, kind in enumerate(TYPES)}
STYLES = 8
BLOCK_ROWS = 16_384
"""So many rows a reader puts into lists before it packs them."""

Content = tuple[CellType, str] | None  # type and text of a cell; None for a cell that shows nothing


@dataclass(slots=True)
class Lists:
    """Cells of one column one below the other, as parallel lists. `formats` index into `Sheet.formats`."""

    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    types: list[CellType] = field(default_factory=list)
    formats: list[int] = field(default_factory=list)

    def packed(self) -> Packed:
        """The same in a tenth of the memory."""
        styles = [STYLES * shown + PLACE[kind] for kind, shown in zip(self.types, self.formats, strict=True)]
        return packed(self.rows, array("i", styles), self.texts)

    def clear(self) -> None:
        """Forget the cells; the lists stay the same."""
        for one in (self.rows, self.texts, self.types, self.formats):
            one.clear()


class Packed(NamedTuple):
    """Cells of one column one below the other, packed: `texts` are pickled, a list or an Arrow array.

    `styles` tell type and number format, of each cell or of all: STYLES times the format, plus the place of the type.
    """

    rows: Sequence[int]
    styles: int | array[int]
    texts: bytes

    def held(self) -> Any:
        """The texts, as the reader gave them."""
        return loads(self.texts)

    def lists(self) -> Lists:
        """The cells one by one."""
        texts = self.held()
        styles = [self.styles] * len(self.rows) if isinstance(self.styles, int) else list(self.styles)
        types = [TYPES[style % STYLES] for style in styles]
        listed = texts if isinstance(texts, list) else texts.to_pylist()
        return Lists(list(self.rows), listed, types, [style // STYLES for style in styles])


def packed(rows: Sequence[int], styles: int | array[int], texts: Any) -> Packed:
    """Cells one below the other, in the least room."""
    every: Sequence[int] = range(rows[0], rows[-1] + 1)
    if not isinstance(styles, int) and styles.count(styles[0]) == len(styles):
        styles = styles[0]
    if len(every) > len(rows):
        every = rows if isinstance(rows, array) else array("i", rows)
    return Packed(every, styles, pickle.dumps(texts, pickle.HIGHEST_PROTOCOL))


@dataclass(slots=True)
class Column:
    """The non-empty cells of one column, from the top: blocks, packed but where something was cut, and the last ones.

    Readers put cells into the lists of `last`, and pack them from time to time.
    """

    blocks: list[Packed | Lists] = field(default_factory=list)
    last: Lists = field(default_factory=Lists)

    def __len__(self) -> int:
        return sum(len(one.rows) for one in (*self.blocks, self.last))

    def pack(self) -> None:
        """Pack what is not packed yet; blocks without cells go."""
        blocks = [*self.blocks, self.last] if self.last.rows else self.blocks
        self.blocks = [one.packed() if isinstance(one, Lists) else one for one in blocks if one.rows]
        self.last.clear()

    def opened(self, place: int) -> Lists:
        """A block to cut something out of."""
        block = self.blocks[place]
        self.blocks[place] = opened = block.lists() if isinstance(block, Packed) else block
        return opened

    def keep_top(self, last_row: int) -> None:
        """Forget every cell below a row."""
        top = list(takewhile(lambda cell: cell[0] <= last_row, self.cells()))
        self.blocks, self.last = [], Lists(*map(list, zip(*top, strict=True))) if top else Lists()

    def cells(self) -> Iterator[tuple[int, str, CellType, int]]:
        """Row, text, type and number format of each cell, from the top."""
        for one in (*self.blocks, self.last):
            each = one.lists() if isinstance(one, Packed) else one
            yield from zip(each.rows, each.texts, each.types, each.formats, strict=True)


@dataclass(slots=True)
class Sheet:
    """One sheet: columns by 1-based number, and what surrounds the cells. `formats[0]` is `General`."""

    name: str
    columns: dict[int, Column] = field(default_factory=dict)
    formats: list[str] = field(default_factory=lambda: ["General"])
    merged: list[str] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    formulas: int = 0

    def add(self, row: int, column: int, kind: CellType, text: str) -> None:
        """Puts a cell without a number format below the others of its column."""
        cells = self.columns.setdefault(column, Column()).last
        cells.rows.append(row)
        cells.texts.append(text)
        cells.types.append(kind)
        cells.formats.append(0)

    def put(self, column: int, rows: Sequence[int], styles: int | array[int], texts: Any) -> None:
        """Puts cells, their texts as a list or an Arrow array, below the others of their column."""
        if len(rows):
            block = packed(rows, styles, texts)
            self.columns.setdefault(column, Column()).blocks.append(block)

    def pack(self) -> None:
        """Pack the cells read so far."""
        for column in self.columns.values():
            column.pack()

    def keep_top(self, last_row: int) -> None:
        """Forget every cell below a row."""
        for column in self.columns.values():
            column.keep_top(last_row)


@dataclass(slots=True)
class Workbook:
    """One file as read: `name` is relative to the input folder. A refused file has findings and no sheets."""

    name: str
    sheets: list[Sheet] = field(default_factory=list)
    date1904: bool = False
    findings: list[Finding] = field(default_factory=list)
