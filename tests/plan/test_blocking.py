"""Every error of a plan: found at its cell, with the closest right name, and all at once."""

from typing import Any

import pytest

from pipeline.plan.parse import parse_plan
from pipeline.wording import LANGUAGES, wording
from tests.plan.books import BANDS, RATINGS, codes, parameter_rows, parsed, sheets, tables, tier_rows

Case = tuple[dict[str, list[dict[str, str]]], tuple[str, str, str]]
TIERS = [*tier_rows("绩效系数", BANDS), *tier_rows("评级", RATINGS)]
KPI = {"指标": "销售额", "类别": "结果", "分子": "签约金额", "计分方式": "达成率", "单位": "元", "数据来源": "CRM"}
OTHERS = sheets()["指标"][1:]
COLUMN = {field: letter for letter, field in zip("ABCDEFGHIJKLMNOPQRSTUVWXY", [
    "奖金项", "类型", "职级", "周期", "计量", "计量2", "指标", "档位表", "条件", "金额", "比例", "依据", "范围",
    "相关奖金项", "对象", "口径", "期数", "可追回", "发放", "留存", "最低", "最高", "保底", "封顶", "说明",
], strict=True)}  # fmt: skip


def component(column: str, code: str, value: str, rows: list[dict[str, str]] | None = None, **cells: str) -> Case:
    row = {"奖金项": "某项", **cells}
    tiers = [*TIERS, *(rows or [])]
    return {"奖金项": [row], "档位": tiers}, (code, f"奖金项!{COLUMN[column]}2", value)


def parameter(code: str, value: str, **changed: str) -> Case:
    rows = parameter_rows(**changed)
    name = next(iter(changed))
    row = 2 + [row["参数"] for row in rows].index(name)
    column = "A" if code == "plan-unknown-parameter" else "B"
    return {"方案": rows}, (code, f"方案!{column}{row}", value)


def kpi(column: str, code: str, value: str, **changed: str) -> Case:
    return {"指标": [{**KPI, **changed}, *OTHERS]}, (code, f"指标!{column}2", value)


def tier(cell: str, code: str, value: str, *rows: dict[str, str]) -> Case:
    return {"档位": [*TIERS, *({"档位表": "试", **row} for row in rows)]}, (code, f"档位!{cell}", value)


def measure(column: str, code: str, value: str, **changed: str) -> Case:
    row = {"计量": "新", "来源表": "订单", "字段": "签约金额", "汇总": "求和", **changed}
    return {"计量": [row]}, (code, f"计量!{column}2", value)


def gate(column: str, code: str, value: str, **changed: str) -> Case:
    return {"门槛": [{"指标": "销售额", "对象": "达成率", "条件": "<80%", "处理": "否决", **changed}]}, (
        code,
        f"门槛!{column}2",
        value,
    )


