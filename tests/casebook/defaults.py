"""What a case need not say: the rest of a plan and of a table, chosen so that it changes no figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.casebook.case import Sheets
from tests.example.workbooks import Sheet

CYCLES = {7: "月度", 6: "季度", 4: "年度"}  # by length of the period's id: 2024-06, 2024Q2, 2024
PARAMETERS = {
    "方案名称": "案例方案", "版本": "1", "公司名称": "案例公司", "生效日期": date(2020, 1, 1), "审批人": "王总",
    "审批日期": date(2019, 12, 20), "系数档位表": "绩效系数", "评级档位表": "绩效评级",
}  # fmt: skip
TIERS = ("档位表", "方式", "边界归属", "下限", "下限2", "上限", "值", "说明")
NEUTRAL_TIERS = {"绩效系数": 1, "绩效评级": "B"}
KPIS = Sheet(
    "指标",
    ("指标", "类别", "分子", "计分方式", "数据来源", "缺失处理"),
    [("销售额", "结果", "签约金额", "达成率", "CRM", "按零")],
)
PERSON = {"姓名": "{工号}", "团队": "一部", "职级": "骨干", "入职日期": date(2020, 1, 1)}
ROWS: Mapping[str, Mapping[str, Any]] = {
    "人员": PERSON,
    "任职": {"团队": "一部", "职级": "骨干"},
    "请假": {},
    "目标": {"工号": "A1", "指标": "销售额"},
    "实际": {"工号": "A1", "数据来源": "系统"},
    "订单": {"订单号": "D{n}", "工号": "A1", "签约日期": "{day}"},
    "回款": {"回款编号": "H{n}", "回款日期": "{day}"},
    "活动": {"工号": "A1", "日期": "{day}", "类型": "拜访"},
    "商机": {
        "商机编号": "S{n}",
        "工号": "A1",
        "阶段日期": "{day}",
        "创建日期": "{day}",
        "阶段": "初步接触",
        "状态": "进行中",
    },
    "评分": {"工号": "A1"},
    "奖励名单": {"工号": "A1", "事由": "表扬", "审批人": "王总", "审批日期": "{day}"},
    "调整": {"工号": "A1", "类型": "其他", "事由": "更正", "审批人": "王总", "审批日期": "{day}"},
    "申诉": {"申诉编号": "SS{n}", "工号": "A1", "涉及期间": "{period}", "提交日期": "{day}", "内容": "有异议"},
    "目标分解": {"指标": "销售额"},
    "数据确认": {"确认部门": "销售运营", "确认人": "严丽", "确认日期": "{day}"},
}


def whole_plan(plan: Sheets, period: str) -> dict[str, Sheet]:
    """The six sheets of a plan and what else the case gives; what it leaves out pays nothing and multiplies by 1."""
    cycle = CYCLES.get(len(period), "季度")
    grades = plan.get("职级") or Sheet("职级", ("职级", "奖金基数"), [("骨干", 8000)])
    kpis = plan.get("指标") or KPIS
    return {
        **plan,
        "方案": _parameters(plan),
        "职级": _with(grades, {"周期": cycle}),
        "指标": _with(kpis, {"类别": "结果", "计分方式": "达成率", "数据来源": "CRM"}),
        "指标权重": _with(plan.get("指标权重") or _equal_to_first(grades, kpis), {"周期": cycle}),
        "档位": _tiers(plan),
        "奖金项": plan.get("奖金项") or Sheet("奖金项", ("奖金项", "类型"), [("绩效奖金", "绩效奖金")]),
    }


def whole_data(data: Sheets, period: str, day: date, *, has_roster: bool = True) -> dict[str, Sheet]:
    """The tables of a period with the columns and the roster that the case leaves out."""
    tables = {**({"人员": Sheet("人员", ("工号",), [("A1",)])} if has_roster else {}), **data}
    words = {"period": period, "day": day}
    return {name: _with(sheet, ROWS.get(name.partition("_")[0], {}), words) for name, sheet in tables.items()}


def _parameters(plan: Sheets) -> Sheet:
    given = {row[0]: row[1] for row in plan["方案"].rows} if "方案" in plan else {}
    return Sheet("方案", ("参数", "值"), list({**PARAMETERS, **given}.items()))


def _equal_to_first(grades: Sheet, kpis: Sheet) -> Sheet:
    """A scorecard of the first KPI alone, for every grade."""
    names = list(dict.fromkeys(row[list(grades.header).index("职级")] for row in grades.rows))
    first = kpis.rows[0][list(kpis.header).index("指标")]
    return Sheet("指标权重", ("指标", *names), [(first, *["100%"] * len(names))])


def _tiers(plan: Sheets) -> Sheet:
    given = plan.get("档位") or Sheet("档位", ("档位表", "方式", "下限", "值"), [])
    told = {row[0] for row in given.rows}
    neutral = [(table, {"方式": "查表", "值": value}) for table, value in NEUTRAL_TIERS.items() if table not in told]
    rows = [[table, *[row.get(str(column)) for column in given.header[1:]]] for table, row in neutral]
    return Sheet("档位", given.header, [*given.rows, *rows])


def _with(sheet: Sheet, defaults: Mapping[str, Any], words: Mapping[str, Any] | None = None) -> Sheet:
    absent = [column for column in defaults if column not in sheet.header]
    rows = []
    for number, row in enumerate(sheet.rows, start=1):
        known = {**dict(zip(map(str, sheet.header), row, strict=False)), **(words or {}), "n": number}
        padded = [*row, *[None] * (len(sheet.header) - len(row))]
        rows.append([*padded, *[_filled(defaults[column], known) for column in absent]])
    return Sheet(sheet.name, (*sheet.header, *absent), rows)


def _filled(default: Any, known: Mapping[str, Any]) -> Any:
    if default == "{day}":
        return known["day"]
    return default.format(**known) if isinstance(default, str) else default
