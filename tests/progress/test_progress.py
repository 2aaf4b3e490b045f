"""`progress`: figures by hand, the last day equal to the close's, missing tables named, nothing sealed."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from pipeline.cli import main
from pipeline.draft import Draft, make_draft
from pipeline.history import History
from pipeline.inputs import Inputs, calendar_of
from pipeline.intake.calendar_book import CalendarBook
from pipeline.outlook.looking import progress
from pipeline.outlook.pace import Share, share, weeks, working_days
from pipeline.outlook.progress import PersonProgress, Progress
from pipeline.period import parse_period
from pipeline.render.progress import progress_html
from pipeline.wording import wording
from pipeline.workdays import WorkCalendar
from tests.casebook.defaults import whole_plan
from tests.example.workbooks import Sheet, write_workbook
from tests.faults.small import JUNE, PLAN, SHEETS, tables, write_small

CHROMIUM = shutil.which("chromium")
OPPORTUNITIES = Sheet(
    "商机",
    ("商机编号", "工号", "客户编号", "阶段", "阶段日期", "创建日期", "预计金额", "状态"),
    [
        ("P1", "0001", "C61", "报价", date(2024, 6, 3), date(2024, 5, 20), 50000, "进行中"),
        ("P2", "0001", "C62", "报价", date(2024, 6, 12), date(2024, 6, 1), 40000, "进行中"),
        ("P3", "0001", "C63", "线索", date(2024, 6, 18), date(2024, 6, 18), 30000, "进行中"),
    ],
)
ACTIVITIES = Sheet(
    "活动",
    ("工号", "日期", "类型", "客户编号", "有效"),
    [
        ("0001", date(2024, 6, 4), "拜访", "C61", "是"),
        ("0001", date(2024, 6, 5), "拜访", "C61", "否"),
        ("0001", date(2024, 6, 13), "电话", "C62", "是"),
        ("0001", date(2024, 6, 20), "拜访", "C61", "是"),
    ],
)


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    root = write_small(tmp_path_factory.mktemp("running"))
    write_workbook(root / JUNE / "CRM.xlsx", [OPPORTUNITIES, ACTIVITIES])
    period = parse_period(JUNE)
    assert period is not None
    return make_draft(Inputs(root, period), CalendarBook(calendar_of(root)), History(), lambda *_: None)


def look(draft: Draft, day: date) -> Progress:
    made, _ = progress(draft.period, day, draft.intake.tables, draft.plans, draft.workdays, draft.history)
    return made


def person(made: Progress, who: str) -> PersonProgress:
    return next(one for one in made.groups[0].members if one.employee_id == who)


def test_by_the_fourteenth_0001_is_ahead(draft: Draft) -> None:
    """June 2024 has 19 working days (端午 on the 10th), 9 of them by the 14th.

    0001 signed 120,000 on the 3rd and 60 % of 90,000 on the 11th: 174,000 of 200,000.
    """
    one = person(look(draft, date(2024, 6, 14)), "0001")
    assert one.share == Share(9, 19)
    sales = next(kpi for kpi in one.kpis if kpi.kpi == "销售额")
    assert sales.actual == 174_000
    assert sales.due == Fraction(200_000 * 9, 19)
    assert sales.forecast == Fraction(174_000 * 19, 9)
    assert one.now.attainment == Fraction(87, 100)
    assert one.pace == Fraction(18367, 10000)  # 87 % against 9/19


def test_a_forecast_pays_what_the_plan_pays_for_the_projected_result(draft: Draft) -> None:
    """0002 has 36,000 of 150,000 by the 14th, so 76,000 at this rate: attainment 50.67 %.

    Total 0.75 × 50.67 + 0.25 × 88 = 60.00 → below 70, coefficient 0; 提成 1.5 % of 76,000 = 1,140.
    """
    one = person(look(draft, date(2024, 6, 14)), "0002")
    assert one.forecast is not None
    assert one.forecast.attainment == Fraction(5067, 10000)
    assert one.forecast.total_score == Fraction(6000, 100)
    assert one.forecast.payable == 1140
    step = one.forecast.next_steps[0]
    assert step.kind == "score"
    assert step.bound == 70
    assert step.gap == 10


def test_a_commission_of_the_year_is_forecast_at_the_same_rate(tmp_path: Path) -> None:
    """As above: nothing was sealed before June, so the year is what June comes to at this rate."""
    pays = Sheet(
        "奖金项", ("奖金项", "类型", "计量", "比例", "口径"), [("提成", "提成", "签约金额", "1.5%", "年初至今")]
    )
    write_small(tmp_path)
    write_workbook(tmp_path / PLAN, whole_plan({**SHEETS, "奖金项": pays}, JUNE).values())
    period = parse_period(JUNE)
    assert period is not None
    draft = make_draft(Inputs(tmp_path, period), CalendarBook(calendar_of(tmp_path)), History(), lambda *_: None)
    one = person(look(draft, date(2024, 6, 14)), "0002")
    assert one.forecast is not None
    assert one.now.payable == 540
    assert one.forecast.payable == 1140


def test_later_rows_are_not_counted_and_are_named(draft: Draft) -> None:
    made = look(draft, date(2024, 6, 14))
    cut = {one.subject: one.people for one in made.missing if one.cause == "cut"}
    assert cut == {"orders": 2, "adjustments": 1, "nominations": 1, "activities": 1, "opportunities": 1}
    assert {one.subject for one in made.missing if one.cause == "table"} == {"receipts", "ratings"}


def test_idle_activities_and_days_below_target(draft: Draft) -> None:
    """On the 14th P1 has stood still for 11 days (more than 7), P2 for 2; an invalid visit is none.

    0001's daily target is 200,000 ÷ 19: reached on the 3rd and the 11th; from the 4th to the 7th it is missed.
    """
    one = person(look(draft, date(2024, 6, 14)), "0001")
    assert [(idle.opportunity_id, idle.days) for idle in one.idle] == [("P1", 11)]
    assert one.activities == (("拜访", 1), ("电话", 1))
    assert one.missed == 4


def test_weeks_add_up_and_end_at_the_day(draft: Draft) -> None:
    made = look(draft, date(2024, 6, 14))
    found = person(made, "0001").weeks
    assert [week.value for week in found] == [0, 120_000, 54_000, None, None]
    assert [week.so_far for week in found] == [0, 120_000, 174_000, None, None]
    assert found[-1].due == 200_000
    company = made.groups[0]
    assert company.actual == 174_000 + 36_000
    assert company.target == 430_000


def test_on_the_last_day_every_figure_is_the_closes(draft: Draft) -> None:
    assert draft.calculation is not None
    made, calculation = progress(
        draft.period, draft.period.end, draft.intake.tables, draft.plans, draft.workdays, draft.history
    )
    closed = dict(zip(draft.calculation.people["employee_id"], draft.calculation.people["payable"], strict=True))
    assert closed == {one.employee_id: one.now.payable for one in made.groups[0].members}
    assert closed == {one.employee_id: one.forecast.payable for one in made.groups[0].members if one.forecast}
    assert calculation.lines["formula"].tolist() == draft.calculation.lines["formula"].tolist()


def test_before_the_first_working_day_there_is_no_forecast(draft: Draft) -> None:
    made = look(draft, date(2024, 6, 2))
    assert all(one.forecast is None and one.pace is None for one in made.groups[0].members)


def test_without_a_calendar_weekdays_count_and_it_is_said(draft: Draft) -> None:
    days, known = working_days(draft.period, WorkCalendar())
    assert (len(days), known) == (20, False)
    made, _ = progress(draft.period, date(2024, 6, 14), draft.intake.tables, draft.plans, WorkCalendar(), History())
    assert made.missing[0].cause == "calendar"


def test_somebody_hired_later_owes_only_the_own_days() -> None:
    days = tuple(date(2024, 7, day) for day in range(1, 6))
    assert share(days, date(2024, 7, 4), first=date(2024, 7, 3)) == Share(2, 3)


def test_weeks_cover_the_period_once(draft: Draft) -> None:
    found = weeks(draft.period)
    assert sum((end - start).days + 1 for start, end in found) == draft.period.days
    assert all(start.weekday() == 0 for start, _ in found[1:])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_writes_documents_and_no_seal(tmp_path: Path, lang: str) -> None:
    root = write_small(tmp_path / "input")
    sheets = [sheet for name, sheet in tables(6).items() if name in {"人员", "目标", "订单"}]
    (root / JUNE / "销售数据.xlsx").unlink()
    write_workbook(root / JUNE / "销售数据.xlsx", sheets)
    output = tmp_path / "output"
    options = ("--as-of", "2024-06-14", "--input", str(root), "--output", str(output), "--lang", lang, "--quiet")
    assert main(["progress", JUNE, *options]) == 0
    folder = output / JUNE / "progress/2024-06-14"
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert names == ["index.html", "teams/公司.pdf", "teams/华东一部.pdf", "进度.xlsx"]
    page = (folder / "index.html").read_text("utf-8")
    assert {"zh": "未封存", "en": "Not sealed"}[lang] in page
    assert {"zh": "没有“活动”表", "en": "No table activities"}[lang] in page
    assert "D&#39;Angelo" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")
    assert not list((output / JUNE).glob("r*"))
    remove_tree(output)


def test_a_day_before_the_period_is_wrong_usage(tmp_path: Path) -> None:
    root = write_small(tmp_path / "input")
    assert main(["progress", JUNE, "--as-of", "2024-05-31", "--input", str(root), "--quiet"]) == 2


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_link_to_a_person_opens_that_section_without_a_request(draft: Draft, tmp_path: Path, lang: str) -> None:
    page = tmp_path / "index.html"
    page.write_text(progress_html(look(draft, date(2024, 6, 14)), wording(lang)), "utf-8")
    options = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        f"--user-data-dir={tmp_path}/b",
    )
    command = [str(CHROMIUM), *options, "--dump-dom", f"{page.as_uri()}#p-0002"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert "CONSOLE" not in ran.stderr
    opened = re.findall(r"<details( open=\"\")?><summary><b><bdi>(.*?)</bdi>", ran.stdout)
    assert [name for is_open, name in opened if is_open] == ["D'Angelo"]
    assert len(opened) == 3