COMMISSION = tier_rows("提成", [("0%", "3%"), ("100%", "5%")], "分段累进")
AMOUNTS = tier_rows("提成", [("0", "3%"), ("100", "5%")], "分段累进")
GRID = [
    {"档位表": "网格", "方式": "二维", "下限": "0", "下限2": "0", "值": "1"},
    {"档位表": "网格", "下限": "0", "下限2": "10", "值": "2"},
]
CASES: list[Case] = [
    parameter("plan-unknown-parameter", "达成率封顶", 达成率封顶="150%"),
    parameter("plan-parameter-percent", "150", 达成率上限="150"),
    parameter("plan-parameter-date", "2023-02-30", 生效日期="2023-02-30"),
    parameter("plan-parameter-places", "两位", 得分小数位="两位"),
    parameter("plan-parameter-range", "11", 得分小数位="11"),
    parameter("plan-parameter-choice", "平分", 并列处理="平分"),
    parameter("plan-parameter-number", "3.5", 公示工作日="3.5"),
    parameter("plan-parameter-money", "很多", 重大订单线="很多"),
    parameter("plan-parameter-bool", "看情况", 目标折算="看情况"),
    parameter("plan-unknown-table", "绩效糸数", 系数档位表="绩效糸数"),
    parameter("plan-unknown-kpi", "销售", 主指标="销售"),
    parameter("plan-unknown-measure", "签约额", 预算计量="签约额", 预算比例="5%"),
    parameter("plan-budget-incomplete", "", 预算比例="5%"),
    parameter("plan-budget-incomplete", "阻止", 预算处理="阻止"),
    parameter("plan-dates-reversed", "2022-12-31", 失效日期="2022-12-31"),
    kpi("D", "plan-unknown-measure", "签约金", 分子="签约金"),
    kpi("E", "plan-kpi-denominator-alone", "应收金额", 分子="", 分母="应收金额"),
    kpi("H", "plan-kpi-needs", "销售额", 计分方式="档位表"),
    kpi("H", "plan-unknown-table", "得分", 计分方式="档位表", 档位表="得分"),
    kpi("I", "plan-kpi-needs", "销售额", 计分方式="扣分"),
    kpi("J", "plan-dual-flat", "100", 计分方式="双目标"),
    tier("B10", "plan-tier-method-missing", "试", {"下限": "1", "值": "1"}),
    tier(
        "B11", "plan-tier-method-differs", "全额", {"方式": "查表", "值": "1"}, {"方式": "全额", "下限": "1", "值": "2"}
    ),
    tier("C11", "plan-tier-boundary-differs", "下档", {"方式": "查表"}, {"边界归属": "下档", "下限": "1"}),
    tier("D11", "plan-tier-bound-missing", "", {"方式": "查表", "值": "1"}, {"值": "2"}),
    tier("D11", "plan-tier-bound-repeated", "5", {"方式": "查表", "下限": "5"}, {"下限": "5"}),
    tier("D11", "plan-tier-bound-falling", "4", {"方式": "查表", "下限": "5"}, {"下限": "4"}),
    tier("D10", "plan-tier-point-unbounded", "", {"方式": "插值", "值": "0"}, {"下限": "4", "值": "1"}),
    tier("D10", "plan-tier-place", "1.5", {"方式": "名次", "下限": "1.5", "值": "1"}),
    tier("D10", "plan-tier-quantile", "0.2", {"方式": "强制分布", "下限": "20%", "值": "1"}),
    tier("E10", "plan-tier-second-bound", "3", {"方式": "查表", "下限": "1", "下限2": "3", "值": "1"}),
    tier("G10", "plan-tier-value-text", "优", {"方式": "查表", "值": "优"}),
    (
        {
            "档位": [*TIERS, {"档位表": "试", "方式": "查表", "值": "-1"}],
            "奖金项": [{"奖金项": "试", "类型": "提成", "计量": "签约金额", "档位表": "试"}],
        },
        ("plan-tier-value-negative", "档位!G10", "-1"),
    ),
    tier(
        "D12",
        "plan-tier-grid-shape",
        "9",
        {"方式": "二维", "下限": "0", "下限2": "0", "值": "1"},
        {"下限": "0", "下限2": "5", "值": "1"},
        {"下限": "9", "下限2": "0", "值": "1"},
    ),
    tier(
        "D11",
        "plan-tier-bound-repeated",
        "1",
        {"方式": "二维", "下限": "0", "下限2": "1", "值": "1"},
        {"下限": "0", "下限2": "1", "值": "1"},
    ),
    measure("B", "plan-unknown-source", "定单", 来源表="定单"),
    measure("B", "plan-measure-no-person", "目标分解", 来源表="目标分解", 字段="目标"),
    measure("C", "plan-unknown-field", "签约净额", 字段="签约净额"),
    measure("C", "plan-measure-field-missing", "求和", 字段=""),
    measure("C", "plan-measure-field-type", "产品线", 字段="产品线"),
    measure("F", "plan-unknown-date-field", "签约金额", 日期字段="签约金额"),
    measure("H", "plan-measure-scope", "职级", 范围="职级"),
    measure("E", "plan-condition-field", "品类 = 新", 条件="品类 = 新"),
    measure("E", "plan-condition-word", "职级 = 骨干员工", 条件="职级 = 骨干员工"),
    component("金额", "plan-component-needs", "某项", 类型="预支"),
    component("条件", "plan-component-needs", "某项", 类型="定额", 金额="1"),
    component("计量", "plan-component-needs", "某项", 类型="提成", 比例="3%"),
    component("档位表", "plan-component-needs", "某项", 类型="提成", 计量="签约金额"),
    component(
        "比例", "plan-component-only-one", "0.03", COMMISSION, 类型="提成", 指标="销售额", 档位表="提成", 比例="3%"
    ),
    component("金额", "plan-component-not-allowed", "1", 类型="绩效奖金", 金额="1"),
    component("条件", "plan-component-not-allowed", "总分 > 1", 类型="绩效奖金", 条件="总分 > 1"),
    component("依据", "plan-component-not-allowed", "首笔", 类型="预支", 金额="1", 依据="首笔"),
    component("依据", "plan-component-word", "首笔", COMMISSION, 类型="目标奖金", 档位表="提成", 依据="首笔"),
    component("口径", "plan-component-word", "季初至今", 类型="提成", 计量="签约金额", 比例="3%", 口径="季初至今"),
    component("期数", "plan-component-terms", "1.5", 类型="预支", 金额="1", 期数="1.5"),
    component("留存", "plan-component-holdback", "1.2", 类型="提成", 计量="签约金额", 比例="3%", 留存="120%"),
    component(
        "指标", "plan-component-needs", "某项", AMOUNTS, 类型="提成", 计量="签约金额", 档位表="提成", 对象="超额"
    ),
    component(
        "计量",
        "plan-component-numerator",
        "回款金额",
        COMMISSION,
        类型="提成",
        计量="回款金额",
        指标="销售额",
        档位表="提成",
    ),
    component("职级", "plan-unknown-grade", "精英", 类型="绩效奖金", 职级="骨干、精英"),
    component("周期", "plan-unknown-cycle", "季", 类型="绩效奖金", 周期="季"),
    component("计量", "plan-unknown-measure", "签约", 类型="提成", 计量="签约", 比例="3%"),
    component("计量2", "plan-unknown-measure", "签约", GRID, 类型="提成", 计量="签约金额", 计量2="签约", 档位表="网格"),
    component("指标", "plan-unknown-kpi", "销售", 类型="提成", 指标="销售", 比例="3%"),
    component("相关奖金项", "plan-unknown-component", "绩效奖金", 类型="带教奖", 比例="10%", 相关奖金项="绩效奖金"),
    component("档位表", "plan-table-method", "二维", GRID, 类型="提成", 计量="签约金额", 档位表="网格"),
    component(
        "档位表",
        "plan-table-method",
        "分段累进",
        AMOUNTS,
        类型="提成",
        计量="签约金额",
        计量2="签约笔数",
        档位表="提成",
    ),
    component("档位表", "plan-table-method", "分段累进", AMOUNTS, 类型="排名奖", 依据="总分", 档位表="提成"),
    component(
        "指标",
        "plan-component-needs",
        "某项",
        tier_rows("名", [("1", "9")], "名次"),
        类型="排名奖",
        依据="得分",
        档位表="名",
    ),
    component(
        "最低",
        "plan-component-min-bare",
        "100",
        tier_rows("名", [("1", "9")], "名次"),
        类型="排名奖",
        依据="达成率",
        指标="销售额",
        档位表="名",
        最低="100",
    ),
    component("条件", "plan-condition-equality", "评级 > A", 类型="定额", 金额="1", 条件="评级 > A"),
    component("条件", "plan-condition-word", "评级 = D", 类型="定额", 金额="1", 条件="评级 = D"),
    component("条件", "plan-condition-ratio", "实际(回款率) ≥ 95", 类型="定额", 金额="1", 条件="实际(回款率) ≥ 95"),
    component("条件", "plan-condition-field", "总分 > 1", 类型="单笔奖", 金额="1", 条件="总分 > 1"),
    gate("A", "plan-unknown-kpi", "销售", 指标="销售"),
    gate("C", "plan-gate-condition", "低于80%", 条件="低于80%"),
    gate("C", "plan-gate-bare", "<80", 条件="<80"),
    gate("E", "plan-gate-needs-factor", "销售额", 处理="折减"),
    gate("F", "plan-unknown-component", "绩效", 奖金项="绩效"),
    (
        {"系数": [{"维度": "产品线", "取值": "A", "系数": "1.2", "作用": "奖金"}]},
        ("plan-factor-region", "系数!D2", "产品线"),
    ),
    (
        {"系数": [{"维度": "客户类型", "取值": "新客", "系数": "1.2"}]},
        ("plan-unknown-customer-type", "系数!B2", "新客"),
    ),
    ({"评分权重": [{"指标": "态度", "评价角色": "上级", "权重": "1"}]}, ("plan-unknown-kpi", "评分权重!A2", "态度")),
]


