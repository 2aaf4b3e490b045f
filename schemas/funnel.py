"""What is on its way to an order: activities and opportunities (SPEC 3)."""

from __future__ import annotations

from schemas.export_terms import OpportunityStatus
from schemas.field import Field, Table, Type
from schemas.people import EMPLOYEE_ID
from schemas.sales import CUSTOMER_ID

ACTIVITIES = Table(
    "activities",
    "活动",
    (
        EMPLOYEE_ID,
        Field(
            "date",
            "日期",
            Type.DATE,
            required=True,
            aliases=("活动日期", "拜访日期", "活动时间", "拜访时间"),
            example="2023-07-05",
            advice="活动的日期",
            advice_en="The day of the activity",
        ),
        Field(
            "activity_type",
            "类型",
            required=True,
            aliases=("活动类型", "拜访类型", "跟进方式"),
            example="拜访",
            advice="拜访、方案、电话等",
            advice_en="拜访 (visit), 方案 (proposal), 电话 (call), …",
        ),
        CUSTOMER_ID,
        Field(
            "valid",
            "有效",
            Type.BOOL,
            aliases=("是否有效", "有效拜访"),
            default=True,
            example="是",
            advice="是否有效；留空为是",
            advice_en="Whether it counts; empty is 是",
        ),
        Field(
            "on_time",
            "及时",
            Type.BOOL,
            aliases=("是否及时", "及时性"),
            example="是",
            advice="是否及时完成",
            advice_en="Whether it was done in time",
        ),
    ),
    date_field="date",
    advice="每次活动一行",
    advice_en="One row per activity",
)

OPPORTUNITIES = Table(
    "opportunities",
    "商机",
    (
        Field(
            "opportunity_id",
            "商机编号",
            Type.ID,
            required=True,
            unique=True,
            printed=True,
            aliases=("商机ID", "商机号", "机会编号"),
            example="OP-0001",
            advice="每个商机一个编号，不得重复",
            advice_en="One number per opportunity",
        ),
        EMPLOYEE_ID,
        CUSTOMER_ID,
        Field(
            "stage",
            "阶段",
            required=True,
            aliases=("商机阶段", "销售阶段", "当前阶段"),
            printed=True,
            example="方案",
            advice="当前所处阶段",
            advice_en="The stage it has reached",
        ),
        Field(
            "stage_date",
            "阶段日期",
            Type.DATE,
            required=True,
            aliases=("阶段更新日期", "最近更新日期", "阶段时间"),
            example="2023-09-01",
            advice="进入当前阶段的日期",
            advice_en="When it reached this stage",
        ),
        Field(
            "created_date",
            "创建日期",
            Type.DATE,
            required=True,
            aliases=("创建时间", "商机创建日期"),
            example="2023-07-01",
            advice="商机创建的日期",
            advice_en="When it was created",
        ),
        Field(
            "amount",
            "预计金额",
            Type.MONEY,
            aliases=("预计成交金额", "商机金额", "预估金额"),
            example="200000",
            advice="预计成交的金额",
            advice_en="What it may bring",
        ),
        Field(
            "status",
            "状态",
            required=True,
            choices=OpportunityStatus,
            aliases=("商机状态",),
            example="进行中",
            advice="进行中、赢单或输单",
            advice_en="进行中 (open), 赢单 (won) or 输单 (lost)",
        ),
    ),
    key=("opportunity_id",),
    date_field="created_date",
    amount_field="amount",
    advice="每个商机一行",
    advice_en="One row per opportunity",
)
