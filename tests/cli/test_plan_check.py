"""`plan check` on the handbook's tables as printed, through the command line (SPEC 6, 9)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import ROOT, Run
from tests.example.text_tables import read_document
from tests.example.workbooks import write_workbook

PRINTED = ROOT / "input/plans/对照/手册原表.xlsx"
PERIOD = "2023Q3"
CONTRADICTIONS = {
    "the empty fourth weight": ("指标权重 C5", "方案及时率", "权重为空"),
    "94.55 against 93.2": ("方案 C9", "93.2", "应得 94.55"),
    "scores of 79–80 in no band": ("档位 E3", "79", "之间不属于任何一档"),
    "scores of 89–90 in no band": ("档位 E4", "89", "之间不属于任何一档"),
    "70 in two bands": ("档位 D3", "70", "同时属于两档"),
    "coefficients one step off": ("档位 F3", "0", "可能错了一档"),
    "no rating bands": ("方案 B12", "绩效评级", "没有分数段"),
    "60/40 against 70–80/20–30": ("指标权重 D2:D4", "60%", "70%–80%"),
    "pay mix of 75–120 %": ("职级 D2", "75%–120%", "部分组合"),
    "attainment counted twice": ("方案 B8", "销售额", "计入了两次"),
    "10 % in two commission tiers": ("档位 D7", "10%", "同时属于两档"),
    "nothing above 20 %": ("档位 F8", "20%", "没有规定"),
    "the same excess rewarded twice": ("奖金项 A4", "超额奖励", "同一超额"),
    "a quality share under 30 %": ("指标权重 C2:C4", "20%", "30%"),
    "customer tiers A and B both claim 500,000": ("方案 C14", "500,000", "既符合"),
}


def rows(printed: str) -> list[list[str]]:
    """The rows of the tables printed, each cell's lines put together without blanks."""
    found: list[list[str]] = []
    for line in printed.splitlines():
        if not line.startswith("│"):
            found.append([])
            continue
        cells = [cell.strip() for cell in line.strip("│").split("│")]
        if found and found[-1] and len(found[-1]) == len(cells) and cells[0] == "":
            found[-1] = [left + right for left, right in zip(found[-1], cells, strict=True)]
        else:
            found.append(cells)
    return [[cell.replace(" ", "") for cell in row] for row in found if row]


def table_after(printed: str, words: str) -> dict[str, list[str]]:
    """The cost table below the question that has these words, by person."""
    table = printed[printed.rindex(words) :].partition("┡")[2].partition("└")[0]
    return {row[0]: row[1:] for row in rows(table)}


@pytest.fixture(scope="module")
def checked(run_once: Run, tmp_path_factory: pytest.TempPathFactory) -> str:
    done = run_once("plan", "check", PRINTED, "--period", PERIOD, "--output", tmp_path_factory.mktemp("none"))
    assert done.returncode == 1
    return str(done.stderr + done.stdout)


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_every_contradiction_of_the_printed_handbook_is_told_at_its_cell(checked: str, what: str) -> None:
    cell, value, words = (part.replace(" ", "") for part in CONTRADICTIONS[what])
    told = [
        row
        for row in rows(checked)
        if len(row) == 5 and row[1].removeprefix("plans/对照/手册原表.xlsx").startswith(cell)
    ]
    assert any(row[2] == value and words in row[3] for row in told), told


def test_coefficients_one_step_off_cost_1536_and_900(checked: str) -> None:
    paid = table_after(checked, "各档的值上移一档")
    assert paid["1017小张"] == ["7,680.00", "9,216.00(+1,536.00)"]
    assert paid["1033新人小李"] == ["4,600.00", "5,500.00(+900.00)"]


def test_the_first_reading_of_every_question_pays_the_same(checked: str) -> None:
    first = {row[1] for row in rows(checked) if row[0] == "合计"}
    assert len(first) == 1


def period_of(folder: Path, sales: int, *, visited: bool = True) -> Path:
    """One person with a target of 500,000 and all else on target."""
    text = f"""
## 人员

| 工号 | 姓名 | 团队 | 职级 | 入职日期 |
|---|---|---|---|---|
| A1 | 小王 | 一部 | 骨干 | 2020-01-01 |

## 目标

| 工号 | 指标 | 基准值 |
|---|---|---|
| A1 | 销售额 | 500000 |
| A1 | 回款率 | 90% |
| A1 | 有效拜访 | 1 |
| A1 | 方案及时率 | 100% |

## 订单

| 订单号 | 工号 | 签约日期 | 签约金额 |
|---|---|---|---|
| D1 | A1 | 2023-08-01 | {sales} |

## 回款

| 回款编号 | 订单号 | 回款日期 | 回款金额 |
|---|---|---|---|
| H1 | D1 | 2023-08-02 | {sales} |

## 活动

| 工号 | 日期 | 类型 | 及时 |
|---|---|---|---|
| A1 | {date(2023, 8, 3)} | 方案 | 是 |
"""
    sheets = read_document(text)
    if visited:
        sheets["活动"] = read_document(text + f"| A1 | {date(2023, 8, 3)} | 拜访 | 是 |\n")["活动"]
    else:
        del sheets["活动"]
    write_workbook(folder / PERIOD / "数据.xlsx", sheets.values())
    return folder


def test_600000_of_500000_is_paid_4000_5000_or_30000(run: Run, tmp_path: Path, output: Path) -> None:
    inputs = period_of(tmp_path / "input", 600_000)
    done = run("plan", "check", PRINTED, "--period", PERIOD, "--input", inputs, "--output", output)
    paid = table_after(done.stdout, "全部业绩按所达档的比例")
    rest = 8_000 * 12 // 10 + 2_000
    first, second, third = (f"{rest + amount:,}.00" for amount in (4_000, 5_000, 30_000))
    assert paid["A1小王"] == [first, f"{second}(+1,000.00)", f"{third}(+26,000.00)"]


def test_who_cannot_be_calculated_is_listed_and_not_paid_zero(run: Run, tmp_path: Path, output: Path) -> None:
    inputs = period_of(tmp_path / "input", 600_000, visited=False)
    done = run("plan", "check", PRINTED, "--period", PERIOD, "--input", inputs, "--output", output)
    assert "以下问题使部分人员的奖金无法计算" in done.stdout
    assert any("有效拜访" in row[3] or "有效拜访" in row[2] for row in rows(done.stderr) if len(row) == 5)
    assert table_after(done.stdout, "各档的值上移一档")["A1小王"] == ["无法计算", "无法计算"]


def test_data_with_errors_are_told_instead_of_costs(run: Run, tmp_path: Path, output: Path) -> None:
    inputs = period_of(tmp_path / "input", 600_000)
    book = inputs / PERIOD / "坏.xlsx"
    book.write_bytes(b"no workbook")
    done = run("plan", "check", PRINTED, "--period", PERIOD, "--input", inputs, "--output", output)
    assert done.returncode == 1
    assert "请先用 validate 检查" in done.stderr
    assert "各档的值上移一档" not in done.stdout


def test_a_plan_s_brackets_are_text_on_the_screen(tmp_path: Path, run: Run) -> None:
    """Square brackets in a cell are what somebody wrote, no markup of the terminal's."""
    shipped = ROOT / "input/plans/销售绩效激励方案2023.xlsx"
    book = openpyxl.load_workbook(shipped)
    book["奖金项"]["Q2"] = "见[a1]附表[/备注]"
    book.save(tmp_path / "new.xlsx")
    done = run("plan", "diff", shipped, tmp_path / "new.xlsx")
    assert done.returncode == 0
    assert "见[a1]附表[/备注]" in "".join(done.stdout.split())
