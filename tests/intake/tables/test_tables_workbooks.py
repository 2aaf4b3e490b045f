"""Whole workbooks read through the child process: a period's folder, a plan, a calendar, a mapping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.findings import Place
from pipeline.intake.calendar_workbook import read_calendar
from pipeline.intake.mapping import Mapping, Rule
from pipeline.intake.mapping_workbook import PROPOSED, proposal_bytes, read_mapping
from pipeline.intake.period_folder import read_period
from pipeline.intake.plan_workbook import read_plan
from pipeline.period import Period
from schemas.terms import Cycle

EXAMPLE = Path(__file__).parents[4] / "shared" / "examples" / "adventureworks"
DAY = date(2023, 9, 1)
ORDERS = ["订单号", "工号", "签约日期", "签约金额"]
PEOPLE = [["工号", "姓名", "团队", "职级", "入职日期"], ["E1", "张三", "华东", "骨干", DAY]]

Write = Callable[..., Path]


def row(frame: Any, position: int) -> dict[str, Any]:
    return dict(frame.iloc[position])


def plan_book(scorecards: Sequence[Sequence[Any]]) -> dict[str, Sequence[Sequence[Any]]]:
    return {
        "方案": [
            ["参数", "值", "说明"],
            ["方案名称", "甲", None],
            ["达成率上限", (1.5, "0%"), None],
            ["生效日期", DAY],
            ["版本", 2],
        ],
        "指标权重": scorecards,
        "档位": [
            ["档位表", "方式", "下限", "值"],
            ["评级", "查表", None, "C"],
            ["评级", None, "80%", 1.2],
            ["评级", None, 90, "3%"],
        ],
        "改动记录": [["2023-09", "初版"]],
    }


def test_parameters_are_kept_as_they_print(write: Write) -> None:
    tables, findings = read_plan(write("plan.xlsx", plan_book([["周期", "指标"]])))
    plan = tables.frames["plan"]
    assert dict(zip(plan["parameter"], plan["value"], strict=True)) == {
        "方案名称": "甲",
        "达成率上限": "150%",
        "生效日期": "2023-09-01",
        "版本": "2",
    }
    assert plan["value_percent"].tolist() == [False, True, False, False]
    assert tables.place(row(plan, 1), "value") == Place("plan.xlsx", "方案", "B3", "值")
    assert [(one.code, one.place.sheet) for one in findings if one.code.startswith("sheet-ignored")] == [
        ("sheet-ignored", "改动记录")
    ]


def test_tiers_keep_values_as_text_and_the_mark_of_bounds(write: Write) -> None:
    tiers = read_plan(write("plan.xlsx", plan_book([["周期", "指标"]])))[0].frames["tiers"]
    assert tiers["value"].tolist() == ["C", "1.2", "3%"]
    assert tiers["lower"].dropna().tolist() == [Decimal("0.80"), Decimal(90)]
    assert tiers["lower_percent"].tolist() == [False, True, False]


def test_scorecards_in_wide_and_in_long_form_are_the_same(write: Write) -> None:
    wide: list[list[Any]] = [
        ["周期", "指标", "骨干", "新人", "备注"],
        ["季度", "销售额", 0.6, "100%", "主"],
        ["季度", "拜访", 0.4, None, None],
    ]
    wide += [["合计", None, 1, 1, None]]
    tables, findings = read_plan(write("wide.xlsx", plan_book(wide)))
    frame = tables.frames["scorecards"]
    rows = list(zip(frame["grade"], frame["kpi"], frame["weight"].astype(object), strict=True))
    assert rows[:3] == [
        ("骨干", "销售额", Decimal("0.6")),
        ("骨干", "拜访", Decimal("0.4")),
        ("新人", "销售额", Decimal(1)),
    ]
    assert (rows[3][0], rows[3][1], frame["weight"].isna().tolist()) == ("新人", "拜访", [False, False, False, True])
    assert tables.place(row(frame, 2), "weight").cell == "D2"
    assert not any(one.blocks for one in findings)
    long = [["职级", "周期", "指标", "权重"], ["骨干", "季度", "销售额", "60%"], ["骨干", "季度", "拜访", "40%"]]
    again = read_plan(write("long.xlsx", plan_book(long)))[0].frames["scorecards"]
    assert again["weight"].tolist() == rows_of(frame, "骨干")


def rows_of(frame: Any, grade: str) -> list[Decimal]:
    return list(frame.loc[frame["grade"] == grade, "weight"])


def test_a_wrong_weight_names_its_cell(write: Write, told: Any) -> None:
    wide = [["周期", "指标", "骨干"], ["季度", "销售额", "六成"]]
    _, findings = read_plan(write("plan.xlsx", plan_book(wide)))
    assert told(list(findings), "error") == [("number-unreadable", "C2", "六成")]


def test_a_plan_is_named_below_its_folder(tmp_path: Path, write: Write) -> None:
    (tmp_path / "plans" / "对照").mkdir(parents=True)
    path = write("plans/对照/plan.xlsx", plan_book([["周期", "指标"]]))
    assert read_plan(path)[0].sources[0].workbook == "plans/对照/plan.xlsx"


def test_a_calendar_of_days_and_periods(write: Write, told: Any) -> None:
    days = [
        ["日期", "类型", "依据"],
        [date(2023, 10, 2), "假日", "通知"],
        ["2023年10月7日", "调休上班"],
        ["10月9日", "假日"],
    ]
    periods = [
        ["期间", "开始日期", "结束日期", "周期"],
        ["P01", DAY, date(2023, 9, 30), "月度"],
        ["P02", DAY, date(2023, 8, 1), "月度"],
    ]
    periods += [["P01", DAY, date(2023, 9, 30), "季度"]]
    calendar, fiscal, findings = read_calendar(write("calendar.xlsx", {"工作日历": days, "期间": periods}))
    assert calendar.holidays == {date(2023, 10, 2)}
    assert calendar.make_up_days == {date(2023, 10, 7)}
    assert fiscal[0] == Period("P01", DAY, date(2023, 9, 30), Cycle.MONTH)
    assert told(list(findings), "error") == [
        ("date-unreadable", "A4", "10月9日"),
        ("row-repeated", "A4", "P01"),
        ("period-ends-before-it-begins", "C3", "2023-08-01"),
    ]


def test_a_folder_of_a_period(tmp_path: Path, write: Write, told: Any) -> None:
    (tmp_path / "2023-09").mkdir()
    write("2023-09/a.xlsx", {"人员": PEOPLE, "订单": [ORDERS, ["A1", "张三", DAY, "1,000"]]})
    (tmp_path / "2023-09" / "~$a.xlsx").write_bytes(b"x")
    intake = read_period(tmp_path / "2023-09")
    assert [(one.workbook, one.sheet, one.table, one.rows) for one in intake.recognised] == [
        ("2023-09/a.xlsx", "人员", "people", 1),
        ("2023-09/a.xlsx", "订单", "orders", 1),
    ]
    assert {code for code, *_ in told(list(intake.findings))} == {"person-by-name", "file-open-in-office"}
    assert [(one.header, one.kind, one.count) for one in intake.normalised] == [("签约金额", "thousands", 1)]
    assert dict(intake.totals[1].sums)["amount"] == 1000


def test_a_folder_without_a_roster(tmp_path: Path, write: Write, told: Any) -> None:
    (tmp_path / "2023-09").mkdir()
    write("2023-09/a.xlsx", {"订单": [ORDERS, ["A1", "E1", DAY, 1]]})
    assert told(list(read_period(tmp_path / "2023-09").findings), "error") == [("table-absent", "", "人员")]


def test_a_mapping_is_read_row_by_row(write: Write, told: Any) -> None:
    head = ["来源", "表", "原列名", "标准列", "原值", "标准值"]
    rows = [
        head,
        ["crm*", "订单", "价税合计", "签约金额"],
        ["crm*", "orders", "内部号", None],
        [None, "订单", "客户级别", "客户类型", "新客", "新"],
    ]
    rows += [["x", "订购", "a", "b"], ["x", "订单", "a", "没有的列"], ["x", "订单", "a", "状态", "在用", None]]
    payroll = [["标准列", "列名"], ["工号", "编号"], ["应发奖金(税前)", "奖金"]]
    mapping, findings = read_mapping(write("mapping.xlsx", {"字段映射": rows, "薪资导入": payroll}))
    assert mapping == Mapping(
        (
            Rule("crm*", "orders", "价税合计", "amount"),
            Rule("crm*", "orders", "内部号"),
            Rule("", "orders", "客户级别", "customer_type", "新客", "新"),
        ),
        (("employee_id", "编号"), ("payable", "奖金")),
    )
    assert told(list(findings)) == [
        ("mapping-table-unknown", "B5", "订购"),
        ("mapping-field-unknown", "D6", "没有的列"),
        ("mapping-value-incomplete", "F7", ""),
    ]


def test_what_is_not_understood_is_drafted_and_then_read(tmp_path: Path, write: Write) -> None:
    (tmp_path / "2023-09").mkdir()
    rows = [["合同流水", "业务员", "签约日子", "签约总金额", "备注"], ["A1", "张三", DAY, 5, "x"]]
    write("2023-09/crm导出.xlsx", {"人员": PEOPLE, "明细": rows})
    intake = read_period(tmp_path / "2023-09")
    assert not intake.tables.has("orders")
    (tmp_path / PROPOSED).write_bytes(proposal_bytes(intake.proposals))
    mapping, findings = read_mapping(tmp_path / PROPOSED)
    assert not any(one.blocks for one in findings)
    assert {rule.header: rule.field for rule in mapping.rules} == {
        "合同流水": "order_id",
        "签约日子": "signed_date",
        "签约总金额": "amount",
        "备注": "",
    }
    again = read_period(tmp_path / "2023-09", mapping=mapping)
    assert again.tables.frames["orders"]["employee_id"].tolist() == ["E1"]
    assert not any(one.blocks for one in again.findings)


def test_words_close_to_those_of_a_list_are_drafted_and_then_read(tmp_path: Path, write: Write) -> None:
    (tmp_path / "2023-09").mkdir()
    header = ["订单号", "工号", "签约日期", "签约金额", "客户类别"]
    rows = [header, *([f"A{n}", "E1", DAY, 5, word] for n, word in enumerate(("新客户", "老客户", "新客户", "新")))]
    write("2023-09/crm导出.xlsx", {"人员": PEOPLE, "订单": rows})
    intake = read_period(tmp_path / "2023-09")
    (tmp_path / PROPOSED).write_bytes(proposal_bytes(intake.proposals))
    mapping, findings = read_mapping(tmp_path / PROPOSED)
    assert not any(one.blocks for one in findings)
    assert [(rule.source, rule.header, rule.field, rule.value, rule.means) for rule in mapping.rules] == [
        ("订单", "客户类别", "", "新客户", "新"),
        ("订单", "客户类别", "", "老客户", "老"),
    ]
    again = read_period(tmp_path / "2023-09", mapping=mapping)
    assert again.tables.frames["orders"]["customer_type"].tolist() == ["新", "老", "新", "新"]
    assert not any(one.blocks for one in again.findings)


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the example data set is not here")
def test_the_example_data_set_reads_clean(told: Any) -> None:
    intake = read_period(EXAMPLE / "input" / "AW-Q05")
    assert told(list(intake.findings)) == []
    assert {total.table: total.rows for total in intake.totals} == {"people": 13, "targets": 13, "orders": 322}
    tables, findings = read_plan(EXAMPLE / "input" / "plans" / "plan.xlsx")
    assert told(list(findings)) == []
    assert len(tables.frames["scorecards"]) == 2
    _, periods, findings = read_calendar(EXAMPLE / "input" / "calendar.xlsx")
    assert (periods[0].id, told(list(findings))) == ("AW-Q05", [])
