"""The departments' sign-offs of the data, with control totals (SPEC 3)."""

from __future__ import annotations

from schemas.field import Field, Table, Type

SIGNOFFS = Table(
    "signoffs",
    "数据确认",
    (
        Field(
            "table",
            "表",
            required=True,
            aliases=("表名", "数据表", "确认表"),
            example="订单",
            advice="确认的是哪张表，如 订单",
            advice_en="The table that is confirmed, like 订单",
        ),
        Field(
            "department",
            "确认部门",
            required=True,
            aliases=("部门",),
            example="财务部",
            advice="负责这份数据的部门",
            advice_en="The department that answers for the data",
        ),
        Field(
            "signed_by",
            "确认人",
            required=True,
            aliases=("签字人",),
            example="周七",
            advice="确认的人",
            advice_en="Who confirms it",
        ),
        Field(
            "signed_date",
            "确认日期",
            Type.DATE,
            required=True,
            aliases=("签字日期", "确认时间"),
            example="2023-10-08",
            advice="确认的日期",
            advice_en="When it was confirmed",
        ),
        Field(
            "rows",
            "行数",
            Type.NUMBER,
            aliases=("记录数", "条数"),
            minimum=0,
            example="120",
            advice="该表应有的行数；不等则为错误",
            advice_en="How many rows the table should have",
        ),
        Field(
            "total",
            "金额合计",
            Type.MONEY,
            aliases=("合计金额", "金额总计"),
            example="5000000.00",
            advice="该表金额的合计；不等则为错误",
            advice_en="What the table's amounts add up to",
        ),
    ),
    advice="各部门对数据的确认与控制总数",
    advice_en="The departments' confirmation of their data, with control totals",
)
