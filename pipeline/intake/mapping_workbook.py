"""The mapping workbook: read as a `Mapping`, and drafted for sheets that were not understood (SPEC 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Map
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from pipeline.findings import Finding, error
from pipeline.intake.characters import compact
from pipeline.intake.headers import PERSON_NAME, meaning
from pipeline.intake.mapping import Mapping, Rule
from pipeline.intake.readers import read_workbooks
from pipeline.intake.reading_tables import read_tables
from pipeline.tables import Tables
from schemas import MAPPING_SHEETS, TABLES
from schemas.field import Table
from schemas.mapping import MAPPINGS, PAYROLL

PROPOSED = "mapping.proposed.xlsx"


def read_mapping(path: Path) -> tuple[Mapping, tuple[Finding, ...]]:
    """The rules of 字段映射 and the columns of 薪资导入; a row that names no table or column is a finding, left out."""
    read = read_tables(read_workbooks([path], path.parent), MAPPING_SHEETS, Mapping(), {}, by_headers=False)
    findings = list(read.findings)
    rules: list[Rule] = []
    for row in _rows(read.tables):
        rule = _rule(row, read.tables)
        if isinstance(rule, Finding):
            findings.append(rule)
        else:
            rules.append(rule)
    return Mapping(tuple(rules), _payroll(read.tables)), tuple(findings)


def _payroll(tables: Tables) -> tuple[tuple[str, str], ...]:
    """Field and header of each column that the sheet 薪资导入 names; the intake has reported rows that are not."""
    if not tables.has(PAYROLL.name):
        return ()
    named = tables.frames[PAYROLL.name].dropna(subset=[field.name for field in PAYROLL.required])
    return tuple(zip(named["field"], named["header"], strict=True))


def proposal_bytes(rules: Sequence[Rule]) -> bytes:
    """A mapping workbook with these rules, in Chinese words, to be checked and renamed by a person."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet(MAPPINGS.header)
        sheet.write_row(0, 0, [field.header for field in MAPPINGS.fields], book.add_format({"bold": True}))
        for number, rule in enumerate(rules, 1):
            table = _table(rule.table)
            field = _header(table, rule.field) if table else ""
            words = (rule.source, table.header if table else rule.table, rule.header, field, rule.value, rule.means)
            for column, word in enumerate(words):
                sheet.write_string(number, column, word)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(MAPPINGS.fields) - 1, 22)
    return written.getvalue()


def _rows(tables: Tables) -> Iterator[Map[str, Any]]:
    """The rows whose required cells are filled; the intake has reported the others."""
    if tables.has(MAPPINGS.name):
        frame = tables.frames[MAPPINGS.name].dropna(subset=[field.name for field in MAPPINGS.required])
        yield from ({str(name): cell for name, cell in row.items()} for row in frame.to_dict("records"))


def _rule(row: Map[str, Any], tables: Tables) -> Rule | Finding:
    source, header, field, value, means = (_text(row[name]) for name in ("source", "header", "field", "value", "means"))
    table = _table(row["table"])
    if table is None:
        return error("mapping-table-unknown", tables.place(row, "table"), row["table"])
    if bool(value) != bool(means):
        empty = "means" if value else "value"
        return error("mapping-value-incomplete", tables.place(row, empty), missing=MAPPINGS.field(empty).header)
    known = meaning(field, table, {}) if field else None
    if field and known is None:
        return error("mapping-field-unknown", tables.place(row, "field"), field, table=table.header)
    return Rule(source, table.name, header, known.field if known else "", value, means)


def _text(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


def _table(word: str) -> Table | None:
    wanted = compact(word)
    return next((table for table in TABLES if wanted in (compact(table.header), compact(table.name))), None)


def _header(table: Table, name: str) -> str:
    headers: Iterable[tuple[str, str]] = ((field.name, field.header) for field in table.fields)
    return {**dict(headers), PERSON_NAME: "姓名", "": ""}[name]
