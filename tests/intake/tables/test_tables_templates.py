"""Blank workbooks: what they show, and that they read without an error, blank or filled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.intake.calendar_workbook import read_calendar
from pipeline.intake.period_folder import read_period
from pipeline.intake.plan_workbook import read_plan
from pipeline.intake.templates import write_templates
from pipeline.wording import wording
from schemas import TABLES
from schemas.parameters import PARAMETERS
from schemas.plan import PLAN_SHEETS

Made = tuple[str, Path, tuple[Path, ...]]


@pytest.fixture(scope="module", params=["zh", "en"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    target = tmp_path_factory.mktemp(request.param) / "2023-09"
    return request.param, target, write_templates(target, wording(request.param))


def test_every_table_has_a_sheet_with_every_header(folder: Made) -> None:
    lang, _, paths = folder
    for path, tables in zip(paths[:2], (TABLES, PLAN_SHEETS), strict=True):
        book = openpyxl.load_workbook(path)
        assert book.sheetnames[1:] == [table.header if lang == "zh" else table.name for table in tables]
        for table, sheet in zip(tables, book.worksheets[1:], strict=True):
            headers = [cell.value for cell in sheet[1]][: len(table.fields)]
            assert headers == [field.header if lang == "zh" else field.name for field in table.fields]
            assert sheet.freeze_panes == "A2"
            assert all(sheet.cell(1, number + 1).comment for number in range(len(table.fields)))


def test_identifiers_are_text_and_closed_lists_drop_down(folder: Made) -> None:
    lang, _, paths = folder
    sheet = openpyxl.load_workbook(paths[0])["订单" if lang == "zh" else "orders"]
    assert sheet["A2"].number_format == "@"
    lists = {str(one.sqref).split(":")[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    assert lists["F2"] == '"新,老,战略"'
    assert lists["D2"] == ('"是,否"' if lang == "zh" else '"Y,N"')


def test_blank_templates_are_understood_and_hold_nothing(folder: Made, told: Any) -> None:
    _, target, paths = folder
    intake = read_period(target)
    codes = [code for code, *_ in told(list(intake.findings), "error")]
    assert codes == []
    assert all(len(intake.tables.frames[table.name]) == 0 for table in TABLES)
    tables, findings = read_plan(paths[1])
    assert told(list(findings), "error") == []
    assert len(tables.frames["plan"]) == len(PARAMETERS)
    calendar, periods, findings = read_calendar(paths[2])
    assert (calendar.years, periods, told(list(findings), "error")) == (frozenset(), (), [])


def test_templates_filled_with_their_examples_validate(folder: Made, tmp_path: Path, told: Any) -> None:
    _, _, paths = folder
    book = openpyxl.load_workbook(paths[0])
    for table, sheet in zip(TABLES, book.worksheets[1:], strict=True):
        sheet.cell(2, len(table.fields) + 1).value = None
    (tmp_path / "2023-09").mkdir()
    book.save(tmp_path / "2023-09" / "filled.xlsx")
    intake = read_period(tmp_path / "2023-09")
    assert [one for one in told(list(intake.findings), "error") if not one[0].startswith("signoff")] == []
    assert all(len(intake.tables.frames[table.name]) == 1 for table in TABLES)


def test_a_default_of_one_is_a_hundred_percent(tmp_path: Path) -> None:
    plan = next(path for path in write_templates(tmp_path, wording("zh")) if "方案" in path.name)
    rows = {row[0]: row[1] for row in openpyxl.load_workbook(plan)["方案"].iter_rows(values_only=True)}
    assert (rows["改进线"], rows["达成率上限"], rows["导师资格"]) == ("100%", "150%", "30%")
