"""Drawn plans: scorecards, tables and components of every kind that one period alone can compute."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.oracle.drawn_components import draw_components
from tests.oracle.traits import Traits, maybe, money
from tests.oracle.world import Rows

GRADES = ("骨干", "新人", "经理")
KPIS: tuple[dict[str, Any], ...] = (
    {"指标": "回款率", "类别": "结果", "分子": "回款金额", "分母": "应收金额", "计分方式": "直接", "单位": "%"},
    {"指标": "拜访", "类别": "过程", "分子": "有效拜访", "计分方式": "达成率"},
    {"指标": "满意度", "类别": "过程", "计分方式": "达成率", "单位": "%"},
    {"指标": "投诉", "类别": "过程", "计分方式": "扣分", "每单位扣分": 7, "方向": "越小越好"},
    {"指标": "退货", "类别": "结果", "计分方式": "达成率", "方向": "越小越好", "得分上限": 130},
    {"指标": "协作", "类别": "过程", "计分方式": "评分"},
    {"指标": "团队额", "类别": "结果", "分子": "团队签约", "计分方式": "达成率"},
)
RATERS = (("上级", "50%"), ("同事", "30%"), ("客户", "20%"))
SALES: tuple[dict[str, Any], ...] = (
    {"计分方式": "达成率"}, {"计分方式": "达成率", "得分上限": 120}, {"计分方式": "双目标", "得分上限": 125},
    {"计分方式": "档位表", "档位表": "销售得分"},
)  # fmt: skip


def draw_plan(draw: st.DrawFn, cycle: str, traits: Traits) -> dict[str, Rows]:
    """A plan's sheets."""
    kpis = _kpis(draw)
    rated = any(kpi["指标"] == "协作" for kpi in kpis)
    components, extra_tiers = draw_components(draw, traits)
    plan = {
        "方案": _parameters(draw, traits),
        "职级": [_grade(draw, grade, cycle, traits) for grade in GRADES],
        "指标": kpis,
        "指标权重": _scorecards(draw, kpis, cycle),
        "档位": _tiers(draw, traits) + extra_tiers,
        "奖金项": components,
        "计量": _measures(),
        "评分权重": [{"指标": "协作", "评价角色": role, "权重": weight} for role, weight in RATERS if rated],
        "系数": _factors(draw),
        "门槛": _gates(draw, kpis, components),
    }
    return {name: rows for name, rows in plan.items() if rows}


def _parameters(draw: st.DrawFn, traits: Traits) -> Rows:
    values: dict[str, Any] = {
        "方案名称": "抽样方案", "版本": "1", "公司名称": "抽样公司", "生效日期": date(2020, 1, 1), "审批人": "王总",
        "审批日期": date(2019, 12, 1), "系数档位表": "系数表", "评级档位表": "评级表",
        "折算口径": draw(st.sampled_from(("自然日", "工作日"))), "目标折算": draw(st.sampled_from(("是", "否"))),
        "并列处理": draw(st.sampled_from(("均分", "同奖"))), "达成率上限": draw(st.sampled_from(("100%", "150%"))),
    }  # fmt: skip
    for name in ("达成率小数位", "得分小数位", "总分小数位"):
        values[name] = draw(st.sampled_from((0, 1, 2, 2, "不舍入")))
    if maybe(draw):
        values["主指标"] = "销售额"
    if traits.spans:
        values["迟录处理"] = draw(st.sampled_from(("列出待定", "计入本期")))
        values |= {"追回上限比例": "50%"} if maybe(draw) else {}
        values |= {"追回保底": 1500} if maybe(draw) else {}
        values["导师资格"] = draw(st.sampled_from(("30%", "60%")))
    if not traits.apprentice_pays and draw(st.integers(0, 3)) == 0:
        values |= {
            "预算比例": draw(st.sampled_from(("1%", "3.3%", "10%"))),
            "预算计量": draw(st.sampled_from(("签约金额", "签约毛利", "回款金额", "原额", "新品额"))),
            "预算处理": "等比缩减",
        }
    return [{"参数": name, "值": value} for name, value in values.items()]


def _grade(draw: st.DrawFn, grade: str, cycle: str, traits: Traits) -> dict[str, Any]:
    row = {"职级": grade, "周期": cycle, "奖金基数": draw(money(1000, 20000))}
    row["试用期系数"] = draw(st.sampled_from((None, 1, "0.8", "0.5")))
    return row | {"离职处理": "不发" if traits.forfeits and maybe(draw) else "折算"}


def _kpis(draw: st.DrawFn) -> Rows:
    sales = {"指标": "销售额", "类别": "结果", "分子": "签约金额", "数据来源": "CRM", "缺失处理": "报错"}
    others = draw(st.lists(st.sampled_from(KPIS), unique_by=lambda kpi: kpi["指标"], max_size=4))
    missing = st.sampled_from(("按零", "剔除"))
    return [
        sales | draw(st.sampled_from(SALES)),
        *({**kpi, "数据来源": "系统", "缺失处理": draw(missing)} for kpi in others),
    ]


def _scorecards(draw: st.DrawFn, kpis: Rows, cycle: str) -> Rows:
    """Weights that add up to 100 %; 销售额 is on every scorecard and carries what the others leave."""
    rows: Rows = [{"周期": cycle, "指标": kpi["指标"]} for kpi in kpis]
    for grade in GRADES:
        left = 100
        for row in rows[1:]:
            weight = draw(st.sampled_from((None, 0, 5, 10, 15, 20)))
            left -= weight or 0
            row[grade] = None if weight is None and grade != GRADES[0] else f"{weight or 0}%"
        rows[0][grade] = f"{left}%"
    return rows


