"""Marked copies: bad cells coloured and commented in a copy of the user's workbook, links first, losses said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from pipeline.findings import Finding, Place, Severity, error, info, warning
from pipeline.intake.marking.marked_copies import Marked, marked_copies
from pipeline.wording import LANGUAGES, wording
from tests.intake.hostile import REFUSED

RED, YELLOW = "00FFC7CE", "00FFEB9C"
NAME = "2026-09/订单.xlsx"


def bad(cell: str, code: str = "cell-missing", sheet: str = "订单", **more: Any) -> Finding:
    return Finding(code, Severity.ERROR, Place(NAME, sheet, cell, "工号"), **more)


def orders(path: Path) -> Path:
    """A workbook with a formula, a comment of its own and a merged cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "订单"
    for row in (["订单号", "工号", "金额"], ["A1", None, "=1+1"], ["A2", "E1", "x"], ["A3", "E1", 5]):
        sheet.append(row)
    sheet["C3"].comment = Comment("已核对", "HR")
    sheet.merge_cells("A5:B6")
    book.create_sheet("it's")["A1"] = date(2026, 9, 1)
    book.save(path)
    return path


def copy_of(path: Path, *found: Finding, lang: str = "zh") -> Marked:
    (marked,) = marked_copies(found, {NAME: path}, wording(lang))
    return marked


def opened(marked: Marked) -> Any:
    assert marked.reason == ""
    return openpyxl.load_workbook(BytesIO(marked.content))


def rows(book: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cells_are_coloured_by_severity_and_commented(lang: str, tmp_path: Path) -> None:
    path = orders(tmp_path / "订单.xlsx")
    before = path.read_bytes()
    doubtful = warning("cell-missing", Place(NAME, "订单", "C3", "金额"), "x")
    marked = copy_of(path, doubtful, bad("B2"), bad("C3"), lang=lang)
    assert (marked.name, path.read_bytes()) == ("订单_校验标注.xlsx", before)
    book = opened(marked)
    sheet = book["订单"]
    assert [sheet[cell].fill.start_color.rgb for cell in ("B2", "C3")] == [RED, RED]
    assert sheet["B3"].fill.fill_type is None
    what, _ = wording(lang).told(doubtful)
    assert sheet["C3"].comment.text.startswith("已核对\n\n")
    assert sheet["C3"].comment.text.count(what) == 2
    assert [cell.value for cell in sheet[2]] == ["A1", None, "=1+1"]
    assert book["it's"]["A1"].value.date() == date(2026, 9, 1)


def test_the_first_sheet_links_to_each_place_errors_first(tmp_path: Path) -> None:
    hint = warning("table-empty", Place(NAME, "it's"), "任职")
    book = opened(copy_of(orders(tmp_path / "订单.xlsx"), hint, bad("B2"), info("row-skipped", Place(NAME, "订单"))))
    sheet = book.worksheets[0]
    assert (sheet.title, book.active.title) == ("校验标注", "校验标注")
    assert [sheet.cell(row, 1).value for row in (4, 5, 6)] == ["错误", "警告", None]
    links = [sheet.cell(row, 2).hyperlink.location for row in (4, 5)]
    assert links == ["'订单'!B2", "'it''s'!A1"]
    assert any("公式" in str(cell) for row in rows(book) for cell in row)


def test_a_finding_of_many_rows_colours_those_and_no_others(tmp_path: Path) -> None:
    stretches = bad("B2:B9", count=5, runs=((2, 3), (7, 9)))
    sheet = opened(copy_of(orders(tmp_path / "订单.xlsx"), stretches, bad("4:4"), bad("A6")))["订单"]
    painted = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fill_type == "solid"}
    assert painted == {"B2", "B3", "B7", "B8", "B9", "A4", "B4", "C4", "A5"}
    assert sheet["A5"].comment is not None  # A6 lies under the merged A5:B6


def test_texts_that_look_like_formulas_and_characters_no_workbook_holds_stay_text(tmp_path: Path) -> None:
    found = bad("B2", value="=cmd|' /C calc'!A0\x07")
    book = opened(copy_of(orders(tmp_path / "订单.xlsx"), found))
    cell = book.worksheets[0].cell(4, 3)
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")


def test_what_openpyxl_drops_is_said(tmp_path: Path) -> None:
    path = tmp_path / "订单.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("订单")
        sheet.write_row(0, 0, [1, 2, 3])
        sheet.add_sparkline("E1", {"range": "订单!A1:C1"})
        sheet.insert_textbox("F5", "请财务核对")
    told = [str(row[1]) for row in rows(opened(copy_of(path, bad("A1"))))]
    words = wording("zh")
    assert words("marked.lost_sparklines") in told
    assert words("marked.lost_shapes") in told
    assert words("marked.lost_macros") not in told


def test_marks_are_bounded(tmp_path: Path) -> None:
    found = [bad(f"A{row}") for row in range(2, 1500)] + [bad("B2:B900000", runs=((2, 900_000),))]
    sheet = opened(copy_of(orders(tmp_path / "订单.xlsx"), *found))
    assert sheet.worksheets[0].max_row < 1100
    assert sheet["订单"].max_row < 5100
    assert wording("zh")("marked.more") in [row[1] for row in rows(sheet)]


def test_what_cannot_be_marked_says_why(tmp_path: Path) -> None:
    files: Mapping[str, bytes] = {
        "a.csv": b"a,b\n1,2\n",
        "refused.xlsx": next(one for one in REFUSED if "doctype" in one.name or "dtd" in one.name).make(),
        "large.xlsx": b"PK\x03\x04" + bytes(9 << 20),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = [error("file-damaged", Place(name)) for name in files]
    marked = marked_copies(found, {name: tmp_path / name for name in files}, wording("zh"))
    assert [(one.workbook, one.reason, one.name) for one in marked] == [
        ("a.csv", "format", ""),
        ("refused.xlsx", "refused", ""),
        ("large.xlsx", "large", ""),
    ]
    assert all(wording(lang).has(f"marked.none_{one.reason}") for lang in LANGUAGES for one in marked)


def test_two_workbooks_of_one_name_and_names_too_long_get_names_of_their_own(tmp_path: Path) -> None:
    long = "长" * 80 + ".xlsx"
    names = {"plans/订单.xlsx": "订单.xlsx", NAME: "甲.xlsx", f"2026-09/{long}": long}
    files = {name: orders(tmp_path / file) for name, file in names.items()}
    marked = marked_copies([error("cell-missing", Place(name, "订单", "B2")) for name in files], files, wording("zh"))
    assert [one.name for one in marked][:2] == ["订单_校验标注.xlsx", "订单 (2)_校验标注.xlsx"]
    assert all(len(one.name.encode()) <= 255 for one in marked)
