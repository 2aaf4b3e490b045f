"""Which table a sheet is: by the mapping, its name, its file's name, or its headers (SPEC 2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import PurePosixPath

from pipeline.intake.cells import Sheet
from pipeline.intake.characters import compact, narrow
from pipeline.intake.layout import Layout, Top, find_layout, top_rows
from pipeline.intake.mapping import Mapping
from schemas.field import Table

CLOSE_NAME = 0.6
CLOSE_HEADERS = 0.5

_GENERIC = re.compile(
    r"(sheet|工作表|表|table|data|数据|export|导出|report|报表|query|result)[\s_-]*[0-9]*(\s*\([0-9]+\))?"
)
_SUFFIX = re.compile(r"[_\-\s(\[{【〔（].*", re.DOTALL)


class By(StrEnum):
    """What told which table a sheet is."""

    MAPPING = "mapping"
    SHEET = "sheet"
    FILE = "file"
    HEADERS = "headers"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Guess:
    """What a sheet was taken for. `layout` is None where no header was found; `nearest` are tables that come close."""

    table: Table | None
    by: By
    layout: Layout | None = None
    nearest: tuple[Table, ...] = ()


def guess(file: str, sheet: Sheet, tables: Sequence[Table], mapping: Mapping, *, by_headers: bool) -> Guess:
    """The table of a sheet; none when nothing tells or several tables fit its headers."""
    top = top_rows(sheet)
    name = named(sheet.name, tables)
    if mapped := mapping.of_sheet(sheet.name, tables):
        return _fullest(file, sheet, top, mapped, mapping) or Guess(mapped[0], By.MAPPING)
    if name is None and (found := _fullest(file, sheet, top, mapping.of_file(file, tables), mapping)):
        return found
    if name is None and not sheet.columns:
        return Guess(None, By.NOTHING)
    by, table = (
        (By.SHEET, name) if name or not is_generic(sheet.name) else (By.FILE, named(PurePosixPath(file).stem, tables))
    )
    if table:
        return Guess(table, by, _layout(file, sheet, top, table, mapping))
    found = _by_headers(file, sheet, top, tables, mapping)
    return found if by_headers or not found.table else Guess(None, By.NOTHING, None, (found.table,))


def named(name: str, tables: Sequence[Table]) -> Table | None:
    """The table whose name stands alone or is followed by `_`, `-`, a blank or a bracket."""
    wanted = narrow(name).casefold()
    fits = [(len(word), table) for table in tables for word in _words(table) if _follows(wanted, word)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def is_generic(name: str) -> bool:
    """Whether a sheet's name says nothing: Sheet1, 工作表1, data."""
    return not name or bool(_GENERIC.fullmatch(narrow(name).casefold()))


def _fullest(file: str, sheet: Sheet, top: Top, tables: Sequence[Table], mapping: Mapping) -> Guess | None:
    """Of the tables that the mapping names, the one whose headers fit best; none where no header is known."""
    layouts = [found for table in tables if (found := _layout(file, sheet, top, table, mapping))]
    best = max(layouts, key=lambda layout: (-len(layout.missing), layout.known), default=None)
    return Guess(best.table, By.MAPPING, best) if best else None


def _follows(name: str, word: str) -> bool:
    return name.startswith(word) and (name == word or bool(_SUFFIX.fullmatch(name[len(word) :])))


def _words(table: Table) -> tuple[str, str]:
    return table.name.casefold(), table.header


def _layout(file: str, sheet: Sheet, top: Top, table: Table, mapping: Mapping) -> Layout | None:
    return find_layout(sheet, top, table, mapping.renamed(file, sheet.name, table))


def _by_headers(file: str, sheet: Sheet, top: Top, tables: Sequence[Table], mapping: Mapping) -> Guess:
    layouts = [found for table in tables if (found := _layout(file, sheet, top, table, mapping))]
    whole = [layout for layout in layouts if not layout.missing]
    if len(whole) == 1:
        return Guess(whole[0].table, By.HEADERS, whole[0])
    near = [layout.table for layout in whole] or _near(sheet.name, layouts, tables)
    return Guess(None, By.NOTHING, None, tuple(near))


def _near(name: str, layouts: Sequence[Layout], tables: Sequence[Table]) -> list[Table]:
    """Tables of a similar name, else the one of which most required headers are there."""
    ratios = {table: max(_ratio(name, word) for word in _words(table)) for table in tables}
    best = max(tables, key=lambda table: ratios[table])
    if ratios[best] >= CLOSE_NAME:
        return [best]
    fits = [(1 - len(one.missing) / len(one.table.required), one.known, one.table) for one in layouts]
    close = [fit for fit in fits if fit[0] >= CLOSE_HEADERS and fit[1] > 1]
    return [max(close, key=lambda fit: fit[:2])[2]] if close else []


def _ratio(name: str, word: str) -> float:
    return SequenceMatcher(None, compact(name), compact(word)).ratio()
