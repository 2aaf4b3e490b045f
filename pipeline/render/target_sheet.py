"""目标分解 as a workbook that HR edits and puts into the input folder (SPEC 3)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO

import xlsxwriter

from pipeline.render.registers.sheet import CREATED, Look
from schemas import TABLES
from schemas.terms import TreeDimension

FIELDS = ("dimension", "key", "parent", "kpi", "target")
WIDTH = 18


def target_sheet(
    dimension: TreeDimension,
    parent: tuple[TreeDimension, str],
    kpi: str,
    target: Fraction,
    parts: Mapping[str, Fraction],
) -> bytes:
    """The parent and its children as rows of 目标分解, the header in the first row as exports have it."""
    table = next(one for one in TABLES if one.name == "target_tree")
    rows = [(parent[0].value, parent[1], "", kpi, target)]
    rows += [(dimension.value, name, parent[1], kpi, part) for name, part in parts.items()]
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet, money = book.add_worksheet(table.header), book.add_format({"num_format": Look.MONEY.value})
        sheet.set_column(0, len(FIELDS) - 1, WIDTH)
        headers = {field.name: field.header for field in table.fields}
        sheet.write_row(0, 0, [headers[name] for name in FIELDS], book.add_format({"bold": True}))
        for place, (*texts, value) in enumerate(rows, start=1):
            for column, text in enumerate(texts):
                sheet.write_string(place, column, str(text))
            sheet.write_number(place, len(texts), float(value), money)
    return buffer.getvalue()
