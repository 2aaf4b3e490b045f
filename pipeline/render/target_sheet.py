"""目标分解, or 目标 for people, as a workbook that HR edits and puts into the input folder (SPEC 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from io import BytesIO

import xlsxwriter

from pipeline.render.registers.sheet import CREATED, Look
from schemas.export_terms import TreeDimension
from schemas.field import Table
from schemas.targets import TARGET_TREE, TARGETS

NODE, PERSON = ("dimension", "key", "parent", "kpi", "target"), ("employee_id", "kpi", "baseline")
WIDTH = 18

Line = tuple[*tuple[str, ...], Fraction]


def target_sheet(
    dimension: str, parent: tuple[TreeDimension, str], kpi: str, target: Fraction, parts: Mapping[str, Fraction]
) -> bytes:
    """The parent and its children as rows of 目标分解, the header in the first row as exports have it."""
    first: Line = (parent[0].value, parent[1], "", kpi, target)
    return _sheet(
        TARGET_TREE, NODE, [first, *((dimension, name, parent[1], kpi, part) for name, part in parts.items())]
    )


def people_sheet(kpi: str, parts: Mapping[str, Fraction]) -> bytes:
    """The people as rows of 目标; somebody whose share is nothing has none, for a 基准值 is above 0."""
    return _sheet(TARGETS, PERSON, [(who, kpi, part) for who, part in parts.items() if part])


def _sheet(table: Table, fields: Sequence[str], rows: Sequence[Line]) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet, money = book.add_worksheet(table.header), book.add_format({"num_format": Look.MONEY.value})
        sheet.set_column(0, len(fields) - 1, WIDTH)
        headers = {field.name: field.header for field in table.fields}
        sheet.write_row(0, 0, [headers[name] for name in fields], book.add_format({"bold": True}))
        for place, (*texts, value) in enumerate(rows, start=1):
            for column, text in enumerate(texts):
                sheet.write_string(place, column, str(text))
            sheet.write_number(place, len(texts), float(value), money)
    return buffer.getvalue()
