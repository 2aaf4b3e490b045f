"""The scorecard of a plan: 指标 and 指标权重 (SPEC 4)."""

from __future__ import annotations

from decimal import Decimal

from schemas.field import Field, Table, Type
from schemas.terms import Category, Cycle, Direction, Missing, Scoring

KPIS = Table(
    "kpis",
    "指标",
    (
        Field(
            "kpi",
            "指标",
            required=True,
            unique=True,
            printed=True,
            example="销售额",
            advice="指标名称，不得重复",
            advice_en="The KPI's name, once",
        ),
        Field(
            "category",
            "类别",
            required=True,
            choices=Category,
            example="结果",
            advice="结果或过程",
            advice_en="Result or process",
        ),
        Field(
            "definition", "定义", printed=True, advice="印在绩效单上的定义", advice_en="What the statement says it is"
        ),
        Field(
            "numerator",
            "分子",
            example="签约金额",
            advice="计量的名称；分子、分母都空时取“实际”表（评分类取“评分”表）",
            advice_en="A measure; without numerator and denominator the table 实际 (or 评分) is read",
        ),
        Field(
            "denominator",
            "分母",
            advice="计量的名称；留空则指标就是分子",
            advice_en="A measure; empty takes the numerator alone",
        ),
        Field(
            "direction",
            "方向",
            choices=Direction,
            default=Direction.HIGHER,
            advice="越大越好或越小越好",
            advice_en="Whether more or less is better",
        ),
        Field(
            "scoring",
            "计分方式",
            required=True,
            choices=Scoring,
            example="达成率",
            advice="达成率、直接、双目标、档位表、扣分或评分",
            advice_en="How the score is found",
        ),
        Field("table", "档位表", advice="计分方式为“档位表”时必填", advice_en="Needed when scored by 档位表"),
        Field(
            "deduction",
            "每单位扣分",
            Type.NUMBER,
            minimum=0,
            advice="计分方式为“扣分”时必填",
            advice_en="Needed when scored by 扣分",
        ),
        Field(
            "score_cap",
            "得分上限",
            Type.NUMBER,
            above=0,
            default=Decimal(100),
            advice="留空为 100；双目标须大于 100",
            advice_en="Empty is 100; above 100 for 双目标",
        ),
        Field(
            "unit",
            "单位",
            printed=True,
            example="元",
            advice="写 % 时目标与实际按百分数读取",
            advice_en="With % targets and actuals are read as percentages",
        ),
        Field(
            "source",
            "数据来源",
            required=True,
            printed=True,
            example="CRM",
            advice="数据来自哪个系统或部门",
            advice_en="The system or department that it comes from",
        ),
        Field(
            "missing",
            "缺失处理",
            choices=Missing,
            default=Missing.ERROR,
            advice="没有数据或目标时：报错、按零或剔除",
            advice_en="Without actual or target: an error, zero, or left out",
        ),
        Field(
            "quality",
            "质量指标",
            Type.BOOL,
            default=False,
            advice="是否算作质量指标",
            advice_en="Whether it counts as quality",
        ),
        Field(
            "advice",
            "改进建议",
            printed=True,
            advice="得分低时印在绩效单上的建议",
            advice_en="What the statement advises when the score is low",
        ),
    ),
    key=("kpi",),
    advice="每个指标一行：怎么算、怎么计分",
    advice_en="One row per KPI: how it is counted and scored",
)

SCORECARDS = Table(
    "scorecards",
    "指标权重",
    (
        Field(
            "grade",
            "职级",
            example="骨干",
            advice="逐行填写时的职级；每个职级一列时不需要",
            advice_en="In long form; not needed with one column per grade",
        ),
        Field(
            "cycle",
            "周期",
            required=True,
            choices=Cycle,
            example="季度",
            advice="月度、季度或年度",
            advice_en="Month, quarter or year",
        ),
        Field(
            "kpi",
            "指标",
            required=True,
            example="销售额",
            advice="“指标”表中的名称",
            advice_en="A name of the sheet 指标",
        ),
        Field(
            "weight",
            "权重",
            Type.PERCENT,
            minimum=0,
            example="100%",
            advice="每个职级每个周期合计 100%；可为 0",
            advice_en="100% in all per grade and cycle; may be 0",
        ),
    ),
    key=("grade", "cycle", "kpi"),
    advice="每个职级一列权重，空格表示不考核该指标；或逐行写 职级、周期、指标、权重",
    advice_en="One column of weights per grade, empty where it is not scored; or one row per grade, cycle and KPI",
)
