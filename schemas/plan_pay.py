"""What a plan pays: 档位 and 奖金项 (SPEC 4)."""

from __future__ import annotations

from schemas.field import Field, Table, Type
from schemas.terms import Basis, Boundary, Kind, Method, Release, Scope, Share, Window

TIERS = Table(
    "tiers",
    "档位",
    (
        Field(
            "table",
            "档位表",
            required=True,
            example="绩效系数",
            advice="档位表的名称，同一张表的各行相同",
            advice_en="The table's name, on each of its rows",
        ),
        Field(
            "method",
            "方式",
            choices=Method,
            example="查表",
            advice="写在每张档位表的第一行",
            advice_en="On the first row of each table",
        ),
        Field(
            "boundary",
            "边界归属",
            choices=Boundary,
            advice="恰在下限上的值归上档（默认）还是下档；写在第一行",
            advice_en="Whose a value on a bound is; 上档 unless said; on the first row",
        ),
        Field(
            "lower",
            "下限",
            Type.NUMBER,
            marks_percent=True,
            advice="从小到大；第一行留空表示不设下限；比例须写百分号",
            advice_en="Rising; empty on the first row is unbounded; shares need the percent sign",
        ),
        Field(
            "lower2",
            "下限2",
            Type.NUMBER,
            marks_percent=True,
            advice="仅二维表：第二个计量的下限",
            advice_en="Grids only: the bound of the second measure",
        ),
        Field(
            "upper",
            "上限",
            Type.NUMBER,
            marks_percent=True,
            advice="只用于核对，计算只看下限",
            advice_en="Checked only; the calculation reads lower bounds",
        ),
        Field(
            "value",
            "值",
            marks_percent=True,
            example="1.2",
            advice="系数、比例、金额或评级；留空表示到此为止，落入者报错",
            advice_en="Coefficient, rate, amount or rating; empty ends the table: who falls there is an error",
        ),
        Field(
            "note",
            "说明",
            advice="如“90 分以上”；方案检查会与下限核对",
            advice_en="Such as 90 分以上; the plan check holds it against the bounds",
        ),
    ),
    advice="每档一行，按下限从小到大",
    advice_en="One row per tier, by rising lower bound",
)

COMPONENTS = Table(
    "components",
    "奖金项",
    (
        Field(
            "component",
            "奖金项",
            required=True,
            printed=True,
            example="绩效奖金",
            advice="印在绩效单上的名称",
            advice_en="The name on the statement",
        ),
        Field(
            "kind",
            "类型",
            required=True,
            choices=Kind,
            example="绩效奖金",
            advice="决定算法，以及需要哪些列",
            advice_en="Decides the rule and which columns it needs",
        ),
        Field(
            "grades",
            "职级",
            aliases=("grade",),
            advice="留空为全部；多个用、分开",
            advice_en="Empty is all; several are separated by 、",
        ),
        Field(
            "cycles",
            "周期",
            aliases=("cycle",),
            advice="留空为全部；多个用、分开",
            advice_en="Empty is all; several are separated by 、",
        ),
        Field(
            "measure",
            "计量",
            advice="按哪个计量付奖，如 签约金额",
            advice_en="The measure that is paid on, such as 签约金额",
        ),
        Field("measure2", "计量2", advice="仅二维档位表：第二个计量", advice_en="Grids only: the second measure"),
        Field(
            "kpi",
            "指标",
            advice="按哪个指标的达成率付奖或排名",
            advice_en="The KPI whose attainment is paid on or ranked",
        ),
        Field("table", "档位表", advice="“档位”表中的名称", advice_en="A name of the sheet 档位"),
        Field(
            "condition",
            "条件",
            advice="如 客户类型 = 新 且 签约金额 ≥ 10万",
            advice_en="Such as 客户类型 = 新 且 签约金额 ≥ 10万",
        ),
        Field(
            "amount",
            "金额",
            Type.MONEY,
            advice="定额、每笔或每单位的金额",
            advice_en="A fixed amount, or one per order or unit",
        ),
        Field("rate", "比例", Type.PERCENT, advice="如 3%", advice_en="Such as 3%"),
        Field(
            "basis",
            "依据",
            choices=Basis,
            advice="按什么排名、分配或触发，可选值因类型而异",
            advice_en="What ranks, shares or triggers it; depends on the kind",
        ),
        Field(
            "scope",
            "范围",
            choices=Scope,
            advice="公司（默认）、区域、团队或职级",
            advice_en="公司 unless said; or 区域, 团队, 职级",
        ),
        Field(
            "related",
            "相关奖金项",
            advice="带教奖：徒弟的哪个奖金项",
            advice_en="带教奖: which component of the apprentice",
        ),
        Field(
            "applies_to",
            "对象",
            choices=Share,
            advice="全部（默认）或超额：只计超出目标的部分",
            advice_en="全部 unless said; 超额 pays only what exceeds the target",
        ),
        Field(
            "window", "口径", choices=Window, advice="当期（默认）或年初至今", advice_en="当期 unless said; or 年初至今"
        ),
        Field(
            "terms",
            "期数",
            Type.NUMBER,
            minimum=0,
            advice="带教奖的月数、预支的期数、追回的天数",
            advice_en="Months of 带教奖, periods of 预支, days of 追回",
        ),
        Field(
            "recoverable",
            "可追回",
            Type.BOOL,
            advice="预支：以后是否扣回",
            advice_en="预支: whether it is taken back later",
        ),
        Field(
            "release",
            "发放",
            choices=Release,
            advice="签约（默认）或回款到账后发放",
            advice_en="签约 unless said; 回款 pays as money arrives",
        ),
        Field(
            "holdback",
            "留存",
            Type.PERCENT,
            minimum=0,
            advice="留到年末发放的比例",
            advice_en="The share that is due at the year's end",
        ),
        Field(
            "min",
            "最低",
            Type.NUMBER,
            marks_percent=True,
            advice="低于此值不参与或不合格；达成率须写百分号",
            advice_en="Below it nothing ranks or fits; attainments need the percent sign",
        ),
        Field(
            "max", "最高", Type.NUMBER, marks_percent=True, advice="高于此值不合格", advice_en="Above it nothing fits"
        ),
        Field("floor", "保底", Type.MONEY, advice="每人此项最少付多少", advice_en="The least that it pays a person"),
        Field("cap", "封顶", Type.MONEY, advice="每人此项最多付多少", advice_en="The most that it pays a person"),
        Field("note", "说明", printed=True, advice="给人看的说明", advice_en="A note for people"),
    ),
    advice="每个奖金项一行；每种类型用到哪些列见“类型”的批注",
    advice_en="One row per component; the comment on 类型 says which columns each kind uses",
)