@pytest.mark.parametrize(("changed", "expected"), CASES, ids=[f"{n}-{case[1][0]}" for n, case in enumerate(CASES)])
def test_each_error_is_found_alone_at_its_cell(changed: dict[str, Any], expected: tuple[str, str, str]) -> None:
    _, findings = parse_plan("plan.xlsx", tables(sheets(**changed)))
    assert codes(findings) == [expected]
    assert all(finding.blocks for finding in findings)
    for finding in findings:
        for lang in LANGUAGES:
            for part in ("what", "do"):
                sentence = wording(lang)(f"finding.{finding.code}.{part}", value=finding.value, **dict(finding.params))
                assert "None" not in sentence


def test_a_bare_bound_over_attainment_is_no_guess() -> None:
    bare = tier_rows("提成", [("0", "3%"), ("100", "5%"), ("120", "6%")], "分段累进")
    rows = [{"奖金项": "提成", "类型": "提成", "指标": "销售额", "档位表": "提成"}]
    _, findings = parsed(档位=[*TIERS, *bare], 奖金项=rows)
    assert codes(findings) == [("plan-bound-bare", "档位!D11", "100"), ("plan-bound-bare", "档位!D12", "120")]


def test_a_name_that_does_not_exist_comes_with_the_closest() -> None:
    _, findings = parsed(方案=parameter_rows(达成率封顶="150%"))
    assert dict(findings[0].params)["closest"] == "达成率上限"


