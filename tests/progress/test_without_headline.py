"""`progress` under a plan without 主指标: which KPI is followed, what is entered, and no 0 that is not one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from pipeline.draft import make_draft
from pipeline.history import History
from pipeline.inputs import Inputs, calendar_of
from pipeline.intake.calendar_book import CalendarBook
from pipeline.outlook.looking import progress
from pipeline.outlook.progress import KpiPace, PersonProgress, Progress
from pipeline.period import parse_period
from pipeline.render.progress import progress_html
from pipeline.render.progress_book import progress_book
from pipeline.wording import wording
from tests.casebook.defaults import whole_plan
from tests.example.workbooks import Row, Sheet, write_workbook
from tests.faults.small import COMPANY, JUNE, NAMES, PLAN, SHEETS, TARGETS, tables, write_small

HALF_WAY = date(2024, 6, 14)
"""9 of June's 19 working days have passed."""
KPI_COLUMNS = ("指标", "类别", "分子", "分母", "计分方式", "单位", "数据来源", "缺失处理")
SALES = ("销售额", "结果", "签约金额", None, "达成率", "元", "CRM", "按零")
COLLECTED = ("回款率", "结果", "回款金额", "应收金额", "直接", "%", "财务", "剔除")
VISITS = ("拜访", "过程", None, None, "达成率", "次", "主管", "按零")


def look(root: Path, kpis: Sequence[Row], weights: Sequence[Row], day: date = HALF_WAY) -> Progress:
    """A look into June under a plan of these KPIs that names no 主指标."""
    write_small(root)
    changed = {
        **SHEETS,
        "方案": Sheet("方案", ("参数", "值"), [("公司名称", COMPANY), ("版本", "7")]),
        "指标": Sheet("指标", KPI_COLUMNS, list(kpis)),
        "指标权重": Sheet("指标权重", ("指标", "骨干", "新人"), list(weights)),
    }
    write_workbook(root / PLAN, whole_plan(changed, JUNE).values())
    targets = Sheet("目标", ("工号", "指标", "基准值"), [*TARGETS, *((f"000{n}", "拜访", 190) for n in (1, 2, 3))])
    write_workbook(root / JUNE / "销售数据.xlsx", {**tables(6), "目标": targets}.values())
    period = parse_period(JUNE)
    assert period is not None
    draft = make_draft(Inputs(root, period), CalendarBook(calendar_of(root)), History(), lambda *_: None)
    return progress(period, day, draft.intake.tables, draft.plans, draft.workdays, draft.history)[0]


def person(made: Progress, who: str) -> PersonProgress:
    return next(one for one in made.groups[0].members if one.employee_id == who)


def kpi(one: PersonProgress, name: str) -> KpiPace:
    return next(row for row in one.kpis if row.kpi == name)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Progress:
    weights: list[Row] = [("销售额", "60%", "60%"), ("回款率", "20%", "20%"), ("拜访", "20%", "20%")]
    return look(tmp_path_factory.mktemp("plain"), [SALES, COLLECTED, VISITS], weights)


def test_the_heaviest_result_kpi_that_sums_is_followed(made: Progress) -> None:
    """0001 signed 174,000 of 200,000 and 0002 36,000 by the 14th; the company's targets are 430,000."""
    one, company = person(made, "0001"), made.groups[0]
    assert one.leading == "销售额"
    assert one.now.attainment == Fraction(87, 100)
    assert one.pace == Fraction(18367, 10000)
    assert [week.value for week in one.weeks] == [0, 120_000, 54_000, None, None]
    assert company.summed == ("销售额",)
    assert company.actual == 210_000
    assert company.target == 430_000
    assert company.due == Fraction(430_000 * 9, 19)
    book = openpyxl.load_workbook(io.BytesIO(progress_book(made, wording("zh"))))
    assert {row[1] for row in book["每周"].iter_rows(min_row=4, values_only=True)} == {"销售额"}


