"""What a plan is and whom it pays: 方案 and 职级 (SPEC 4)."""

from __future__ import annotations

from decimal import Decimal

from schemas.field import Field, Table, Type
from schemas.terms import Cycle, Leaver

PLAN = Table(
    "plan",
    "方案",
    (
        Field(
            "parameter",
            "参数",
            required=True,
            example="方案名称",
            advice="参数名称，照原样填写",
            advice_en="The parameter, as it is called",
        ),
        Field(
            "value",
            "值",
            marks_percent=True,
            example="销售激励方案",
            advice="参数的值；留空取默认值",
            advice_en="Its value; empty takes the default",
        ),
        Field("note", "说明", advice="给人看的说明", advice_en="A note for people"),
    ),
    key=("parameter",),
    advice="每行一个参数；未写的参数取默认值",
    advice_en="One parameter a row; a parameter that is not written takes its default",
)

GRADES = Table(
    "grades",
    "职级",
    (
        Field(
            "grade",
            "职级",
            required=True,
            printed=True,
            example="骨干",
            advice="与人员表的职级写法一致",
            advice_en="As the roster writes it",
        ),
        Field(
            "cycle",
            "周期",
            required=True,
            choices=Cycle,
            example="季度",
            advice="此基数对应的周期",
            advice_en="The cycle that the base is for",
        ),
        Field(
            "base",
            "奖金基数",
            Type.MONEY,
            required=True,
            minimum=0,
            example="8000",
            advice="该周期全额的奖金基数",
            advice_en="The full base of the cycle",
        ),
        Field(
            "fixed_pay",
            "固定薪酬",
            Type.MONEY,
            minimum=0,
            advice="该周期的固定薪酬，只用于占比分析",
            advice_en="Fixed pay of the cycle, for the pay mix only",
        ),
        Field(
            "probation_factor",
            "试用期系数",
            Type.NUMBER,
            minimum=0,
            default=Decimal(1),
            advice="转正前每天按此系数计；留空为 1",
            advice_en="What a day before confirmation weighs; empty is 1",
        ),
        Field(
            "leaver",
            "离职处理",
            choices=Leaver,
            default=Leaver.PRORATED,
            advice="折算：按在职天数；不发：当期离职不发",
            advice_en="折算 pays for the days employed, 不发 pays nothing",
        ),
        Field(
            "fixed_min",
            "固定占比下限",
            Type.PERCENT,
            minimum=0,
            advice="固定薪酬占总收入，只作提示",
            advice_en="Share of fixed pay; reported only",
        ),
        Field(
            "fixed_max",
            "固定占比上限",
            Type.PERCENT,
            minimum=0,
            advice="固定薪酬占总收入，只作提示",
            advice_en="Share of fixed pay; reported only",
        ),
        Field(
            "bonus_min",
            "奖金占比下限",
            Type.PERCENT,
            minimum=0,
            advice="绩效奖金占总收入，只作提示",
            advice_en="Share of the bonus; reported only",
        ),
        Field(
            "bonus_max",
            "奖金占比上限",
            Type.PERCENT,
            minimum=0,
            advice="绩效奖金占总收入，只作提示",
            advice_en="Share of the bonus; reported only",
        ),
        Field(
            "special_min",
            "专项占比下限",
            Type.PERCENT,
            minimum=0,
            advice="专项奖励占总收入，只作提示",
            advice_en="Share of awards; reported only",
        ),
        Field(
            "special_max",
            "专项占比上限",
            Type.PERCENT,
            minimum=0,
            advice="专项奖励占总收入，只作提示",
            advice_en="Share of awards; reported only",
        ),
    ),
    key=("grade", "cycle"),
    advice="每个职级在每个周期一行；不在此表的职级不参与",
    advice_en="One row per grade and cycle; grades that are not listed do not take part",
)
