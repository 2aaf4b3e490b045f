"""The sheets of a plan workbook (SPEC 4)."""

from __future__ import annotations

from decimal import Decimal

from schemas.field import Field, Table, Type
from schemas.terms import (
    Aggregate,
    Basis,
    Boundary,
    Category,
    Cycle,
    Dimension,
    Direction,
    FactorTarget,
    GateEffect,
    GateOf,
    Kind,
    Leaver,
    Method,
    Missing,
    RaterRole,
    Release,
    Scope,
    Scoring,
    Share,
    Window,
)

PLAN = Table(
    "plan",
    "方案",
    (
        Field("parameter", "参数", required=True, example="方案名称"),
        Field("value", "值", marks_percent=True, example="销售激励方案"),
        Field("note", "说明"),
    ),
    key=("parameter",),
    advice="每行一个参数；未写的参数取默认值。",
    advice_en="One parameter a row; a parameter that is not written takes its default.",
)

GRADES = Table(
    "grades",
    "职级",
    (
        Field("grade", "职级", required=True, printed=True, example="骨干"),
        Field("cycle", "周期", required=True, choices=Cycle, example="季度"),
        Field(
            "base", "奖金基数", Type.MONEY, required=True, minimum=0, example="8000", advice="该周期全额的奖金基数。"
        ),
        Field("fixed_pay", "固定薪酬", Type.MONEY, minimum=0),
        Field("probation_factor", "试用期系数", Type.NUMBER, minimum=0, default=Decimal(1)),
        Field("leaver", "离职处理", choices=Leaver, default=Leaver.PRORATED),
        Field("fixed_min", "固定占比下限", Type.PERCENT, minimum=0),
        Field("fixed_max", "固定占比上限", Type.PERCENT, minimum=0),
        Field("bonus_min", "奖金占比下限", Type.PERCENT, minimum=0),
        Field("bonus_max", "奖金占比上限", Type.PERCENT, minimum=0),
        Field("special_min", "专项占比下限", Type.PERCENT, minimum=0),
        Field("special_max", "专项占比上限", Type.PERCENT, minimum=0),
    ),
    key=("grade", "cycle"),
    advice="每个职级在每个周期一行；不在此表的职级不参与。",
    advice_en="One row per grade and cycle; grades that are not listed do not take part.",
)

KPIS = Table(
    "kpis",
    "指标",
    (
        Field("kpi", "指标", required=True, unique=True, printed=True, example="销售额"),
        Field("category", "类别", required=True, choices=Category, example="结果"),
        Field("definition", "定义", printed=True),
        Field("numerator", "分子", example="签约金额", advice="计量的名称；分子、分母都空时取“实际”表。"),
        Field("denominator", "分母", advice="计量的名称。"),
        Field("direction", "方向", choices=Direction, default=Direction.HIGHER),
        Field("scoring", "计分方式", required=True, choices=Scoring, example="达成率"),
        Field("table", "档位表", advice="计分方式为“档位表”时必填。"),
        Field("deduction", "每单位扣分", Type.NUMBER, minimum=0, advice="计分方式为“扣分”时必填。"),
        Field("score_cap", "得分上限", Type.NUMBER, above=0, default=Decimal(100), advice="双目标须大于 100。"),
        Field("unit", "单位", printed=True, example="元", advice="写 % 时目标与实际按百分数读取。"),
        Field("source", "数据来源", required=True, printed=True, example="CRM"),
        Field("missing", "缺失处理", choices=Missing, default=Missing.ERROR),
        Field("quality", "质量指标", Type.BOOL, default=False),
        Field("advice", "改进建议", printed=True),
    ),
    key=("kpi",),
)

SCORECARDS = Table(
    "scorecards",
    "指标权重",
    (
        Field("grade", "职级", example="骨干"),
        Field("cycle", "周期", required=True, choices=Cycle, example="季度"),
        Field("kpi", "指标", required=True, example="销售额"),
        Field("weight", "权重", Type.PERCENT, minimum=0, example="50%"),
    ),
    key=("grade", "cycle", "kpi"),
    advice="每个职级一列权重，空格表示不考核该指标；或逐行写 职级、周期、指标、权重。",
    advice_en="One column of weights per grade, empty where it is not scored; or one row per grade, cycle and KPI.",
)

TIERS = Table(
    "tiers",
    "档位",
    (
        Field("table", "档位表", required=True, example="绩效系数"),
        Field("method", "方式", choices=Method, example="查表", advice="写在每张档位表的第一行。"),
        Field("boundary", "边界归属", choices=Boundary, advice="恰在下限上的值归上档（默认）还是下档。"),
        Field("lower", "下限", Type.NUMBER, marks_percent=True, example="90", advice="第一行留空表示不设下限。"),
        Field("lower2", "下限2", Type.NUMBER, marks_percent=True, advice="仅二维。"),
        Field("upper", "上限", Type.NUMBER, marks_percent=True, advice="只用于核对。"),
        Field("value", "值", marks_percent=True, example="1.2", advice="留空表示到此为止，落入者报错。"),
        Field("note", "说明"),
    ),
)

