"""Two fiscal months → their quarter → their year, by the real commands, a changed month and an audit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pyarrow.parquet as pq
import pytest

from pipeline.archive.files import remove_tree
from pipeline.cli import main
from tests.casebook.defaults import whole_plan
from tests.example.workbooks import Row, Sheet, write_workbook

ONE, TWO, QUARTER, YEAR = "FY24-P1", "FY24-P2", "FY24-Q1", "FY24"
FISCAL = Sheet(
    "期间",
    ("期间", "开始日期", "结束日期", "周期"),
    [
        (ONE, date(2024, 1, 1), date(2024, 2, 10), "月度"),
        (TWO, date(2024, 2, 11), date(2024, 3, 31), "月度"),
        (QUARTER, date(2024, 1, 1), date(2024, 3, 31), "季度"),
        (YEAR, date(2024, 1, 1), date(2024, 3, 31), "年度"),
    ],
)
CALENDAR = Sheet("工作日历", ("日期", "类型", "依据"), [(date(2024, 1, 1), "假日", "元旦")])
GRADES = Sheet("职级", ("职级", "周期", "奖金基数"), [("骨干", "季度", 8000), ("骨干", "年度", 20000)])
WEIGHTS = Sheet("指标权重", ("指标", "周期", "骨干"), [("销售额", "季度", "100%"), ("销售额", "年度", "100%")])
NAMES = Sheet("方案", ("参数", "值"), [("主指标", "销售额")])
EARLY = ("D1", "A1", date(2024, 1, 9), 60000)
LATE = ("D2", "A1", date(2024, 3, 5), 40000)


class Company(NamedTuple):
    """The folders of the tiny company; both fiscal months and their quarter are closed."""

    root: Path
    output: Path


def export(root: Path, period: str, target: int, orders: list[Row]) -> None:
    """One person's month as three sheets."""
    row = ("A1", "D'Angelo", "一部", "骨干", date(2020, 1, 1))
    people = Sheet("人员", ("工号", "姓名", "团队", "职级", "入职日期"), [row])
    targets = Sheet("目标", ("工号", "指标", "基准值"), [("A1", "销售额", target)])
    sales = Sheet("订单", ("订单号", "工号", "签约日期", "签约金额"), orders)
    write_workbook(root / period / "导出.xlsx", [people, targets, sales])


def run(company: Company, *words: str) -> int:
    """A command as a person types it."""
    return main([*words, "--input", str(company.root), "--output", str(company.output), "--quiet"])


def payable(folder: Path) -> list[Decimal]:
    """What a revision or draft pays."""
    found: list[Decimal] = pq.read_table(folder / "data/results.parquet")["payable"].to_pylist()
    return found


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    base = tmp_path_factory.mktemp("parts")
    made = Company(base / "input", base / "output")
    write_workbook(made.root / "calendar.xlsx", [CALENDAR, FISCAL])
    plan = whole_plan({"职级": GRADES, "指标权重": WEIGHTS, "方案": NAMES}, QUARTER)
    write_workbook(made.root / "plans/案例方案.xlsx", plan.values())
    export(made.root, ONE, 80000, [EARLY])
    export(made.root, TWO, 120000, [EARLY, LATE])
    for period in (ONE, TWO, QUARTER):
        assert run(made, "close", period, "--workers", "1") == 0
    yield made
    remove_tree(made.output)


def test_the_quarter_counts_each_order_once_against_the_sum_of_the_targets(company: Company) -> None:
    """100,000 of 80,000 + 120,000: half of 8,000."""
    assert payable(company.output / QUARTER / "r1") == [4000]


def test_the_seal_says_what_it_was_built_on(company: Company) -> None:
    record = json.loads((company.output / QUARTER / "r1/seal/parts/parts.json").read_bytes())
    assert [(one["period"]["id"], one["revision"], one["took_part"]) for one in record] == [(ONE, 1, []), (TWO, 1, [])]


def test_a_summed_target_names_every_workbook_that_it_comes_from(company: Company) -> None:
    assert run(company, "explain", QUARTER, "A1") == 0
    book = openpyxl.load_workbook(company.output / QUARTER / "explain/A1.xlsx", read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    book.close()
    assert f"{ONE}/导出.xlsx、{TWO}/导出.xlsx" in cells


def test_audit_re_runs_the_quarter_from_its_seal_alone(company: Company) -> None:
    assert run(company, "audit", QUARTER) == 0


def test_closing_again_changes_nothing(company: Company) -> None:
    assert run(company, "close", QUARTER) == 0
    assert not (company.output / QUARTER / "r2").exists()


def test_the_year_is_built_on_its_quarter(company: Company) -> None:
    """The quarter's target is already the sum; the year has one part."""
    assert run(company, "calculate", YEAR) == 0
    assert payable(company.output / YEAR / "draft") == [10000]


def test_progress_reads_months_that_nobody_has_closed(company: Company, tmp_path: Path) -> None:
    open_months = Company(company.root, tmp_path / "output")
    assert run(open_months, "close", QUARTER) == 1
    assert run(open_months, "progress", QUARTER, "--as-of", "2024-02-20") == 0
    assert (open_months.output / QUARTER / "progress/2024-02-20/index.html").exists()


@pytest.mark.long
def test_simulate_reads_what_the_quarter_read(company: Company) -> None:
    doubled = Sheet("职级", ("职级", "周期", "奖金基数"), [("骨干", "季度", 16000), ("骨干", "年度", 20000)])
    plan = company.output.parent / "翻倍.xlsx"
    write_workbook(plan, whole_plan({"职级": doubled, "指标权重": WEIGHTS, "方案": NAMES}, QUARTER).values())
    assert run(company, "simulate", QUARTER, "--plan", str(plan)) == 0


@pytest.mark.long
def test_a_changed_month_makes_another_revision_of_the_quarter(company: Company) -> None:
    export(company.root, TWO, 120000, [EARLY, (*LATE[:3], 60000)])
    assert run(company, "close", TWO, "--workers", "1") == 0
    assert run(company, "close", QUARTER, "--workers", "1") == 0
    assert payable(company.output / QUARTER / "r2") == [4800]
    assert run(company, "audit", QUARTER) == 0
