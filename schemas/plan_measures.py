"""What a plan counts and weighs: 计量, 评分权重, 系数, 门槛 (SPEC 4)."""

from __future__ import annotations

from schemas.components import MEASURE_SCOPES
from schemas.export_terms import RaterRole
from schemas.field import Field, Table, Type
from schemas.terms import Aggregate, Dimension, FactorTarget, GateEffect, GateOf, Scope, Window

MEASURES = Table(
    "measures",
    "计量",
    (
        Field(
            "measure",
            "计量",
            required=True,
            unique=True,
            example="新品签约额",
            advice="计量的名称；签约金额、签约毛利、应收金额、签约笔数、签约客户数、新客户数、回款金额、有效拜访不必定义",
            advice_en="The measure's name; eight need no definition, see docs/tables.md",
        ),
        Field(
            "table",
            "来源表",
            required=True,
            example="订单",
            advice="数据表，如 订单、回款、活动",
            advice_en="A data table, such as 订单, 回款 or 活动",
        ),
        Field(
            "field",
            "字段",
            example="签约金额",
            advice="来源表的列；计数可不填",
            advice_en="A column of it; not needed to count",
        ),
        Field(
            "aggregate",
            "汇总",
            required=True,
            choices=Aggregate,
            example="求和",
            advice="求和、计数、去重计数、平均、最大或最小",
            advice_en="Sum, count, distinct count, mean, maximum or minimum",
        ),
        Field(
            "filter",
            "条件",
            advice="只计符合条件的行，如 产品线 = 新品",
            advice_en="Only rows that fit, such as 产品线 = 新品",
        ),
        Field(
            "date_field",
            "日期字段",
            advice="按哪个日期归入期间；默认为来源表自己的日期",
            advice_en="The date that decides the period; the table's own unless said",
        ),
        Field(
            "window",
            "口径",
            choices=Window,
            default=Window.CURRENT,
            advice="当期、季初至今或年初至今",
            advice_en="The period, the quarter or the year to date",
        ),
        Field(
            "scope",
            "范围",
            choices=Scope,
            offered=MEASURE_SCOPES,
            default=Scope.SELF,
            advice="本人、下级、团队、区域或公司；团队、区域和上下级一律按期间最后一天，调动者整期的业绩归新团队",
            advice_en="Whose rows, as people stand on the last day: all that a mover credits is the new team's",
        ),
        Field(
            "per_head",
            "人均",
            Type.BOOL,
            default=False,
            advice="是否除以人数（按出勤折算）",
            advice_en="Whether it is divided by the prorated heads",
        ),
        Field(
            "weighted",
            "计系数",
            Type.BOOL,
            advice="是否乘系数；签约金额与毛利默认是，其余默认否",
            advice_en="Whether factors apply; 是 for 签约金额 and 毛利 unless said",
        ),
    ),
    key=("measure",),
    advice="自定义的计量，每个一行",
    advice_en="Measures of your own, one a row",
)

RATER_WEIGHTS = Table(
    "rater_weights",
    "评分权重",
    (
        Field("kpi", "指标", required=True, advice="计分方式为“评分”的指标", advice_en="A KPI that is scored by 评分"),
        Field(
            "rater_role",
            "评价角色",
            required=True,
            choices=RaterRole,
            advice="自评、上级、同事、客户或跨部门",
            advice_en="Self, manager, peer, customer or another team",
        ),
        Field(
            "weight",
            "权重",
            Type.PERCENT,
            required=True,
            minimum=0,
            advice="该角色的权重；未评的角色由其余折算",
            advice_en="The role's weight; a role that did not rate leaves it to the others",
        ),
    ),
    key=("kpi", "rater_role"),
    advice="评分类指标中各角色的权重",
    advice_en="What each role weighs in a rated KPI",
)

FACTORS = Table(
    "factors",
    "系数",
    (
        Field(
            "dimension",
            "维度",
            required=True,
            choices=Dimension,
            advice="区域、产品线或客户类型",
            advice_en="Region, product line or customer type",
        ),
        Field(
            "key",
            "取值",
            required=True,
            advice="该维度的一个值；未列出的按 1",
            advice_en="One of its values; those not listed count 1",
        ),
        Field("factor", "系数", Type.NUMBER, required=True, minimum=0, advice="如 1.1", advice_en="Such as 1.1"),
        Field(
            "applies_to",
            "作用",
            choices=FactorTarget,
            default=FactorTarget.CREDIT,
            advice="业绩：乘在业绩上；奖金：乘在绩效奖金上，只能按区域",
            advice_en="业绩 weighs credit; 奖金 weighs the performance bonus, by region only",
        ),
    ),
    key=("dimension", "key", "applies_to"),
    advice="区域、产品线、客户类型的加权",
    advice_en="Weights of regions, product lines and customer types",
)

GATES = Table(
    "gates",
    "门槛",
    (
        Field("kpi", "指标", required=True, advice="门槛所看的指标", advice_en="The KPI that is looked at"),
        Field(
            "of",
            "对象",
            required=True,
            choices=GateOf,
            advice="看实际、达成率还是得分",
            advice_en="Its actual, attainment or score",
        ),
        Field(
            "condition",
            "条件",
            required=True,
            advice="触发门槛的条件，如 <80%",
            advice_en="What triggers the gate, such as <80%",
        ),
        Field(
            "effect",
            "处理",
            required=True,
            choices=GateEffect,
            advice="否决：不付；折减：乘系数；改进：只列名单",
            advice_en="否决 pays nothing, 折减 multiplies by the factor, 改进 only lists",
        ),
        Field("factor", "系数", Type.NUMBER, minimum=0, advice="处理为“折减”时必填", advice_en="Needed for 折减"),
        Field(
            "component",
            "奖金项",
            advice="只作用于此项；留空为全部绩效奖金与目标奖金",
            advice_en="The component concerned; empty is all of kind 绩效奖金 and 目标奖金",
        ),
    ),
    advice="达不到门槛时奖金如何处理",
    advice_en="What happens to pay when a KPI misses a gate",
)