COMPONENTS = Table(
    "components",
    "奖金项",
    (
        Field("component", "奖金项", required=True, printed=True, example="绩效奖金"),
        Field("kind", "类型", required=True, choices=Kind, example="绩效奖金"),
        Field("grades", "职级", aliases=("grade",), advice="留空为全部；多个用、分开。"),
        Field("cycles", "周期", aliases=("cycle",), advice="留空为全部；多个用、分开。"),
        Field("measure", "计量"),
        Field("measure2", "计量2"),
        Field("kpi", "指标"),
        Field("table", "档位表"),
        Field("condition", "条件", example="客户类型 = 新", advice="如 客户类型 = 新 且 签约金额 ≥ 10万。"),
        Field("amount", "金额", Type.MONEY),
        Field("rate", "比例", Type.PERCENT),
        Field("basis", "依据", choices=Basis),
        Field("scope", "范围", choices=Scope, advice="公司（默认）、区域、团队、职级。"),
        Field("related", "相关奖金项"),
        Field("applies_to", "对象", choices=Share, advice="全部（默认）或超额。"),
        Field("window", "口径", choices=Window, advice="当期（默认）或年初至今。"),
        Field("terms", "期数", Type.NUMBER, minimum=0),
        Field("recoverable", "可追回", Type.BOOL),
        Field("release", "发放", choices=Release, advice="签约（默认）或回款。"),
        Field("holdback", "留存", Type.PERCENT, minimum=0),
        Field("min", "最低", Type.NUMBER, marks_percent=True),
        Field("max", "最高", Type.NUMBER, marks_percent=True),
        Field("floor", "保底", Type.MONEY),
        Field("cap", "封顶", Type.MONEY),
        Field("note", "说明", printed=True),
    ),
)

MEASURES = Table(
    "measures",
    "计量",
    (
        Field("measure", "计量", required=True, unique=True, example="新品签约额"),
        Field("table", "来源表", required=True, example="订单"),
        Field("field", "字段", example="签约金额", advice="计数可不填。"),
        Field("aggregate", "汇总", required=True, choices=Aggregate, example="求和"),
        Field("filter", "条件", example="产品线 = 新品"),
        Field("date_field", "日期字段", advice="默认为来源表自己的日期。"),
        Field("window", "口径", choices=Window, default=Window.CURRENT),
        Field("scope", "范围", choices=Scope, default=Scope.SELF, advice="本人、下级、团队、区域、公司。"),
        Field("per_head", "人均", Type.BOOL, default=False),
        Field("weighted", "计系数", Type.BOOL, advice="签约金额与毛利默认是，其余默认否。"),
    ),
    key=("measure",),
)

RATER_WEIGHTS = Table(
    "rater_weights",
    "评分权重",
    (
        Field("kpi", "指标", required=True),
        Field("rater_role", "评价角色", required=True, choices=RaterRole),
        Field("weight", "权重", Type.PERCENT, required=True, minimum=0),
    ),
    key=("kpi", "rater_role"),
)

FACTORS = Table(
    "factors",
    "系数",
    (
        Field("dimension", "维度", required=True, choices=Dimension),
        Field("key", "取值", required=True),
        Field("factor", "系数", Type.NUMBER, required=True, minimum=0),
        Field("applies_to", "作用", choices=FactorTarget, default=FactorTarget.CREDIT),
    ),
    key=("dimension", "key", "applies_to"),
)

GATES = Table(
    "gates",
    "门槛",
    (
        Field("kpi", "指标", required=True),
        Field("of", "对象", required=True, choices=GateOf),
        Field("condition", "条件", required=True, example="<80%"),
        Field("effect", "处理", required=True, choices=GateEffect),
        Field("factor", "系数", Type.NUMBER, minimum=0, advice="处理为“折减”时必填。"),
        Field("component", "奖金项", advice="留空为全部绩效奖金与目标奖金。"),
    ),
)

PLAN_SHEETS = (PLAN, GRADES, KPIS, SCORECARDS, TIERS, COMPONENTS, MEASURES, RATER_WEIGHTS, FACTORS, GATES)
REQUIRED_SHEETS = (PLAN, GRADES, KPIS, SCORECARDS, TIERS, COMPONENTS)

WIDE_SHEETS = {"scorecards": ("grade", "weight")}
"""Sheets that may be written wide: where the first field has no column of its own, every column that is no field is one
of its values, named by its header, and its cells are the second field. Read as rows in long form, an empty cell as a
row without a value, each column as a source of its own, so that a row knows its cell."""
