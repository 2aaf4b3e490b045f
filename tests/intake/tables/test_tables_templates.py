"""Blank workbooks: what they show, and that they read without an error, blank or filled."""

from __future__ import annotations

import re
import zipfile
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

LINE_IN_POINTS = 12
Made = tuple[str, Path, tuple[Path, ...]]


@pytest.fixture(scope="module", params=["zh", "en"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    target = tmp_path_factory.mktemp(request.param) / "2023-09"
    return request.param, target, tuple(write_templates(target, wording(request.param)))


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


def test_each_kind_says_which_columns_it_needs_in_a_comment_that_shows_all_of_it(folder: Made) -> None:
    lang, _, paths = folder
    book = openpyxl.load_workbook(paths[1])
    comment = book.worksheets[[one.name for one in PLAN_SHEETS].index("components") + 1]["B1"].comment
    assert comment is not None
    commission = {
        "zh": "提成：计量、指标 至少填一个，档位表、比例、金额 只填一个，可填 计量2、对象、口径、发放、留存、条件",
        "en": "at least one of 计量、指标, just one of 档位表、比例、金额, allows 计量2、对象、口径、发放、留存、条件",
    }
    assert commission[lang] in comment.text
    with zipfile.ZipFile(paths[1]) as parts:
        drawn = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".vml"))
    assert max(map(float, re.findall(r"height:([0-9.]+)pt", drawn))) >= LINE_IN_POINTS * len(comment.text.splitlines())


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


def test_an_example_row_that_was_filled_in_is_not_dropped_unseen(folder: Made, tmp_path: Path) -> None:
    lang, _, paths = folder
    book = openpyxl.load_workbook(paths[0])
    order, person = (book["订单" if lang == "zh" else "orders"], book["人员" if lang == "zh" else "people"])
    order["A2"], person["M2"] = "SO-2024-0007", 9000
    (tmp_path / "2023-09").mkdir()
    book.save(tmp_path / "2023-09" / "filled.xlsx")
    found = [one for one in read_period(tmp_path / "2023-09").findings if one.blocks]
    assert [(one.code, one.place.sheet, one.place.cell) for one in found] == [
        ("example-row-filled", one.title, "2:2") for one in (person, order)
    ]


def test_a_parameter_is_empty_and_says_what_it_means_and_what_empty_is(folder: Made) -> None:
    lang, _, paths = folder
    sheet = openpyxl.load_workbook(paths[1]).worksheets[1]
    shown = {str(row[0].value): row for row in sheet.iter_rows(min_row=2)}
    assert [row[1].value for row in shown.values()] == [None] * len(PARAMETERS)
    for field in PARAMETERS:
        name, _, note = shown[field.header if lang == "zh" else field.name]
        meaning = field.advice if lang == "zh" else field.advice_en
        assert meaning
        assert name.comment is not None
        assert meaning in name.comment.text
        assert ("留空时为" in str(note.value) or "empty means" in str(note.value)) is (field.default is not None)
    if lang == "zh":
        notes = [shown[name][2].value for name in ("改进线", "达成率上限", "目标折算", "方案名称")]
        assert notes == ["选填，留空时为 100%", "选填，留空时为 150%", "选填，留空时为 否", "必填"]


def test_a_parameter_with_choices_drops_down(folder: Made) -> None:
    lang, _, paths = folder
    sheet = openpyxl.load_workbook(paths[1]).worksheets[1]
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    places = {field.name: f"B{row}" for row, field in enumerate(PARAMETERS, 2)}
    assert lists[places["proration_basis"]] == '"自然日,工作日"'
    assert lists[places["prorates_targets"]] == ('"是,否"' if lang == "zh" else '"Y,N"')
