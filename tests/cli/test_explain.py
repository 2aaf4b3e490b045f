"""`explain`: every number back to the plan's rule and to the cell, through the command line (SPEC 7)."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.cli import main
from tests.casebook.case import all_cases
from tests.casebook.workbooks import write_case
from tests.cli.conftest import ROOT, Run

PERIOD = "2023Q3"
PLAN = "plans/销售绩效激励方案2023.xlsx"
ORDERS = "2023Q3/CRM合同台账.xlsx"


@pytest.fixture(scope="module")
def unsealed(run_once: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    output = tmp_path_factory.mktemp("unsealed")
    done = run_once("explain", PERIOD, "1017", "--output", output)
    assert done.returncode == 0, done.stderr
    return str(done.stdout), output / PERIOD / "explain/1017.xlsx"


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    return [tuple(cell or "" for cell in row) for row in book.worksheets[0].iter_rows(min_row=4, values_only=True)]


def test_the_tree_goes_from_the_payable_amount_to_the_cell(unsealed: tuple[str, Path]) -> None:
    tree = unsealed[0]
    asked = [
        "应发 1017 小张  9,216.00",
        "明细 1 绩效奖金  9,216.00  8,000.00 × 1.2 × 96.00% = 9,216.00",
        f"{PLAN} 奖金项 2:2",
        "总分  94.55  加权得分之和",
        "达成率  96%",
        "计量 签约金额  480,000",
        f"{ORDERS} 订单_华东 L15 合同金额(万元)  96,000",
    ]
    places = [tree.index(words) for words in asked]
    assert places == sorted(places)


def test_the_workbook_holds_each_cell_with_what_stands_there(unsealed: tuple[str, Path]) -> None:
    for *_, workbook, sheet, cell, content in rows_of(unsealed[1]):
        if not workbook.startswith("2023Q3/") or not cell or ":" in cell:
            continue
        book = openpyxl.load_workbook(ROOT / "input" / workbook, data_only=True)
        written = book[sheet][cell].value
        assert written is not None, (workbook, sheet, cell)
        shown = content.partition(": ")[2]
        if isinstance(written, int | float):
            scale = 10_000 if "万元" in content else 1
            assert float(shown.replace(",", "").rstrip("%")) == pytest.approx(
                written * (100 if shown.endswith("%") else scale)
            )


def test_every_order_behind_the_sales_is_there_and_adds_up(unsealed: tuple[str, Path]) -> None:
    rows = rows_of(unsealed[1])
    start = next(place for place, row in enumerate(rows) if row[0].strip() == "计量 签约金额")
    depth = rows[start][0].count("\u3000")
    amounts: list[float] = []
    for row in rows[start + 1 :]:
        if row[0].count("\u3000") <= depth:
            break
        if row[0].strip().startswith("记录"):
            amounts.append(float(row[1].replace(",", "")))
    assert len(amounts) == 5
    assert sum(amounts) == 480_000


def test_every_person_can_be_explained(run_once: Run, tmp_path: Path) -> None:
    for employee in ("1001", "1005", "1033", "1036"):
        done = run_once("explain", PERIOD, employee, "--output", tmp_path, "--lang", "en")
        assert done.returncode == 0, done.stderr
        assert f"Payable {employee}" in done.stdout


def test_each_stretch_of_a_mover_names_its_row_of_assignments(run: Run, output: Path) -> None:
    """1032 is a 骨干 from September on: both stretches cite the row of 任职 that holds, and the grade's base."""
    tree = run("explain", PERIOD, "1032", "--output", output).stdout
    first, second = (tree.partition(f"任职段 {grade}")[2].partition("任职段")[0] for grade in ("新人", "骨干"))
    assert "生效日期=2022-06-06" in first
    assert "生效日期=2023-09-01" in second


def test_one_line(run: Run, output: Path) -> None:
    done = run("explain", PERIOD, "1033", "--line", "2", "--output", output)
    assert done.returncode == 0
    assert "明细 2 首单奖  1,000.00" in done.stdout
    assert "绩效系数" not in done.stdout
    assert (output / PERIOD / "explain/1033-2.xlsx").exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("9999",), "人员表中没有工号 9999"),
        (("1017", "--line", "9"), "1017 没有第 9 条明细，共 2 条"),
        (("1040",), "1040 不参与"),
    ],
)
def test_who_or_what_is_not_there_is_told(run: Run, output: Path, asked: tuple[str, ...], told: str) -> None:
    done = run("explain", PERIOD, *asked, "--output", output)
    assert done.returncode == 1
    assert told in done.stderr
    assert not (output / PERIOD / "explain").exists()


def test_a_sealed_period_is_explained_from_its_seal(run: Run, tmp_path: Path, output: Path) -> None:
    inputs = tmp_path / "input"
    shutil.copytree(ROOT / "input", inputs)
    assert run("close", PERIOD, "--input", inputs, "--output", output).returncode == 0
    shutil.rmtree(inputs / PERIOD)
    done = run("explain", PERIOD, "1017", "--input", inputs, "--output", output)
    assert done.returncode == 0, done.stderr
    assert "按 2023Q3 的封存版本重算" in done.stdout
    assert "8,000.00 × 1.2 × 96.00% = 9,216.00" in done.stdout


def test_a_period_with_errors_tells_them(run: Run, tmp_path: Path, output: Path) -> None:
    inputs = tmp_path / "input"
    shutil.copytree(ROOT / "input", inputs)
    (inputs / PERIOD / "坏.xlsx").write_bytes(b"no workbook")
    done = run("explain", PERIOD, "1017", "--input", inputs, "--output", output)
    assert done.returncode == 1
    assert "请先用 validate 检查" in done.stderr


def test_a_figure_per_head_tells_its_heads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """150,000 of one person and of another who was there for half the month: 100,000 a head."""
    case = next(one for one in all_cases() if one.name.startswith("人均"))
    write_case(case, tmp_path / "input")
    places = ["--input", str(tmp_path / "input"), "--output", str(tmp_path / "output")]
    assert main(["explain", case.period.id, "A1", *places]) == 0
    told = [" ".join(line.strip("│├└─ ").split()) for line in capsys.readouterr().out.splitlines()]
    at = told.index("人均的人数（在岗折算之和） 1.5")
    assert told[at + 1 : at + 3] == ["人员 A1 A1 30/30", "人员 A2 A2 15/30"]
