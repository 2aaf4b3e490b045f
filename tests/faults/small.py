"""The smallest company that has everything: three people, a split order, hand entries, two months of real workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.casebook.defaults import whole_plan
from tests.example.workbooks import Row, Sheet, write_workbook

MAY, JUNE = "2024-05", "2024-06"
PLAN = "plans/激励方案.xlsx"
NAMES = ("欧阳娜娜", "D'Angelo", "小张三")
COMPANY = "三人商贸有限公司"

SHEETS: Mapping[str, Sheet] = {
    "方案": Sheet("方案", ("参数", "值"), [("公司名称", COMPANY), ("主指标", "销售额"), ("版本", "7")]),
    "职级": Sheet("职级", ("职级", "奖金基数"), [("骨干", 8000), ("新人", 5000)]),
    "指标": Sheet(
        "指标",
        ("指标", "类别", "分子", "计分方式", "单位", "数据来源", "缺失处理"),
        [
            ("销售额", "结果", "签约金额", "达成率", "元", "CRM", "按零"),
            ("拜访", "过程", None, "直接", "", "主管", "按零"),
        ],
    ),
    "指标权重": Sheet("指标权重", ("指标", "骨干", "新人"), [("销售额", "75%", "75%"), ("拜访", "25%", "25%")]),
    "档位": Sheet(
        "档位",
        ("档位表", "方式", "下限", "值"),
        [
            ("绩效系数", "查表", None, 0),
            ("绩效系数", None, 70, 0.8),
            ("绩效系数", None, 80, 1),
            ("绩效系数", None, 90, 1.2),
            ("绩效评级", "查表", None, "C"),
            ("绩效评级", None, 80, "B"),
            ("绩效评级", None, 90, "A"),
        ],
    ),
    "奖金项": Sheet(
        "奖金项",
        ("奖金项", "类型", "条件", "金额", "计量", "比例"),
        [
            ("绩效奖金", "绩效奖金", None, None, None, None),
            ("销售提成", "提成", None, None, "签约金额", "1.5%"),
            ("首单奖", "单笔奖", "首单 = 是", 1000, None, None),
            ("月度之星", "名单奖", None, 500, None, None),
        ],
    ),
}
PEOPLE = Sheet(
    "人员",
    ("工号", "姓名", "团队", "职级", "上级工号", "入职日期"),
    [
        ("0001", NAMES[0], "华东一部", "骨干", None, date(2020, 3, 1)),
        ("0002", NAMES[1], "华东一部", "骨干", "0001", date(2021, 7, 15)),
        ("0003", NAMES[2], "华东一部", "新人", "0001", date(2024, 4, 8)),
    ],
)
TARGETS: list[Row] = [("0001", "销售额", 200000), ("0002", "销售额", 150000), ("0003", "销售额", 80000)]
VISITS: list[Row] = [("0001", "拜访", 96, "主管"), ("0002", "拜访", 88, "主管"), ("0003", "拜访", 100, "主管")]


def write_small(folder: Path, may: Mapping[str, Sheet] | None = None) -> Path:
    """Write plan, calendar and the exports of May and June below a folder; `may` replaces tables of May."""
    write_workbook(folder / PLAN, whole_plan(dict(SHEETS), JUNE).values())
    holidays = [(date(2024, 5, 1), "假日", "劳动节"), (date(2024, 6, 10), "假日", "端午节")]
    write_workbook(folder / "calendar.xlsx", [Sheet("工作日历", ("日期", "类型", "依据"), holidays)])
    write_workbook(folder / MAY / "销售数据.xlsx", {**tables(5), **(may or {})}.values())
    write_workbook(folder / JUNE / "销售数据.xlsx", tables(6).values())
    return folder


def tables(month: int) -> dict[str, Sheet]:
    """What the systems exported for a month."""
    orders = orders_of(month)
    return {
        "人员": PEOPLE,
        "目标": Sheet("目标", ("工号", "指标", "基准值"), TARGETS),
        "实际": Sheet("实际", ("工号", "指标", "实际值", "数据来源"), VISITS),
        "订单": orders,
        "奖励名单": Sheet(
            "奖励名单",
            ("工号", "奖项", "事由", "审批人", "审批日期"),
            [("0003", "月度之星", "客户表扬", "王总", date(2024, month, 28))],
        ),
        "调整": Sheet(
            "调整",
            ("工号", "原期间", "类型", "金额", "事由", "审批人", "审批日期"),
            [("0002", f"2024-0{month - 1}", "补发", "123.45", "漏算交通补贴", "王总", date(2024, month, 27))],
        ),
        "数据确认": Sheet(
            "数据确认",
            ("表", "确认部门", "确认人", "确认日期", "行数"),
            [("订单", "销售运营", "严丽", date(2024, month, 29), len(orders.rows))],
        ),
    }


def orders_of(month: int, changed: Mapping[str, int] | None = None) -> Sheet:
    """The orders of a month; `changed` gives other amounts by order number."""
    rows = [
        (f"S{month}-1", "0001", "100%", f"C{month}1", date(2024, month, 3), 120000, "否"),
        (f"S{month}-2", "0001", "60%", f"C{month}2", date(2024, month, 11), 90000, "否"),
        (f"S{month}-2", "0002", "40%", f"C{month}2", date(2024, month, 11), 90000, "否"),
        (f"S{month}-3", "0002", "100%", f"C{month}3", date(2024, month, 19), 98765, "否"),
        (f"S{month}-4", "0003", "100%", f"C{month}4", date(2024, month, 25), 66000, "是"),
    ]
    header = ("订单号", "工号", "分成比例", "客户编号", "签约日期", "签约金额", "首单")
    return Sheet("订单", header, [(*row[:5], (changed or {}).get(row[0], row[5]), row[6]) for row in rows])
