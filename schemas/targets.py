"""Targets, their decomposition, actuals that no measure computes, and ratings (SPEC 3)."""

from __future__ import annotations

from schemas.export_terms import Entry, RaterRole, TreeDimension
from schemas.field import Field, Table, Type
from schemas.people import EMPLOYEE_ID

KPI = Field(
    "kpi",
    "指标",
    required=True,
    printed=True,
    aliases=("指标名称", "考核指标", "KPI名称", "绩效指标", "kpi_name"),
    example="销售额",
    advice="指标名称，写法与方案的“指标”表一致",
    advice_en="The KPI as the plan's sheet 指标 writes it",
)

TARGETS = Table(
    "targets",
    "目标",
    (
        EMPLOYEE_ID,
        KPI,
        Field(
            "baseline",
            "基准值",
            Type.NUMBER,
            required=True,
            aliases=("目标值", "目标", "基准目标", "基准", "指标值", "考核目标", "target", "quota"),
            above=0,
            marks_percent=True,
            example="500000",
            advice="达到即 100% 的目标，大于 0；百分比指标写 90%",
            advice_en="What counts as 100 %, above 0; write 90% for a percentage",
        ),
        Field(
            "challenge",
            "挑战值",
            Type.NUMBER,
            aliases=("挑战目标", "冲刺值", "冲刺目标", "stretch"),
            marks_percent=True,
            example="600000",
            advice="挑战目标，优于基准值；没有则留空",
            advice_en="The stretch target, better than the baseline",
        ),
    ),
    key=("employee_id", "kpi"),
    advice="每人每个指标一行",
    advice_en="One row per person and KPI",
)

TARGET_TREE = Table(
    "target_tree",
    "目标分解",
    (
        Field(
            "dimension",
            "维度",
            required=True,
            choices=TreeDimension,
            aliases=("分解维度",),
            example="团队",
            advice="公司、区域、产品线、客户类型、团队或期间",
            advice_en="What the target is broken down by",
        ),
        Field(
            "key",
            "取值",
            required=True,
            aliases=("维度取值", "对象"),
            printed=True,
            example="华东一组",
            advice="这一维度的取值",
            advice_en="The value in this dimension",
        ),
        Field(
            "parent",
            "上级",
            aliases=("上级取值", "父级"),
            example="华东",
            advice="上一级的取值；最高一级留空",
            advice_en="The value above; empty at the top",
        ),
        KPI,
        Field(
            "target",
            "目标",
            Type.NUMBER,
            required=True,
            aliases=("目标值", "分解目标"),
            marks_percent=True,
            example="2500000",
            advice="分解到这一取值的目标",
            advice_en="The target of this value",
        ),
    ),
    key=("dimension", "key", "parent", "kpi"),
    advice="自上而下分解的目标，逐级核对",
    advice_en="Targets broken down; each level is reconciled",
)

ACTUALS = Table(
    "actuals",
    "实际",
    (
        EMPLOYEE_ID,
        KPI,
        Field(
            "actual",
            "实际值",
            Type.NUMBER,
            required=True,
            aliases=("完成值", "实际完成", "实际完成值", "实绩", "完成情况"),
            marks_percent=True,
            example="28",
            advice="实际完成值；百分比指标写 88%",
            advice_en="What was achieved; write 88% for a percentage",
        ),
        Field(
            "source",
            "数据来源",
            required=True,
            aliases=("来源", "取数来源"),
            example="CRM 拜访记录",
            advice="数据从哪里来",
            advice_en="Where the figure comes from",
        ),
        Field(
            "entry",
            "录入方式",
            choices=Entry,
            default=Entry.MANUAL.value,
            example="系统",
            advice="系统或手工；留空为手工",
            advice_en="系统 (system) or 手工 (by hand); empty is 手工",
        ),
    ),
    key=("employee_id", "kpi"),
    advice="只填没有“计量”可算的指标",
    advice_en="Only KPIs that no measure computes",
)

RATINGS = Table(
    "ratings",
    "评分",
    (
        EMPLOYEE_ID,
        KPI,
        Field(
            "rater_role",
            "评价角色",
            required=True,
            choices=RaterRole,
            aliases=("评价人角色", "评分角色", "角色"),
            example="上级",
            advice="自评、上级、同事、客户或跨部门",
            advice_en="Who rates: 自评, 上级, 同事, 客户 or 跨部门",
        ),
        Field(
            "rater",
            "评价人",
            aliases=("评分人",),
            example="李四",
            advice="评价人姓名或工号",
            advice_en="The rater's name or id",
        ),
        Field(
            "score",
            "得分",
            Type.NUMBER,
            required=True,
            aliases=("评分", "分数", "评价得分"),
            minimum=0,
            maximum=100,
            example="90",
            advice="0 到 100 分",
            advice_en="0 to 100",
        ),
        Field(
            "submitted_date",
            "提交日期",
            Type.DATE,
            aliases=("评分日期", "评价日期", "提交时间"),
            example="2023-10-09",
            advice="提交评分的日期",
            advice_en="When the rating was handed in",
        ),
        Field(
            "evidence",
            "佐证",
            aliases=("佐证材料", "评价依据", "备注"),
            example="",
            advice="评分的依据",
            advice_en="What the rating rests on",
        ),
    ),
    advice="每人每个评分指标、每位评价人一行",
    advice_en="One row per person, rated KPI and rater",
)
