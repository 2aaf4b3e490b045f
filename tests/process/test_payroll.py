"""The payroll file as the firm's payroll system wants it: columns renamed and reordered by the mapping."""

from __future__ import annotations

import csv
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from pipeline.findings import any_blocks
from pipeline.intake.mapping_workbook import read_mapping
from pipeline.render.registers.payroll import payroll_columns, payroll_csv, payroll_rows, payroll_xlsx
from schemas.terms import Status
from tests.statements import factory as make

PEOPLE = [
    {
        "employee_id": "007",
        "name": "=张 O'Neil",
        "period": "2023Q3",
        "payable": "-1200.50",
        "currency": "CNY",
        "status": "正常",
    }
]


def mapping(path: Path, *rows: tuple[str, str]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "薪资导入"
    for row in (("标准列", "列名"), *rows):
        sheet.append(row)
    book.save(path)
    return path


def test_columns_are_renamed_and_reordered_and_the_id_comes_first(tmp_path: Path) -> None:
    rows = (("应发奖金(税前)", "BONUS"), ("工号", "EMP_NO"), ("currency", "CUR"))
    read, findings = read_mapping(mapping(tmp_path / "mapping.xlsx", *rows))
    assert not any_blocks(findings)
    assert payroll_columns(read.payroll) == (
        ("employee_id", "EMP_NO"),
        ("payable", "BONUS"),
        ("currency", "CUR"),
        ("name", "姓名"),
        ("period", "期间"),
        ("status", "状态"),
    )


def test_without_a_sheet_the_columns_are_those_of_the_contract() -> None:
    headers = [header for _, header in payroll_columns(())]
    assert headers == ["工号", "姓名", "期间", "应发奖金(税前)", "币种", "状态"]


@pytest.mark.parametrize(
    "rows",
    [
        [("奖金总额", "BONUS")],
        [("工号", "A"), ("工号", "B")],
        [("工号", "A"), ("姓名", "A")],
        [("工号", "")],
    ],
)
def test_a_row_that_means_nothing_is_a_finding(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    findings = read_mapping(mapping(tmp_path / "mapping.xlsx", *rows))[1]
    blocking = [one for one in findings if one.blocks]
    assert {one.place.sheet for one in blocking} == {"薪资导入"}


def test_the_files_hold_text_ids_and_no_formulas() -> None:
    columns = payroll_columns((("payable", "BONUS"),))
    table = list(csv.reader(StringIO(payroll_csv(PEOPLE, columns).decode("utf-8-sig"))))
    assert table == [
        ["工号", "BONUS", "姓名", "期间", "币种", "状态"],
        ["007", "-1200.50", "'=张 O'Neil", "2023Q3", "CNY", "正常"],
    ]
    sheet = openpyxl.load_workbook(BytesIO(payroll_xlsx(PEOPLE, columns))).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["007", -1200.5, "=张 O'Neil"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "s", "s", "s", "s"]
    assert not sheet.merged_cells.ranges
    assert (sheet.max_row, sheet["A2"].number_format) == (2, "@")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-2+3", "@SUM(A1)"])
def test_a_name_is_never_a_formula(name: str) -> None:
    people = [{**PEOPLE[0], "employee_id": "-7", "name": name}]
    (_, row) = csv.reader(StringIO(payroll_csv(people, payroll_columns(())).decode("utf-8-sig")))
    assert row[:2] == ["-7", f"'{name}"]


def test_held_pay_is_not_in_the_file_and_who_gets_nothing_is_with_the_reason() -> None:
    statuses = (Status.NORMAL, Status.HELD, Status.FORFEITED, Status.CARRIED)
    pay = dict(zip(statuses, ("9216.5", "800", "0", "0"), strict=True))
    people = [
        make.person(employee_id=f"100{place}", status=status.value, payable=Fraction(pay[status]))
        for place, status in enumerate(statuses)
    ]
    found = payroll_rows(make.calculation(people=people))
    assert [(row["employee_id"], row["payable"], row["status"]) for row in found] == [
        ("1000", "9216.50", "正常"),
        ("1002", "0.00", "离职不发"),
        ("1003", "0.00", "结转"),
    ]