def test_weights_off_name_the_scorecard_and_its_cells() -> None:
    rows = sheets()["指标权重"]
    rows[0]["骨干"] = "49.5%"
    _, findings = parsed(指标权重=rows)
    assert codes(findings) == [("plan-weights-off", "指标权重!C2:C4", "99.5%")]
    assert dict(findings[0].params)["gap"] == "0.5%"


def test_a_row_without_any_weight_is_an_empty_weight() -> None:
    rows = [*sheets()["指标权重"][:2], {"周期": "季度", "指标": "拜访", "骨干": "", "新人": ""}]
    _, findings = parsed(指标权重=rows)
    assert codes(findings) == [
        ("plan-weight-empty", "指标权重!C4", "拜访"),
        ("plan-weights-off", "指标权重!C2:C3", "70%"),
        ("plan-weights-off", "指标权重!D2:D3", "70%"),
    ]
    assert dict(findings[0].params)["missing"] == "骨干 30%、新人 30%"


def test_an_empty_cell_beside_filled_ones_is_simply_no_weight() -> None:
    rows = sheets()["指标权重"]
    rows[1]["新人"], rows[0]["新人"] = "", "70%"
    assert parsed(指标权重=rows)[1] == ()


def test_long_form_weights() -> None:
    long = [
        {"职级": grade, "周期": "季度", "指标": name, "权重": weight}
        for grade in ("骨干", "新人")
        for name, weight in (("销售额", "70%"), ("拜访", "30%"), ("回款率", "0%"))
    ]
    plan, findings = parsed(指标权重=long)
    assert (findings, len(plan.weights)) == ((), 6)
    long[2]["权重"] = ""
    assert codes(parsed(指标权重=long)[1]) == [("plan-weight-empty", "指标权重!D4", "回款率")]


def test_bases_and_scorecards_belong_together() -> None:
    grades = [{"职级": "骨干", "周期": "季度", "奖金基数": "1"}, {"职级": "新人", "周期": "月度", "奖金基数": "1"}]
    _, findings = parsed(职级=grades)
    assert codes(findings) == [
        ("plan-base-missing", "指标权重!D2", "新人"),
        ("plan-scorecard-missing", "职级!A3", "新人"),
    ]


def test_one_component_in_two_rows_needs_different_grades() -> None:
    rows = [{"奖金项": "奖", "类型": "绩效奖金", "职级": grade} for grade in ("骨干", "新人")]
    assert parsed(奖金项=rows)[1] == ()
    _, findings = parsed(奖金项=[*rows, {"奖金项": "奖", "类型": "绩效奖金", "周期": "季度"}])
    assert codes(findings) == [("plan-component-twice", "奖金项!A4", "奖")] * 2


def test_less_is_better_cannot_be_split_into_tiers() -> None:
    cost = {"指标": "费用率", "类别": "结果", "方向": "越小越好", "计分方式": "达成率", "单位": "%", "数据来源": "财务"}
    row = {"奖金项": "节约奖", "类型": "提成", "指标": "费用率", "档位表": "提成"}
    _, findings = parsed(指标=[KPI, *OTHERS, cost], 奖金项=[row], 档位=[*TIERS, *COMMISSION])
    assert codes(findings) == [("plan-component-lower-marginal", "奖金项!G2", "费用率")]


