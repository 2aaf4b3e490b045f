"""`review`: two sealed months, a plan changed between them, figures by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from pipeline.archive.files import remove_tree
from pipeline.cli import main
from tests.casebook.defaults import whole_plan
from tests.example.workbooks import Sheet, write_workbook
from tests.faults.small import COMPANY, JUNE, MAY, PLAN, SHEETS, orders_of, write_small


def run(*arguments: object, root: Path, output: Path, lang: str = "zh") -> int:
    options = ("--input", root, "--output", output, "--lang", lang, "--quiet")
    return main([str(word) for word in (*arguments, *options)])


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """May sold 120,000 + 90,000 + 10,000 + 66,000, June as in the small company; 骨干 get a base of 9,000 in June."""
    base = tmp_path_factory.mktemp("review")
    root, output = write_small(base / "input", {"订单": orders_of(5, {"S5-3": 10_000})}), base / "output"
    assert run("close", MAY, "--workers", 1, root=root, output=output) == 0
    grades = Sheet("职级", ("职级", "奖金基数"), [("骨干", 9000), ("新人", 5000)])
    write_workbook(root / PLAN, whole_plan({**SHEETS, "职级": grades}, JUNE).values())
    header = ("申诉编号", "工号", "涉及期间", "提交日期", "内容", "结论", "答复日期", "处理人")
    appeal = ("A1", "0002", MAY, date(2024, 6, 5), "漏计一单", "更正", date(2024, 6, 12), "苏敏")
    write_workbook(root / JUNE / "申诉登记.xlsx", [Sheet("申诉", header, [appeal])])
    assert run("close", JUNE, "--workers", 1, root=root, output=output) == 0
    yield root, output
    remove_tree(output)


def sheet(output: Path, name: str) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(output / "review" / f"{MAY}_{JUNE}" / "激励方案复盘报告.xlsx", data_only=True)
    _, _, header, *found = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in found]


def test_sales_gained_per_yuan_of_bonus(folders: tuple[Path, Path]) -> None:
    root, output = folders
    assert run("review", MAY, JUNE, root=root, output=output) == 0
    may, june = sheet(output, "各期间")
    paid = sum(pq.read_table(output / JUNE / "r1/data/results.parquet")["payable"].to_pylist())
    assert june["奖金合计"] == float(paid)
    assert (may["签约金额"], june["签约金额"]) == (286_000, 374_765)
    assert (may["比上期增加"], june["比上期增加"]) == (None, 88_765)
    assert june["每元奖金增销"] == pytest.approx(88_765 / float(paid), abs=1e-4)
    assert june["奖金占比"] == pytest.approx(float(paid) / 374_765, abs=1e-4)


def test_the_change_of_plan_and_its_cell(folders: tuple[Path, Path]) -> None:
    root, output = folders
    assert run("review", MAY, JUNE, root=root, output=output) == 0
    changed = [(row["期间"], row["原"], row["新"]) for row in sheet(output, "方案变更及前后效果")]
    assert changed == [(JUNE, "8,000", "9,000")]


def test_what_became_of_the_improvement_list(folders: tuple[Path, Path]) -> None:
    """May's headline attainments are 87, 26.67 and 82.5 %, all below 100 %; June's 0002 reaches 89.84 %: all stay."""
    root, output = folders
    assert run("review", MAY, JUNE, root=root, output=output) == 0
    may, june = sheet(output, "改进名单及其后")
    assert (may["列入"], may["下期仍在"], may["下期脱离"]) == (3, 3, 0)
    assert (june["列入"], june["下期仍在"]) == (3, None)


def test_appeals_count_for_the_period_that_they_are_about(folders: tuple[Path, Path]) -> None:
    """The appeal against May is in June's folder."""
    root, output = folders
    assert run("review", MAY, JUNE, root=root, output=output) == 0
    assert [(row["维持"], row["更正"], row["待处理"]) for row in sheet(output, "申诉")] == [(0, 1, 0), (0, 0, 0)]


def test_no_pay_mix_where_nobody_told_the_fixed_pay(folders: tuple[Path, Path]) -> None:
    root, output = folders
    assert run("review", MAY, JUNE, root=root, output=output) == 0
    assert [row["固定"] for row in sheet(output, "薪酬结构对照方案范围")] == [None, None]


def test_english_and_nothing_sealed(folders: tuple[Path, Path], tmp_path: Path) -> None:
    root, output = folders
    assert run("review", MAY, JUNE, root=root, output=output, lang="en") == 0
    assert (output / "review" / f"{MAY}_{JUNE}" / "激励方案复盘报告.pdf").read_bytes().startswith(b"%PDF")
    assert run("review", MAY, JUNE, root=root, output=tmp_path / "empty") == 1


def test_without_a_headline_nobody_is_counted_on_target(tmp_path: Path) -> None:
    """A plan without 主指标 knows no attainment, so that 0 people on target would be a figure that is not one."""
    root, output = write_small(tmp_path / "input"), tmp_path / "output"
    plain = Sheet("方案", ("参数", "值"), [("公司名称", COMPANY), ("版本", "7")])
    write_workbook(root / PLAN, whole_plan({**SHEETS, "方案": plain}, JUNE).values())
    assert run("close", JUNE, "--workers", 1, root=root, output=output) == 0
    assert run("review", JUNE, root=root, output=output) == 0
    book = openpyxl.load_workbook(output / "review" / JUNE / "激励方案复盘报告.xlsx")
    _, _, header, june = book["各期间"].iter_rows(values_only=True)
    found = dict(zip(header, june, strict=True))
    assert (found["平均达成率"], found["达标人数"]) == (None, None)
    remove_tree(output)
