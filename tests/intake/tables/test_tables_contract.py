"""The schemas, the templates, docs/tables.md and the contract's tables name the same columns."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from pipeline.intake.templates import write_templates
from pipeline.wording import wording
from schemas import TABLES
from schemas.field import Table
from schemas.plan import PLAN_SHEETS

ROOT = Path(__file__).parents[3]
SPEC = ROOT.parent / "shared" / "SPEC.md"
COLUMN = re.compile(r"(?P<header>[^\s*;]+)(?P<star>\*)?(?: `(?P<name>\w+)`)?")
SHEET = re.compile(r"\| (?P<header>\S+) `(?P<name>\w+)` \| (?P<columns>.*) \|")


def rows_of_the_contract(first: str, last: str) -> dict[str, re.Match[str]]:
    text = SPEC.read_text(encoding="utf-8")
    lines = text[text.index(first) : text.index(last)].splitlines()
    return {match["name"]: match for line in lines if (match := SHEET.fullmatch(line))}


@pytest.mark.skipif(not SPEC.exists(), reason="the contract is not part of the project")
def test_data_tables_have_the_columns_of_the_contract_in_its_order() -> None:
    stated = rows_of_the_contract("## 3.", "**Between periods.**")
    assert [*stated] == [table.name for table in TABLES]
    for table in TABLES:
        row = stated[table.name]
        assert row["header"] == table.header
        found = [COLUMN.match(column) for column in row["columns"].split(" · ")]
        columns = [(one["header"], bool(one["star"])) for one in found if one]
        assert columns == [(field.header, field.required) for field in table.fields]
        names = {one["header"]: one["name"] for one in found if one and one["name"]}
        assert names.items() <= {field.header: field.name for field in table.fields}.items()


@pytest.mark.skipif(not SPEC.exists(), reason="the contract is not part of the project")
def test_plan_sheets_have_the_identifiers_of_the_contract() -> None:
    stated = rows_of_the_contract("## 4.", "Measures that need no definition")
    assert {*stated} == {table.name for table in PLAN_SHEETS}
    for table in PLAN_SHEETS:
        names = {
            part for group in re.findall(r"`([\w/]+)`", stated[table.name]["columns"]) for part in group.split("/")
        }
        assert names <= {field.name for field in table.fields}


@pytest.mark.parametrize("table", [*TABLES, *PLAN_SHEETS], ids=lambda table: table.name)
def test_the_page_of_tables_has_every_column(table: Table) -> None:
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    section = page[page.index(f"### {table.header} `{table.name}`") :].split("\n### ")[0]
    shown = re.findall(r"^\| ([^|]+?)(\\\*)? \| `(\w+)` \|", section, re.MULTILINE)
    assert [(header, bool(star), name) for header, star, name in shown] == [
        (field.header, field.required, field.name) for field in table.fields
    ]


def test_the_templates_have_every_column(tmp_path: Path) -> None:
    sheets = {
        sheet.title: {str(cell.value).rstrip("*") for row in sheet.iter_rows(max_row=1) for cell in row if cell.value}
        for path in write_templates(tmp_path, wording("zh"))
        for sheet in openpyxl.load_workbook(path).worksheets
    }
    for table in TABLES:
        assert {field.header for field in table.fields} <= sheets[table.header]
