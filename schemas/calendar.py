"""The calendar workbook: working days and fiscal periods (SPEC 2)."""

from __future__ import annotations

from schemas.export_terms import DayType
from schemas.field import Field, Table, Type
from schemas.terms import Cycle

CALENDAR = Table(
    "calendar",
    "工作日历",
    (
        Field(
            "date",
            "日期",
            Type.DATE,
            required=True,
            unique=True,
            example="2023-10-01",
            advice="与周末常规不同的一天",
            advice_en="A day that differs from the ordinary week",
        ),
        Field(
            "type",
            "类型",
            required=True,
            choices=DayType,
            aliases=("day_type",),
            example="假日",
            advice="假日或调休上班",
            advice_en="假日 (holiday) or 调休上班 (make-up working day)",
        ),
        Field(
            "reference",
            "依据",
            aliases=("备注", "说明"),
            example="国务院办公厅通知",
            advice="依据的文件",
            advice_en="The document it rests on",
        ),
    ),
    key=("date",),
    advice="节假日与调休上班日；没有任何一行的年份视为未录入",
    advice_en="Holidays and make-up days; a year without a row counts as not entered",
)

PERIODS = Table(
    "periods",
    "期间",
    (
        Field(
            "period",
            "期间",
            required=True,
            unique=True,
            printed=True,
            aliases=("期间编号", "period_id"),
            example="FY24-P01",
            advice="期间的编号，也是 input 下文件夹的名称",
            advice_en="The period's id, also the name of its folder",
        ),
        Field(
            "start_date",
            "开始日期",
            Type.DATE,
            required=True,
            example="2023-12-26",
            advice="第一天",
            advice_en="The first day",
        ),
        Field(
            "end_date",
            "结束日期",
            Type.DATE,
            required=True,
            example="2024-01-25",
            advice="最后一天（含）",
            advice_en="The last day, included",
        ),
        Field(
            "cycle",
            "周期",
            required=True,
            choices=Cycle,
            example="月度",
            advice="月度、季度或年度",
            advice_en="月度 (month), 季度 (quarter) or 年度 (year)",
        ),
    ),
    key=("period",),
    advice="与自然月、季、年不同的财务期间",
    advice_en="Fiscal periods that are no calendar months, quarters or years",
)
