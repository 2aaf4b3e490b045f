"""奖金计算表, 绩效指标表 and 绩效评估汇总表 beside the handbook's three tables, as far as SPEC 9 prints them.

The handbook's own layout is not at hand: what is held here is that each figure of its tables stands in a column of its
own, in the order in which the handbook reckons, and is reckoned there.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.render.registers.books import Closing, bonus_register
from pipeline.statements.notice import notice
from pipeline.wording import wording
from tests.render.test_registers import SOFFICE, recalculated
from tests.statements import factory as make

ZH = wording("zh")
XIAO_ZHANG = "1001"
PAY = ["姓名", "职级", "奖金基数", "绩效系数", "达成率", "绩效奖金", "奖励", "应发奖金(税前)"]
KPIS = ["姓名", "类别", "指标", "权重", "基准值", "实际值", "达成率", "得分", "加权得分"]
SUMMARY = ["姓名", "职级", "结果得分", "过程得分", "总分", "绩效系数", "评级"]


def written(**parts: Any) -> bytes:
    """The register of 小张 alone."""
    made = replace(make.calculation(**parts), credits=make.crew(1).credits)
    return bonus_register(Closing(made, notice(made, make.workdays()), (), ()), ZH)


def register(*, formulas: bool = False, **parts: Any) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(**parts)), data_only=not formulas)


def told(sheet: Worksheet, columns: list[str]) -> Iterator[list[object]]:
    """What a sheet says of 小张 in the named columns, which stand in the order named."""
    heads = [cell.value for cell in sheet[3]]
    places = [heads.index(name) for name in columns]
    assert places == sorted(places)
    for row in sheet.iter_rows(min_row=4, values_only=True):
        if row[0] == XIAO_ZHANG:
            yield [row[place] for place in places]


@pytest.fixture(scope="module")
def shown() -> openpyxl.Workbook:
    return register()


@pytest.fixture(scope="module")
def live() -> openpyxl.Workbook:
    return register(formulas=True)


def test_pay_reads_base_times_coefficient_times_attainment_then_prizes_then_the_sum(shown: openpyxl.Workbook) -> None:
    assert list(told(shown["奖金计算表"], PAY)) == [["张晓明", "骨干", 8000, 1.2, 0.96, 9216, 1000, 10216]]


def test_kpis_read_weight_target_actual_score_and_weighted_score(shown: openpyxl.Workbook) -> None:
    assert list(told(shown["绩效指标表"], KPIS)) == [
        ["张晓明", "结果", "销售额", 0.5, 500_000, 480_000, 0.96, 96, 48],
        ["张晓明", "结果", "回款率", 0.2, 0.9, 0.88, 0.9778, 88, 17.6],
        ["张晓明", "过程", "有效拜访", 0.15, 30, 28, 0.9333, 93, 13.95],
        ["张晓明", "过程", "方案及时率", 0.15, 0.95, 1, 1.0526, 100, 15],
    ]


def test_the_summary_reads_result_process_and_total(shown: openpyxl.Workbook) -> None:
    assert list(told(shown["绩效评估汇总表"], SUMMARY)) == [["张晓明", "骨干", 93.71, 96.5, 94.55, 1.2, "A"]]


def test_what_the_tables_reckon_is_reckoned_in_them(live: openpyxl.Workbook) -> None:
    (kpi, *_) = told(live["绩效指标表"], KPIS)
    assert kpi[6:] == ["=ROUND(I4/G4,4)", 96, "=F4*K4"]
    ((_, _, result, process, total, *_),) = told(live["绩效评估汇总表"], SUMMARY)
    assert total == "=ROUND(SUM('绩效指标表'!L4:L7),2)"
    scores, weights = ("SUMIFS('绩效指标表'!{0}4:{0}7,'绩效指标表'!C4:C7,\"{1}\")".format(one, "{}") for one in "LF")
    assert result == f"=ROUND({scores.format('结果')}/{weights.format('结果')},2)"
    assert process == f"=ROUND({scores.format('过程')}/{weights.format('过程')},2)"
    ((_, _, _, coefficient, attainment, *_),) = told(live["奖金计算表"], PAY)
    assert (coefficient, attainment) == ("='绩效评估汇总表'!H4", "='绩效指标表'!J4")


def test_a_figure_that_its_formula_would_not_give_is_no_formula() -> None:
    other = register(formulas=True, kpis=[make.score("销售额", "1", "500000", "480000", "96", attainment=Fraction(1))])
    ((*_, attainment, _, _),) = told(other["绩效指标表"], KPIS)
    assert attainment == 1
    ((_, _, *scores, _, _),) = told(other["绩效评估汇总表"], SUMMARY)
    assert scores == [93.71, 96.5, 94.55]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reckons_the_same(tmp_path: Path) -> None:
    assert recalculated(written(), tmp_path) == {}
