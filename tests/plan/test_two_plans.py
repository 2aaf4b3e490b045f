"""Two plans in force at once, for different teams, through the command line (SPEC 4): each pays its own people."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from icalendar import Calendar

from pipeline.cli import main
from tests.casebook.case import sheets
from tests.casebook.defaults import whole_data, whole_plan
from tests.casebook.run import Records, command
from tests.casebook.workbooks import middle_of
from tests.example.workbooks import write_workbook

INPUT = Path(__file__).parents[2] / "input"
MAY, JUNE = "2024-05", "2024-06"
EAST = """
## 方案
参数     | 值
方案名称 | 东区方案
适用团队 | 东一部、东二部
## 档位
档位表 | 方式 | 下限 | 值
名次奖 | 名次 | 1    | {prize}
## 奖金项
奖金项 | 类型   | 计量     | 依据 | 范围 | 档位表 | 比例
冠军奖 | 排名奖 | 签约金额 | 计量 | 公司 | 名次奖 |
奖池   | 奖池   | 签约金额 | 平均 | 公司 |        | 1%
"""
WEST = """
## 方案
参数     | 值
方案名称 | 西区方案
适用团队 | 西部
公示工作日 | 5
发放工作日 | 2
## 档位
档位表   | 方式 | 下限 | 值
绩效评级 | 查表 |      | 良
## 指标
指标 | 分子     | 缺失处理
回款 | 回款金额 | 按零
## 奖金项
奖金项 | 类型 | 计量     | 比例
提成   | 提成 | 全公司额 | {rate}
## 计量
计量     | 来源表 | 字段     | 汇总 | 范围
全公司额 | 订单   | 签约金额 | 求和 | 公司
"""
DATA = """
## 人员
工号 | 团队
A1   | 东一部
A2   | 东二部
B1   | 西部
## 订单
订单号     | 工号 | 签约金额
{month}-01 | A1   | 1000
{month}-02 | A2   | 2000
{month}-03 | B1   | 9000
## 回款
回款编号    | 订单号     | 回款金额
{month}-H01 | {month}-03 | 5000
## 目标
工号 | 指标   | 基准值
A1   | 销售额 | 1000
A2   | 销售额 | 1000
B1   | 回款   | 10000
"""


def deliver(folder: Path, month: str, prize: int, rate: str) -> None:
    plans = {"东区": EAST.format(prize=prize), "西区": WEST.format(rate=rate)}
    for name, text in plans.items():
        write_workbook(folder / f"plans/{name}.xlsx", whole_plan(sheets(text), month).values())
    data = sheets(DATA.format(month=month.replace("-", "")))
    write_workbook(folder / month / "数据.xlsx", whole_data(data, month, middle_of(month)).values())


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both months with all their documents."""
    folder = tmp_path_factory.mktemp("two-plans")
    for month, prize, rate in ((MAY, 100, "1%"), (JUNE, 300, "2%")):
        deliver(folder / "input", month, prize, rate)
        assert command("close", month, folder / "input", folder / "output") == 0
    return folder / "output"


def read(output: Path, name: str) -> Records:
    found: Records = pq.read_table(output / JUNE / f"draft/data/{name}.parquet").to_pylist()
    return found


def test_prizes_and_pools_are_the_plan_s_measures_and_places_the_company_s(tmp_path: Path) -> None:
    """Decision 28: A2 is the champion of the plan, B1 sold most; the pool is of the plan's sales, 全公司额 of all."""
    deliver(tmp_path / "input", JUNE, 300, "2%")
    assert command("calculate", JUNE, tmp_path / "input", tmp_path / "output") == 0
    output = tmp_path / "output"
    lines = [(one["employee_id"], one["component"], one["amount"]) for one in read(output, "payout_lines")]
    assert lines == [
        ("A1", "奖池", 15),
        ("A2", "冠军奖", 300),
        ("A2", "奖池", 15),
        ("B1", "提成", 240),
    ]
    assert [one["rank_company"] for one in read(output, "results")] == [1, 1, 3]


def test_what_is_shared_waits_for_the_slower_plan_and_pay_is_due_by_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Published on 5 July, on notice for 西区's five days, confirmed on the 15th; 东区 pays in 10 days, 西区 in 2."""
    deliver(tmp_path / "input", JUNE, 300, "2%")
    shutil.copy(INPUT / "calendar.xlsx", tmp_path / "input")
    assert command("calendar", JUNE, tmp_path / "input", tmp_path / "output") == 0
    book = Calendar.from_ical((tmp_path / "output" / JUNE / "calendar.ics").read_bytes())
    events = {str(one["summary"]): str(one.decoded("dtstart")) for one in book.walk("VEVENT")}
    assert (events[f"{JUNE} 公示结束"], events[f"{JUNE} 发放截止"]) == ("2024-07-12", "2024-07-29")
    shown = " ".join(capsys.readouterr().out.split())
    assert {"2024-07-29", "东区方案", "2024-07-17", "西区方案"} <= set(re.split(r"[ │┃]+", shown))


@pytest.mark.long
def test_diff_tells_what_changed_in_each_plan(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", MAY, JUNE, "--output", str(closed), "--input", str(closed.parent / "input")]) == 0
    told = capsys.readouterr().out
    assert "东区方案 档位 名次奖 · 1 值" in told
    assert "西区方案 奖金项 提成 比例" in told


@pytest.mark.long
def test_the_notice_and_the_company_name_both_plans(closed: Path) -> None:
    book = openpyxl.load_workbook(closed / JUNE / "r1/registers/奖金发放表.xlsx")
    assert "东区方案 1、西区方案 1" in (closed / JUNE / "r1/index.html").read_text(encoding="utf-8")
    shown = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert {"B", "良"} <= shown