def test_an_entered_count_goes_on_at_its_rate(made: Progress) -> None:
    """0001 has 96 of 190 visits; 90 are due by the 14th; at this rate 96 × 19 ÷ 9."""
    visits = kpi(person(made, "0001"), "拜访")
    assert visits.due == 90
    assert visits.actual == 96
    assert visits.forecast == Fraction(96 * 19, 9)
    assert visits.score == Fraction(5053, 100)
    assert visits.forecast_score == 100


def test_on_the_last_day_an_entered_count_is_what_was_entered(tmp_path: Path) -> None:
    last = look(tmp_path, [SALES, VISITS], [("销售额", "80%", "80%"), ("拜访", "20%", "20%")], date(2024, 6, 28))
    visits = kpi(person(last, "0001"), "拜访")
    assert visits.due == 190
    assert visits.forecast == 96


@pytest.mark.parametrize(("scoring", "unit"), [("达成率", "%"), ("达成率", "分"), ("达成率", ""), ("直接", "次")])
def test_other_entered_figures_are_taken_as_they_stand_and_the_page_says_so(
    tmp_path: Path, scoring: str, unit: str
) -> None:
    entered = ("拜访", "过程", None, None, scoring, unit, "主管", "按零")
    weights: list[Row] = [("销售额", "80%", "80%"), ("拜访", "20%", "20%")]
    found = look(tmp_path, [SALES, entered], weights)
    visits = kpi(person(found, "0001"), "拜访")
    assert (visits.due, visits.forecast) == (visits.baseline, visits.actual)
    assert "拜访：不逐日累计，应达成为整期目标，预测为目前的数" in progress_html(found, wording("zh"))


def test_a_kpi_scored_without_a_target_lacks_none(made: Progress) -> None:
    """回款率 scored 直接 needs no target (SPEC 4); nobody's 回款 are there, which is told."""
    found = [(one.cause, one.subject, one.people) for one in made.missing if one.cause in {"target", "actual"}]
    assert found == [("actual", "回款率", 3)]


@pytest.mark.parametrize(
    ("lang", "said", "summed"),
    [
        ("zh", "方案没有可按日累计的指标，不汇总", "汇总的指标"),
        ("en", "The plan has no KPI that adds up over days: no sum", "Summed KPI"),
    ],
)
def test_without_a_kpi_that_sums_no_sum_is_shown(tmp_path: Path, lang: str, said: str, summed: str) -> None:
    found = look(tmp_path, [COLLECTED, VISITS], [("回款率", "50%", "50%"), ("拜访", "50%", "50%")])
    company = found.groups[0]
    assert (company.summed, company.actual, company.due, company.target, company.pace) == ((), *[None] * 4)
    assert all((one.leading, one.weeks, one.now.attainment) == ("", (), None) for one in company.members)
    page = progress_html(found, wording(lang))
    assert said in page
    assert summed not in page
    book = openpyxl.load_workbook(io.BytesIO(progress_book(found, wording(lang))))
    cells = [cell.value for row in book.worksheets[2].iter_rows() for cell in row]
    assert said in cells
    assert 0 not in cells


def test_without_orders_nothing_is_reached_rather_than_0(tmp_path: Path) -> None:
    weights: list[Row] = [("销售额", "80%", "80%"), ("拜访", "20%", "20%")]
    look(tmp_path, [SALES, VISITS], weights)
    left = {name: sheet for name, sheet in tables(6).items() if name not in {"订单", "数据确认"}}
    write_workbook(tmp_path / JUNE / "销售数据.xlsx", left.values())
    period = parse_period(JUNE)
    assert period is not None
    draft = make_draft(Inputs(tmp_path, period), CalendarBook(calendar_of(tmp_path)), History(), lambda *_: None)
    found, _ = progress(period, HALF_WAY, draft.intake.tables, draft.plans, draft.workdays, draft.history)
    company = found.groups[0]
    assert company.target == 430_000
    assert (company.actual, company.forecast, company.pace) == (None, None, None)
    assert [week.value for week in company.weeks] == [None] * 5
    assert NAMES[0] in progress_html(found, wording("zh"))
