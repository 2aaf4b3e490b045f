"""The cells of a table below its headers, and which rows are data: no totals, signatures or repeated headers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.intake.cells import CellType, Column, Sheet
from pipeline.intake.characters import ZERO_WIDTH, compact
from pipeline.intake.column_cells import FIGURES, Cells, position
from pipeline.intake.fault import Fault
from pipeline.intake.headers import header_key
from pipeline.intake.layout import Layout
from pipeline.intake.merged_cells import Block, blocks
from pipeline.intake.merged_rows import spread_down
from schemas.field import Type

LABEL_LENGTH = 30
EXAMPLE = "示例行"
"""What a cell beside a row of example begins with: the templates' own examples are never data."""

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


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row of totals: `opens` is the row after which its sum begins (0: all rows of the sheet)."""

    row: int
    label: str
    subtotal: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A table's cells by field; `rows` are its data rows, `totals` and `skipped` (row → label) are no data."""

    cells: dict[str, Cells]
    rows: list[int]
    totals: tuple[TotalRow, ...] = ()
    skipped: dict[int, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def body(sheet: Sheet, layout: Layout) -> Body:
    """The data of a table in a sheet."""
    cells = {name: _below(sheet.columns[number], layout.first_row, sheet) for name, number in layout.columns.items()}
    tall = [one for one in blocks(sheet.merged) if one.first_row >= layout.first_row]
    faults = spread_down(cells, layout, [one for one in tall if one.last_row > one.first_row])
    filled = sorted(set().union(*(column.rows for column in cells.values())))
    labels = dict(_labels(sheet, layout.first_row))
    kept = _Rows(cells, layout)
    totals = tuple(
        TotalRow(row, label, "小计" in compact(label) or "subtotal" in compact(label))
        for row, label in sorted(labels.items())
        if _TOTAL.fullmatch(compact(label)) and kept.is_total(row, label, opens=_opens(sheet, row, label))
    )
    skipped = {
        row: label for row, label in labels.items() if _SIGNATURE.fullmatch(compact(label)) and kept.sparse(row, label)
    }
    skipped |= {row: label for row, label in labels.items() if label.startswith(EXAMPLE)}
    skipped |= {row: label for row, label in _sections(sheet, tall) if kept.sparse(row, label)}
    skipped |= {row: text for row, text in _headers_again(cells, layout) if kept.repeats_headers(row)}
    gone = {total.row for total in totals} | skipped.keys()
    return Body(cells, [row for row in filled if row not in gone], totals, skipped, tuple(faults))


def _below(column: Column, first_row: int, sheet: Sheet) -> Cells:
    """The filled cells of a column from a row on; blanks and zero-width characters alone are nothing."""
    start = bisect_left(column.rows, first_row)
    formats = [sheet.formats[shown] for shown in column.formats[start:]]
    cells = Cells(column.rows[start:], column.texts[start:], column.types[start:], formats)
    blank = {text for text in set(cells.texts) if _BLANK.fullmatch(text)}
    return cells.without(blank) if blank else cells


def _labels(sheet: Sheet, first_row: int) -> Iterator[tuple[int, str]]:
    """Row and text of every cell that may be the label of a total or a signature; the leftmost of a row wins."""
    for number in sorted(sheet.columns, reverse=True):
        column = sheet.columns[number]
        if not _LABELS.search("\n".join(column.texts)):
            continue
        wanted = {text for text in set(column.texts) if _is_label(text)}
        for row, text in zip(column.rows, column.texts, strict=True) if wanted else ():
            if row >= first_row and text in wanted:
                yield row, text


def _is_label(text: str) -> bool:
    if text.startswith(EXAMPLE):
        return True
    if not _MAY_BE_LABEL.search(text):
        return False
    word = compact(text)
    return bool((len(word) <= LABEL_LENGTH and _TOTAL.fullmatch(word)) or _SIGNATURE.fullmatch(word))


def _opens(sheet: Sheet, row: int, label: str) -> bool:
    """Whether a bare 合计, 小计 or 总计 is the first thing in its row: what stands beside it is no data."""
    if not _TOTAL_ALONE.fullmatch(compact(label)):
        return False
    texts = (
        column.texts[place]
        for _, column in sorted(sheet.columns.items())
        if (place := position(column.rows, row)) is not None and not _BLANK.fullmatch(column.texts[place])
    )
    return next(texts, "") == label


def _headers_again(cells: dict[str, Cells], layout: Layout) -> Iterator[tuple[int, str]]:
    """Rows whose leftmost field holds its own header once more."""
    first = min(layout.columns, key=lambda name: layout.columns[name])
    header = layout.headers[first]
    return ((row, text) for row, text in zip(cells[first].rows, cells[first].texts, strict=True) if text == header)


def _sections(sheet: Sheet, merged: list[Block]) -> Iterator[tuple[int, str]]:
    """Rows with a caption that is merged across several columns."""
    for one in merged:
        column = sheet.columns.get(one.first_column)
        place = position(column.rows, one.first_row) if column and one.last_column > one.first_column else None
        if column and place is not None:
            yield one.first_row, column.texts[place]


class _Rows:
    """What stands in a row, by field."""

    def __init__(self, cells: dict[str, Cells], layout: Layout) -> None:
        self.layout = layout
        self.cells = cells

    def row(self, row: int) -> dict[str, tuple[str, CellType]]:
        """The cells of a row."""
        return {
            name: (column.texts[place], column.types[place])
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
