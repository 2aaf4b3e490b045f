"""The cells of a table below its headers, and which rows are data: no totals, signatures or repeated headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc

from pipeline.intake.cells import CellType, Column, Sheet
from pipeline.intake.characters import ZERO_WIDTH, compact
from pipeline.intake.column_cells import FIGURES, Cells, joined
from pipeline.intake.fault import Fault
from pipeline.intake.headers import header_key
from pipeline.intake.layout import TOP_ROWS, Layout
from pipeline.intake.merged_cells import Block, blocks
from pipeline.intake.merged_rows import spread_down
from schemas.field import Type

LABEL_LENGTH = 30
EXAMPLE = "示例行"
"""What a cell beside a row of example begins with: the templates' own examples are never data."""
EXEMPLARY = (Type.ID, Type.TEXT, Type.MONEY, Type.NUMBER)
"""Types of which a cell reads as the templates wrote it."""

_TOTAL = re.compile(
    r"(.*?)(小计|合计|总计|subtotal|grandtotal|total)(金额|人数|笔数|数)?(\([^()]*\))?:?(共?[0-9]+[人笔单条行项个])?"
)
_TOTAL_ALONE = re.compile(r"(小计|合计|总计|subtotal|grandtotal|total):?")
_SIGNATURE = re.compile(
    r"(制表|制单|审核|复核|审批|批准|核准|负责人|主管|经办|签字|签名|签章|盖章|填表|填报|打印|导出|备注|说明|注|"
    r"数据来源|来源|统计|截至|截止)"
    r"[^:]{0,8}:.*|共[0-9]+[条行笔单](?:记录|数据)?|第[0-9]+页.*",
    re.DOTALL,
)
_MAY_BE_LABEL = re.compile(r"计|total|^\D{1,16}[:：]|^\s*[共第]", re.IGNORECASE)
_LABELS = re.compile(rf"[计:：共第]|total|{EXAMPLE}", re.IGNORECASE)
_BLANK = re.compile(rf"[\s{ZERO_WIDTH}]*")
_BLANK_LETTER = re.compile(rf"[\s{ZERO_WIDTH}]?")


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row of totals: `opens` is the row after which its sum begins (0: all rows of the sheet)."""

    row: int
    label: str
    subtotal: bool


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A table's cells by field; `rows` are its data rows, `totals` and `skipped` (row → label) are no data.

    `overwritten` are the skipped rows that are marked as an example and hold something of the user's own.
    """

    cells: dict[str, Cells]
    rows: np.ndarray
    totals: tuple[TotalRow, ...] = ()
    skipped: dict[int, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    overwritten: frozenset[int] = frozenset()


def body(sheet: Sheet, layout: Layout, *, once: bool = True) -> Body:
    """The data of a table in a sheet; where it is asked for once, its packed cells go while they are unpacked."""
    tall = [one for one in blocks(sheet.merged) if one.first_row >= layout.first_row]
    columns = _Columns(sheet)
    cells, labels = _read(columns, layout, once=once and not tall)
    faults = spread_down(cells, layout, [one for one in tall if one.last_row > one.first_row])
    kept = _Rows(cells, layout)
    totals = tuple(
        TotalRow(row, label, "小计" in compact(label) or "subtotal" in compact(label))
        for row, label in sorted(labels.items())
        if _TOTAL.fullmatch(compact(label)) and kept.is_total(row, label, opens=columns.opens(row, label))
    )
    skipped = {
        row: label for row, label in labels.items() if _SIGNATURE.fullmatch(compact(label)) and kept.sparse(row, label)
    }
    examples = {row: label for row, label in labels.items() if label.startswith(EXAMPLE)}
    skipped |= examples
    skipped |= {row: label for row, label in columns.sections(tall) if kept.sparse(row, label)}
    skipped |= {row: text for row, text in _headers_again(cells, layout) if kept.repeats_headers(row)}
    gone = [total.row for total in totals] + list(skipped)
    own = frozenset(row for row in examples if not kept.is_the_template_s(row))
    return Body(cells, _filled(cells.values(), gone), totals, skipped, tuple(faults), own)


def _read(columns: _Columns, layout: Layout, *, once: bool) -> tuple[dict[str, Cells], dict[int, str]]:
    """The cells of each field, and the text of each row that may be its label; the leftmost of a row wins."""
    found: dict[int, Cells] = {}
    labels: dict[int, str] = {}
    for number in sorted(columns.sheet.columns, reverse=True):
        column = columns.unpacked(number).from_row(layout.first_row)
        labels |= dict(_labels(column))
        if number in layout.columns.values():
            blank = {text for text in column.beginning_with(_BLANK_LETTER) if _BLANK.fullmatch(text)}
            found[number] = column.without(blank) if blank else column
            if once:
                columns.replace(number, found[number])
    return {name: found[number] for name, number in layout.columns.items()}, labels


def _filled(cells: Iterable[Cells], gone: Sequence[int]) -> np.ndarray:
    """The rows in which any field is filled, but those that are no data."""
    there = [one.rows for one in cells if len(one)]
    first = min((int(rows[0]) for rows in there), default=0)
    filled = np.zeros(max((int(rows[-1]) + 1 - first for rows in there), default=0), dtype=bool)
    for rows in there:
        filled[rows - first] = True
    filled[[row - first for row in gone if 0 <= row - first < len(filled)]] = False
    return (np.flatnonzero(filled) + first).astype(np.int32)


def _labels(column: Cells) -> Iterator[tuple[int, str]]:
    """Row and text of every cell of a column that may be the label of a total or a signature."""
    if not _LABELS.search(joined(column.texts)):
        return iter(())
    return column.with_texts([text for text in pc.unique(column.texts).to_pylist() if _is_label(text)])


def _is_label(text: str) -> bool:
    if text.startswith(EXAMPLE):
        return True
    if not _MAY_BE_LABEL.search(text):
        return False
    word = compact(text)
    return bool((len(word) <= LABEL_LENGTH and _TOTAL.fullmatch(word)) or _SIGNATURE.fullmatch(word))


def _headers_again(cells: dict[str, Cells], layout: Layout) -> Iterator[tuple[int, str]]:
    """Rows whose leftmost field holds its own header once more."""
    first = min(layout.columns, key=lambda name: layout.columns[name])
    return cells[first].with_texts([layout.headers[first]])


class _Columns:
    """The columns of a sheet, fields or not, each unpacked once somebody asks for a cell of it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.known: dict[int, Cells] = {}

    def unpacked(self, number: int) -> Cells:
        """The cells of a column."""
        return self.known.get(number) or Cells.of(self.sheet.columns.get(number, Column()), self.sheet.formats)

    def replace(self, number: int, cells: Cells) -> None:
        """Hold a column unpacked, and no longer packed but for its headers."""
        self.sheet.columns[number].keep_top(TOP_ROWS)
        self.known[number] = cells

    def text(self, number: int, row: int) -> str | None:
        """The text of a cell; None where it is empty."""
        if number not in self.known:
            self.known[number] = self.unpacked(number)
        place = self.known[number].position(row)
        return None if place is None else self.known[number].cell(place)[0]

    def opens(self, row: int, label: str) -> bool:
        """Whether a bare 合计, 小计 or 总计 is the first thing in its row: what stands beside it is no data."""
        if not _TOTAL_ALONE.fullmatch(compact(label)):
            return False
        texts = (self.text(number, row) for number in sorted(self.sheet.columns))
        return next((text for text in texts if text is not None and not _BLANK.fullmatch(text)), "") == label

    def sections(self, merged: list[Block]) -> Iterator[tuple[int, str]]:
        """Rows with a caption that is merged across several columns."""
        for one in merged:
            text = self.text(one.first_column, one.first_row) if one.last_column > one.first_column else None
            if text is not None:
                yield one.first_row, text


class _Rows:
    """What stands in a row, by field."""

    def __init__(self, cells: dict[str, Cells], layout: Layout) -> None:
        self.layout = layout
        self.cells = cells

    def row(self, row: int) -> dict[str, tuple[str, CellType]]:
        """The cells of a row."""
        return {
            name: column.cell(place)
            for name, column in self.cells.items()
            if (place := column.position(row)) is not None
        }

    def is_total(self, row: int, label: str, *, opens: bool) -> bool:
        """Whether a row is its label and figures. With other text it is, where no row of data can be meant."""
        types = {one.name: one.type for one in self.layout.table.fields}
        cells = self.row(row)
        text = any(types.get(name) not in FIGURES and text != label for name, (text, _) in cells.items())
        figure = any(types.get(name) in FIGURES for name in cells)
        named = any(types.get(name) is Type.ID and text == label for name, (text, _) in cells.items())
        return not text or ((figure or named or opens) and not self.is_whole(row, label))

    def is_whole(self, row: int, label: str) -> bool:
        """Whether a row fills all required columns, its label aside: a row of data."""
        cells = self.row(row)
        return all(one.name in cells and cells[one.name][0] != label for one in self.layout.table.required)

    def is_the_template_s(self, row: int) -> bool:
        """Whether a row marked as an example holds what the templates write there."""
        fields = (one for one in self.layout.table.fields if one.type in EXEMPLARY and not one.words)
        written = {one.name: one.example.removesuffix(".00") for one in fields}
        return all(text == written.get(name, text) for name, (text, _) in self.row(row).items())

    def sparse(self, row: int, label: str) -> bool:
        """Whether a row is text that fills less than half of the required columns, its label aside: a remark."""
        cells = self.row(row)
        required = [one.name for one in self.layout.table.required]
        filled = [name for name in required if name in cells and cells[name][0] != label]
        words = all(kind is CellType.TEXT for _, kind in cells.values())
        return words and 2 * len(filled) <= len(required) and len(filled) < len(required)

    def repeats_headers(self, row: int) -> bool:
        """Whether a row repeats the headers, as exports of several pages do."""
        cells = self.row(row)
        headers = self.layout.headers
        return len(cells) > 1 and all(
            header_key(text) == header_key(headers[name]) for name, (text, _) in cells.items()
        )