def _tiers(draw: st.DrawFn, traits: Traits) -> Rows:
    bounds = sorted(draw(st.lists(st.integers(1, 110), min_size=2, max_size=3, unique=True)))
    how = draw(st.sampled_from(("查表", "插值"))), draw(st.sampled_from(("上档", "下档")))
    steps = [(bound, f"{0.4 * number:.1f}") for number, bound in enumerate(bounds, start=1)]
    coefficients = table_rows("系数表", how, [(0 if how[0] == "插值" else None, 0), *steps])
    if traits.by_headcount:
        ratings = table_rows("评级表", ("强制分布", "上档"), [("0%", "S"), ("20%", "A"), ("70%", "B")])
    else:
        ratings = table_rows("评级表", ("查表", how[1]), [(None, "C"), *zip(bounds, "BAS", strict=False)])
    scores = table_rows("销售得分", ("查表", "上档"), [(None, 0), ("60%", 40), ("80%", 70), ("100%", 100)])
    return coefficients + ratings + scores


def table_rows(name: str, how: tuple[str, str], tiers: list[tuple[Any, Any]]) -> Rows:
    """The rows of one rate table."""
    heads = [how, *[(None, None)] * (len(tiers) - 1)]
    return [
        {"档位表": name, "方式": method, "边界归属": boundary, "下限": low, "值": value}
        for (method, boundary), (low, value) in zip(heads, tiers, strict=True)
    ]


def _measures() -> Rows:
    new = "产品线 = 新品 或 客户类型 属于 (新, 战略)"
    rows = (
        ("年签约", "订单", "签约金额", "求和", None, None, None),
        ("季团队", "订单", "签约金额", "求和", "客户类型 ≠ 老", "团队", None),
        ("团队签约", "订单", "签约金额", "求和", None, "团队", None),
        ("下级签约", "订单", "签约金额", "求和", None, "下级", None),
        ("人均签约", "订单", "签约金额", "求和", None, "区域", "是"),
        ("原额", "订单", "签约金额", "求和", None, None, None),
        ("新品额", "订单", "签约金额", "求和", new, None, None),
        ("公司签约", "订单", "签约金额", "求和", None, "公司", None),
        ("均额", "订单", "签约金额", "平均", None, None, None),
        ("最大单", "订单", "签约金额", "最大", "客户类型 ≠ 老", None, None),
        ("最小单", "订单", "签约金额", "最小", None, "团队", None),
        ("团队客户", "订单", "客户编号", "去重计数", None, "团队", None),
        ("电话", "活动", None, "计数", "类型 = 电话 且 有效 = 是", None, None),
    )
    names = ("计量", "来源表", "字段", "汇总", "条件", "范围", "人均")
    windows = {"年签约": "年初至今", "季团队": "季初至今"}
    plain = {"原额", "最大单"}
    return [
        dict(zip(names, row, strict=True))
        | {"计系数": ("否" if row[0] in plain else "是") if row[2] == "签约金额" else None}
        | {"口径": windows.get(str(row[0]))}
        for row in rows
    ]


def _factors(draw: st.DrawFn) -> Rows:
    listed = (
        ("产品线", "新品", "1.5", "业绩"), ("产品线", "旧品", "0.85", "业绩"), ("客户类型", "新", "1.2", "业绩"),
        ("客户类型", "老", "1", "业绩"), ("区域", "华东", "1", "业绩"), ("区域", "华南", "1.1", "业绩"),
        ("区域", "华南", "1.05", "奖金"),
    )  # fmt: skip
    chosen = draw(st.lists(st.sampled_from(listed), unique=True, max_size=5))
    return [dict(zip(("维度", "取值", "系数", "作用"), row, strict=True)) for row in chosen]


GATED: dict[str, tuple[tuple[str, str], ...]] = {
    "销售额": (("达成率", "<60%"), ("得分", "< 75"), ("实际", "< 30000"), ("达成率", "≤ 90%")),
    "回款率": (("得分", "< 50"), ("实际", "<30%")),
    "拜访": (("实际", "< 2"), ("得分", "= 0")),
    "满意度": (("达成率", "<100%"), ("实际", "≤ 84.5%")),
    "协作": (("得分", "< 80"),),
}


def _gates(draw: st.DrawFn, kpis: Rows, components: Rows) -> Rows:
    """Up to three gates, of all performance or of one component."""
    names = [kpi["指标"] for kpi in kpis if kpi["指标"] in GATED]
    gated = [
        row["奖金项"] for row in components if row["类型"] not in {"带教奖", "预支", "追回"} and not row.get("口径")
    ]
    found = []
    for _ in range(draw(st.integers(0, 3))):
        kpi = draw(st.sampled_from(("销售额", *names)))
        of, condition = draw(st.sampled_from(GATED[kpi]))
        effect, factor = draw(st.sampled_from((("否决", None), ("折减", "0.8"), ("折减", "0.35"), ("改进", None))))
        gate = {"指标": kpi, "对象": of, "条件": condition, "处理": effect, "系数": factor}
        found.append(gate | {"奖金项": draw(st.sampled_from((None, *gated)))})
    return found
