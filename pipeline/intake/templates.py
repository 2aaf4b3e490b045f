"""Blank workbooks made from the schemas: drop-downs, comments, text ids, an example row (SPEC 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.disk import replace_file
from pipeline.intake.body import EXAMPLE
from pipeline.wording import Wording
from schemas import CALENDAR_SHEETS, MAPPING_SHEETS, TABLES
from schemas.components import ALWAYS, KIND_COLUMNS, Columns
from schemas.field import Choice, Field, Table, Type
from schemas.parameters import PARAMETERS
from schemas.plan import COMPONENTS, PLAN, PLAN_SHEETS
from schemas.plan_measures import MEASURES

FORMATS = {
    Type.ID: "@",
    Type.TEXT: "@",
    Type.DATE: "yyyy-mm-dd",
    Type.MONEY: "#,##0.00",
    Type.NUMBER: "General",
    Type.PERCENT: "0.00%",
    Type.BOOL: "@",
}
LAST_ROW = 1_048_575
CREATED = datetime(2020, 1, 1, tzinfo=UTC)  # the same bytes on every run
WIDEST = 28
PARAMETER_WIDTH = 24
COMMENT_WIDTH, LINE_OF_A_COMMENT, LINE_HEIGHT = 320, 24, 18
"""In pixels, and how many Chinese characters a line holds."""
SOURCE = MEASURES.field("table")
EVENTS = ("orders", "receipts", "activities", "opportunities")


def write_templates(folder: Path, words: Wording) -> dict[Path, bool]:
    """Writes the blank input, plan, calendar and mapping workbooks into a folder; False for one that was left alone.

    A workbook that is there and not blank may be half filled in: it is somebody's work.
    """
    books: dict[str, Sequence[Table]] = {
        words("template.input"): TABLES,
        words("template.plan"): PLAN_SHEETS,
        "calendar.xlsx": CALENDAR_SHEETS,
        "mapping.xlsx": MAPPING_SHEETS,
    }
    return {folder / name: _replaced(folder / name, _book(tables, words)) for name, tables in books.items()}


def _replaced(path: Path, blank: bytes) -> bool:
    if path.exists() and path.read_bytes() != blank:
        return False
    replace_file(path, blank)
    return True


def _book(tables: Sequence[Table], words: Wording) -> bytes:
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED.replace(tzinfo=None)})
        _overview(book, tables, words)
        for table in tables:
            _sheet(book, table, words)
    return written.getvalue()


def _overview(book: Any, tables: Sequence[Table], words: Wording) -> None:
    """A first sheet that says what each sheet is for."""
    sheet = book.add_worksheet(words("template.overview"))
    bold = book.add_format({"bold": True})
    for row, line in enumerate(words("template.rules").splitlines()):
        sheet.write_string(row, 0, line)
    start = len(words("template.rules").splitlines()) + 1
    for row, table in enumerate(tables, start):
        sheet.write_string(row, 0, _title(table, words), bold)
        sheet.write_string(row, 1, table.advice if words.lang == "zh" else table.advice_en)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)


def _sheet(book: Any, table: Table, words: Wording) -> None:
    sheet = book.add_worksheet(_title(table, words))
    head = {required: book.add_format(_head(required=required)) for required in (True, False)}
    for number, field in enumerate(table.fields):
        header = _header(field, words)
        width = PARAMETER_WIDTH if table is PLAN else _width(header, field)
        sheet.set_column(number, number, width, book.add_format({"num_format": FORMATS[field.type]}))
        sheet.write_string(0, number, header, head[field.required])
        _put_comment(sheet, 0, number, _comment(table, field, words))
        if choices := _choices(field, words):
            sheet.data_validation(1, number, LAST_ROW, number, {"validate": "list", "source": choices})
        elif field is SOURCE:
            offered = {"validate": "list", "source": _sources(words), "error_type": "warning"}
            sheet.data_validation(1, number, LAST_ROW, number, offered)
    sheet.freeze_panes(1, 0)
    if table is PLAN:
        _parameters(sheet, words)
    elif all(_example(field, words) for field in table.required):
        _example_row(book, sheet, table, words)


def _parameters(sheet: Any, words: Wording) -> None:
    """Every parameter of 方案 with what it means, its choices and its default; the value is left empty."""
    for row, field in enumerate(PARAMETERS, 1):
        sheet.write_string(row, 0, _header(field, words))
        _put_comment(sheet, row, 0, _comment(PLAN, field, words))
        sheet.write_string(row, 2, words("comma_clause").join(_standing(field, words)))
        if choices := _choices(field, words):
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": choices})


def _example_row(book: Any, sheet: Any, table: Table, words: Wording) -> None:
    for number, field in enumerate(table.fields):
        look = {"num_format": FORMATS[field.type], "italic": True, "font_color": "#808080"}
        _put(sheet, number, field, _example(field, words), book.add_format(look))
    sheet.write_string(
        1, len(table.fields), f"{EXAMPLE}：{words('template.example')}", book.add_format({"italic": True})
    )


def _put(sheet: Any, column: int, field: Field, example: str, look: Any) -> None:
    if not example:
        return
    if field.type is Type.DATE:
        sheet.write_datetime(1, column, date.fromisoformat(example), look)
    elif field.type in (Type.MONEY, Type.NUMBER) and not example.endswith("%"):
        sheet.write_number(1, column, float(example), look)
    else:
        sheet.write_string(1, column, example, look)


def _put_comment(sheet: Any, row: int, column: int, text: str) -> None:
    """A comment in a box as high as its text: Excel shows what does not fit to nobody."""
    lines = sum(1 + len(line) // LINE_OF_A_COMMENT for line in text.splitlines())
    sheet.write_comment(row, column, text, {"width": COMMENT_WIDTH, "height": LINE_HEIGHT * (lines + 1)})


def _comment(table: Table, field: Field, words: Wording) -> str:
    """What to enter, whether it must be, and by which other headers the column is known."""
    advice = field.advice if words.lang == "zh" or not field.advice_en else field.advice_en
    must, *default = _standing(field, words)
    lines = [must, advice, *default]
    if field.aliases:
        lines.append(words("template.aliases", aliases="、".join(field.aliases)))
    if table is COMPONENTS and field.name == "kind":
        lines += [_kind(kind.header, columns, words) for kind, columns in KIND_COLUMNS.items()]
        lines.append(words("template.every_kind", names=_named(ALWAYS[2:])))
    return "\n".join(line for line in lines if line)


def _standing(field: Field, words: Wording) -> list[str]:
    """Whether a value must be given, and what an empty one means."""
    must = words("template.required") if field.required else words("template.optional")
    return [must] if field.default is None else [must, words("template.default", value=default_text(field, words))]


def _kind(kind: str, columns: Columns, words: Wording) -> str:
    """Which columns a kind of component needs and allows."""
    ways = {"needs": columns.needs, "any_of": columns.any_of, "one_of": columns.one_of, "allows": columns.allows}
    told = [words(f"template.{way}", names=_named(names)) for way, names in ways.items() if names]
    return words("template.kind", kind=kind, columns=words("comma_clause").join(told) or words("template.nothing_else"))


def _named(names: Sequence[str]) -> str:
    return "、".join(COMPONENTS.field(name).header for name in names)


def _sources(words: Wording) -> list[str]:
    """What a measure is usually made of; another table may be typed in."""
    return [_title(table, words) for table in TABLES if table.name in EVENTS]


def _choices(field: Field, words: Wording) -> list[str]:
    if field.type is Type.BOOL:
        return ["是", "否"] if words.lang == "zh" else ["Y", "N"]
    return [_word(member, words) for member in field.words]


def _example(field: Field, words: Wording) -> str:
    choices = _choices(field, words)
    return field.example if field.example in choices or not choices else (choices[0] if field.required else "")


def default_text(field: Field, words: Wording) -> str:
    """A field's default as a workbook would write it; empty where there is none."""
    default = field.default
    if isinstance(default, bool):
        return _choices(Field("", "", Type.BOOL), words)[0 if default else 1]
    if field.choices is not None and default is not None:
        return _word(field.choices(default), words)
    if default is None:
        return ""
    return f"{(default * 100).normalize():f}%" if field.type is Type.PERCENT else str(default)


def _word(member: Choice, words: Wording) -> str:
    return member.header if words.lang == "zh" else member.value


def _title(table: Table, words: Wording) -> str:
    return table.header if words.lang == "zh" else table.name


def _header(field: Field, words: Wording) -> str:
    return field.header if words.lang == "zh" else field.name


def _head(*, required: bool) -> dict[str, object]:
    return {"bold": True, "bg_color": "#DDE7F3" if required else "#F2F2F2", "border": 1, "num_format": "@"}


def _width(header: str, field: Field) -> int:
    return min(WIDEST, max(12, 2 * len(header) + 2, len(field.example) + 4))
