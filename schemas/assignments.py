"""Where people stood and when they were away: assignments and leaves (SPEC 3)."""

from __future__ import annotations

from schemas.field import Field, Table, Type
from schemas.people import EMPLOYEE_ID, GRADE, REGION, TEAM

ASSIGNMENTS = Table(
    "assignments",
    "任职",
    (
        EMPLOYEE_ID,
        Field(
            "effective_date",
            "生效日期",
            Type.DATE,
            required=True,
            aliases=("生效时间", "调动日期", "任职日期", "变动日期"),
            example="2023-08-01",
            advice="从这一天起按本行的团队、区域、职级",
            advice_en="From this day on the team, region and grade of this row hold",
        ),
        TEAM,
        REGION,
        GRADE,
    ),
    key=("employee_id", "effective_date"),
    advice="只列期间内调动过的人：原任职一行、新任职一行。基数和折算按日期分段；目标、指标、团队按期间最后一天",
    advice_en="Only people who moved: a row for the old assignment, one for the new. "
    "Base and proration follow the dates; scorecard, targets and team are those of the last day",
)

LEAVES = Table(
    "leaves",
    "请假",
    (
        EMPLOYEE_ID,
        Field(
            "start_date",
            "开始日期",
            Type.DATE,
            required=True,
            aliases=("开始时间", "请假开始", "起始日期", "请假开始日期"),
            example="2023-07-10",
            advice="请假第一天",
            advice_en="The first day of the leave",
        ),
        Field(
            "end_date",
            "结束日期",
            Type.DATE,
            required=True,
            aliases=("结束时间", "请假结束", "截止日期", "请假结束日期"),
            example="2023-07-14",
            advice="请假最后一天（含）",
            advice_en="The last day of the leave, included",
        ),
        Field(
            "leave_type",
            "类型",
            aliases=("请假类型", "假期类型", "假别"),
            example="事假",
            advice="事假、病假、产假等",
            advice_en="The kind of leave",
        ),
        Field(
            "eligible",
            "计奖",
            Type.BOOL,
            aliases=("是否计奖", "计算奖金"),
            default=False,
            example="否",
            advice="是 = 这些天照常计奖；留空为否",
            advice_en="是 = the days count as worked; empty is 否",
        ),
    ),
    advice="影响折算的请假",
    advice_en="Leaves that reduce the days that count",
)
