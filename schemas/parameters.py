"""The parameters of the sheet 方案, one field each (SPEC 4). A default of None is an empty value."""

from __future__ import annotations

from decimal import Decimal

from schemas.field import Field, Type
from schemas.terms import BudgetRule, LateEntries, Notice, ProrationBasis, Ties

UNROUNDED = "不舍入"
PARAMETERS = (
    Field("plan_name", "方案名称", required=True, printed=True),
    Field("version", "版本", required=True, printed=True),
    Field("company", "公司名称", required=True, printed=True),
    Field("effective_from", "生效日期", Type.DATE, required=True),
    Field("effective_to", "失效日期", Type.DATE),
    Field("approver", "审批人", required=True),
    Field("approved_date", "审批日期", Type.DATE, required=True),
    Field("currency", "币种", default="CNY", printed=True),
    Field("teams", "适用团队"),
    Field("headline_kpi", "主指标"),
    Field("attainment_cap", "达成率上限", Type.PERCENT, default=Decimal("1.5"), minimum=0),
    Field("attainment_places", "达成率小数位", Type.NUMBER, default=Decimal(2), minimum=0, maximum=10),
    Field("score_places", "得分小数位", Type.NUMBER, default=Decimal(2), minimum=0, maximum=10),
    Field("total_places", "总分小数位", Type.NUMBER, default=Decimal(2), minimum=0, maximum=10),
    Field("coefficient_table", "系数档位表", required=True),
    Field("rating_table", "评级档位表", required=True),
    Field("proration_basis", "折算口径", choices=ProrationBasis, default=ProrationBasis.CALENDAR_DAYS),
    Field("prorates_targets", "目标折算", Type.BOOL, default=False),
    Field("budget_rate", "预算比例", Type.PERCENT, minimum=0),
    Field("budget_measure", "预算计量"),
    Field("budget_rule", "预算处理", choices=BudgetRule, default=BudgetRule.WARN),
    Field("ties", "并列处理", choices=Ties, default=Ties.SHARE),
    Field("late_entries", "迟录处理", choices=LateEntries, default=LateEntries.LIST),
    Field("mentor_share", "导师资格", Type.PERCENT, default=Decimal("0.3"), minimum=0),
    Field("clawback_cap", "追回上限比例", Type.PERCENT, minimum=0),
    Field("clawback_floor", "追回保底", Type.MONEY, minimum=0),
    Field("improvement_line", "改进线", Type.PERCENT, default=Decimal(1), minimum=0),
    Field("satisfaction_kpi", "满意度指标"),
    Field("satisfaction_line", "满意度线", Type.PERCENT, default=Decimal("0.8"), minimum=0),
    Field("quality_floor", "质量占比下限", Type.PERCENT, default=Decimal("0.3"), minimum=0),
    Field("result_floor", "结果占比下限", Type.PERCENT, default=Decimal("0.7"), minimum=0),
    Field("result_ceiling", "结果占比上限", Type.PERCENT, default=Decimal("0.8"), minimum=0),
    Field("large_order", "重大订单线", Type.MONEY, default=Decimal(100_000), minimum=0),
    Field("customer_a", "客户A线", Type.MONEY, default=Decimal(500_000), minimum=0),
    Field("customer_b", "客户B线", Type.MONEY, default=Decimal(100_000), minimum=0),
    Field("idle_days", "商机停滞天数", Type.NUMBER, default=Decimal(7), minimum=0),
    Field("missed_days", "连续未达天数", Type.NUMBER, default=Decimal(3), minimum=0),
    Field("anomaly_line", "异动线", Type.PERCENT, default=Decimal("0.5"), minimum=0),
    Field("self_review_days", "自评工作日", Type.NUMBER, default=Decimal(3), minimum=0),
    Field("rating_days", "评分工作日", Type.NUMBER, default=Decimal(5), minimum=0),
    Field("notice_days", "公示工作日", Type.NUMBER, default=Decimal(3), minimum=0),
    Field("appeal_days", "申诉提交工作日", Type.NUMBER, default=Decimal(3), minimum=0),
    Field("answer_days", "申诉答复工作日", Type.NUMBER, default=Decimal(5), minimum=0),
    Field("pay_days", "发放工作日", Type.NUMBER, default=Decimal(10), minimum=0),
    Field("appeal_channel", "申诉渠道", printed=True),
    Field("notice", "公示内容", choices=Notice, default=Notice.RATING),
)
