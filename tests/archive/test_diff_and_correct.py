"""Who is paid otherwise and why; and the adjustments of a paid period, read back as they were written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from pipeline.archive.files import remove_tree
from pipeline.archive.past import payables
from pipeline.archive.revisions import revisions
from pipeline.intake.period_folder import read_period
from tests.example.workbooks import Sheet, write_workbook
from tests.faults.closing import command
from tests.faults.small import JUNE, MAY, PEOPLE, orders_of, tables, write_small

Text = pytest.CaptureFixture[str]
LESS = {"S5-3": 58765}
POSTED_IN_JUNE = Fraction("123.45")


@pytest.fixture(scope="module")
def corrected(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """May closed twice, the second time with a smaller order; `paid` is what was sealed, `input` is corrected."""
    folder = tmp_path_factory.mktemp("corrected")
    shutil.copytree(company / "output" / MAY, folder / "output" / MAY)
    shutil.copytree(company / "output", folder / "paid/output")
    write_small(folder / "input", may={"订单": orders_of(5, LESS)})
    assert command("close", MAY, folder, "--reason", "订单金额更正") == 0
    yield folder
    remove_tree(folder)


def difference(folder: Path) -> Fraction:
    first, second = (payables(one) for one in revisions(folder / "output" / MAY))
    assert {who for who in first if first[who] != second[who]} == {"0002"}
    return second["0002"] - first["0002"]


def test_two_revisions_side_by_side(corrected: Path) -> None:
    assert command("diff", MAY, corrected, "r1", "r2") == 0
    (path,) = (corrected / "output" / MAY / "diff").iterdir()
    book = openpyxl.load_workbook(path)
    sheets = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
    (person,) = [row for row in sheets["应发差异"] if row[0] == "0002"]
    assert Fraction(str(person[4])) == difference(corrected) < 0
    assert {row[1] for row in sheets["奖金明细差异"] if row[0] == "0002"} >= {"绩效奖金", "销售提成"}
    (order,) = [row for row in sheets["业绩差异"] if row[0] == "0002"]
    assert (order[1], order[4], order[5]) == ("S5-3", "计入", "计入")
    assert [row[1] for row in sheets["方案与输入"] if row[0] == "输入文件"] == [f"{MAY}/销售数据.xlsx"]
    assert {row[2] for row in sheets["指标差异"] if row[0] == "0002"} == {"实际", "达成率", "得分"}


def test_two_periods_side_by_side_and_what_is_not_there(corrected: Path, capfd: Text) -> None:
    assert command("diff", MAY, corrected / "paid", JUNE) == 0
    assert command("diff", MAY, corrected, "r1", "r9") == 1
    assert "r9" in capfd.readouterr().err
    assert command("diff", MAY, corrected, JUNE, "r1") == 2
    assert command("diff", MAY, corrected, "五月") == 2
    assert "五月" in capfd.readouterr().err


def test_a_correction_is_a_table_that_the_next_period_reads(corrected: Path, tmp_path: Path) -> None:
    assert correct(corrected) == 0
    path = corrected / "paid/output" / MAY / "correct/调整.xlsx"
    book = openpyxl.load_workbook(path)
    (sheet,) = book.worksheets
    header, row = list(sheet.iter_rows(values_only=True))
    assert header == ("工号", "原期间", "类型", "金额", "事由", "依据", "审批人", "审批日期")
    assert row[:3] == ("0002", MAY, "追回")
    assert row[6:] == (None, None)
    sheet["G2"], sheet["H2"] = "王总", date(2024, 6, 28)
    place = tmp_path / JUNE / "调整.xlsx"
    write_workbook(tmp_path / JUNE / "人员.xlsx", [tables(6)["人员"]])
    book.save(place)
    intake = read_period(tmp_path / JUNE)
    assert [one for one in intake.findings if one.blocks] == []
    (amount,) = intake.tables.frames["adjustments"]["amount"]
    assert amount == Decimal(str(row[3]))
    assert Fraction(amount) == difference(corrected) - POSTED_IN_JUNE


def test_corrections_that_a_later_seal_posted_are_not_made_again(corrected: Path, tmp_path: Path) -> None:
    shutil.copytree(corrected / "paid/output" / MAY / "r1", tmp_path / "paid/output" / MAY / "r1")
    shutil.copytree(corrected / "input", tmp_path / "input")
    posted = Sheet(
        "调整",
        ("工号", "原期间", "类型", "金额", "事由", "依据", "审批人", "审批日期"),
        [("0002", MAY, "追回", str(float(difference(corrected))), "更正", f"{MAY} r1", "王总", date(2024, 6, 28))],
    )
    write_workbook(tmp_path / "paid/input" / JUNE / "销售数据.xlsx", {**tables(6), "调整": posted}.values())
    shutil.copytree(corrected / "input/plans", tmp_path / "paid/input/plans")
    assert command("close", JUNE, tmp_path / "paid") == 0
    assert correct(tmp_path) == 0
    assert not (tmp_path / "paid/output" / MAY / "correct").exists()
    remove_tree(tmp_path / "paid/output")


def test_a_second_click_changes_nothing_and_what_somebody_filled_in_is_kept(corrected: Path, tmp_path: Path) -> None:
    folder = tmp_path / "paid/output" / MAY / "correct"
    shutil.copytree(corrected / "paid/output" / MAY / "r1", folder.parent / "r1")
    shutil.copytree(corrected / "input", tmp_path / "input")
    assert [correct(tmp_path), correct(tmp_path)] == [0, 0]
    assert [path.name for path in folder.iterdir()] == ["调整.xlsx"]
    book = openpyxl.load_workbook(folder / "调整.xlsx")
    book.worksheets[0]["G2"] = "王总"
    book.save(folder / "调整.xlsx")
    assert correct(tmp_path) == 0
    kept = openpyxl.load_workbook(folder / "调整_1.xlsx").worksheets[0]
    assert kept["G2"].value == "王总"
    shutil.copytree(write_small(tmp_path / "as it was"), tmp_path / "input", dirs_exist_ok=True)
    assert correct(tmp_path) == 0, "nothing is to be adjusted any more"
    assert sorted(path.name for path in folder.iterdir()) == ["调整_1.xlsx", "调整_2.xlsx"]
    remove_tree(tmp_path / "paid")


def test_who_should_not_have_been_paid_and_who_was_forgotten(company: Path, tmp_path: Path) -> None:
    shutil.copytree(company / "output" / MAY / "r1", tmp_path / "paid/output" / MAY / "r1")
    people = [*((*row[:3], "实习", *row[4:]) if row[0] == "0003" else row for row in PEOPLE.rows)]
    forgotten = ("0004", "陈晨", "华东一部", "新人", "0001", date(2024, 5, 1))
    stars = tables(5)["奖励名单"]
    star = Sheet(stars.name, stars.header, [("0004", *stars.rows[0][1:])])
    may = {"人员": Sheet("人员", PEOPLE.header, [*people, forgotten]), "奖励名单": star}
    write_small(tmp_path / "input", may=may)
    assert correct(tmp_path) == 0
    book = openpyxl.load_workbook(tmp_path / "paid/output" / MAY / "correct/调整.xlsx")
    found = {row[0]: row[2:4] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    sealed = payables(revisions(tmp_path / "paid/output" / MAY)[-1])
    assert found["0004"] == ("补发", 500)
    assert found["0003"] == ("追回", -float(sealed["0003"]))
    remove_tree(tmp_path / "paid")


def test_the_sealed_mapping_reads_a_corrected_folder_that_brings_none(tmp_path: Path) -> None:
    orders = orders_of(5)
    named = Sheet("订单", ("成交单据", *orders.header[1:]), orders.rows)
    header = ("来源", "表", "原列名", "标准列")
    for folder in (tmp_path / "paid/input", tmp_path / "input"):
        write_small(folder, may={"订单": named})
    mapping = Sheet("字段映射", header, [("销售数据.xlsx", "订单", "成交单据", "order_id")])
    write_workbook(tmp_path / "paid/input/mapping.xlsx", [mapping])
    assert command("close", MAY, tmp_path / "paid") == 0
    assert correct(tmp_path) == 0
    remove_tree(tmp_path / "paid")


def correct(folder: Path) -> int:
    """`correct` of May with the corrected inputs, on the archive that was paid."""
    return command("correct", MAY, folder / "paid", "--input", str(folder / "input"))