def test_a_kpi_that_runs_over_the_year_already_is_not_added_up_by_the_component() -> None:
    year = {"计量": "年签约", "来源表": "订单", "字段": "签约金额", "汇总": "求和", "口径": "年初至今"}
    kpi = {**KPI, "指标": "年销售", "分子": "年签约"}
    row = {"奖金项": "提成", "类型": "提成", "指标": "年销售", "比例": "1%", "口径": "年初至今"}
    _, findings = parsed(指标=[KPI, *OTHERS, kpi], 计量=[year], 奖金项=[row])
    assert [code for code, *_ in codes(findings)] == ["plan-component-kpi-cumulative"]
    assert parsed(指标=[KPI, *OTHERS, kpi], 计量=[year], 奖金项=[{**row, "口径": ""}])[1] == ()


def test_cells_that_change_nothing_are_told() -> None:
    rows = [{"奖金项": "追", "类型": "追回", "保底": "100"}, {"奖金项": "绩", "类型": "绩效奖金"}]
    gate = {"指标": "销售额", "对象": "得分", "条件": "<60", "处理": "否决", "奖金项": "追"}
    found = [code for code, *_ in codes(parsed(奖金项=rows, 门槛=[gate, {**gate, "奖金项": "绩"}])[1])]
    assert sorted(found) == ["plan-clawback-floor", "plan-gate-clawback"]
    assert parsed(奖金项=rows[1:], 门槛=[{**gate, "奖金项": "绩"}])[1] == ()


def test_a_mentor_shares_nothing_that_is_reckoned_beside_or_after_it() -> None:
    pool = {"奖金项": "池", "类型": "奖池", "比例": "1%", "计量": "签约金额", "依据": "平均"}
    mentor = {"奖金项": "带", "类型": "带教奖", "比例": "10%", "相关奖金项": "池"}
    assert codes(parsed(奖金项=[pool, mentor])[1]) == [("plan-component-related-later", "奖金项!N3", "池")]


def test_pools_and_budgets_need_peoples_own_sums() -> None:
    team = {"计量": "团队额", "来源表": "订单", "字段": "签约金额", "汇总": "求和", "范围": "团队"}
    pool = {"奖金项": "池", "类型": "奖池", "比例": "1%", "计量": "团队额", "依据": "平均"}
    _, findings = parsed(计量=[team], 奖金项=[pool], 方案=parameter_rows(预算比例="5%", 预算计量="团队额"))
    assert codes(findings) == [
        ("plan-measure-not-own-sum", "奖金项!E2", "团队额"),
        ("plan-measure-not-own-sum", "方案!B12", "团队额"),
    ]


def test_missing_sheets_and_parameters_come_together() -> None:
    written = sheets(方案=[{"参数": "方案名称", "值": "x"}])
    plan, findings = parse_plan("plan.xlsx", tables(written))
    missing = {"版本", "公司名称", "生效日期", "审批人", "审批日期", "系数档位表", "评级档位表"}
    assert plan is None
    assert {value for code, _, value in codes(findings) if code == "plan-parameter-missing"} == missing
    del written["档位"], written["方案"]
    plan, findings = parse_plan("plan.xlsx", tables(written))
    assert plan is None
    assert ("plan-sheet-missing", "!", "方案、档位") in codes(findings)


def test_all_errors_come_at_once() -> None:
    _, findings = parsed(
        方案=parameter_rows(并列处理="平分", 主指标="销量"),
        奖金项=[{"奖金项": "某项", "类型": "定额", "条件": "分数 > 1"}],
        门槛=[{"指标": "拜访", "对象": "得分", "条件": "低", "处理": "否决"}],
    )
    assert len(findings) == 5


def test_a_row_that_could_not_be_read_still_declares_its_name() -> None:
    """职级 with a base that is #N/A: the cell is the intake's finding, and not every use of the grade one more."""
    grades = [row | ({"奖金基数": ""} if row["职级"] == "骨干" else {}) for row in sheets()["职级"]]
    _, findings = parsed(职级=grades)
    assert [one.value for one in findings if one.code == "plan-unknown-grade"] == []


def test_an_unreadable_start_is_one_finding() -> None:
    settings = parameter_rows(生效日期="去年", 失效日期="2024-12-31")
    plan, findings = parse_plan("plan.xlsx", tables(sheets(方案=settings)))
    assert (plan, [one.code for one in findings]) == (None, ["plan-parameter-date"])
