"""The mapping workbook: how this firm's exports are called (SPEC 2), and its payroll file (SPEC 8)."""

from __future__ import annotations

from schemas.field import Choice, Field, Table


class PayrollField(Choice):
    """A column of the payroll file."""

    EMPLOYEE_ID = "employee_id", "工号"
    NAME = "name", "姓名"
    PERIOD = "period", "期间"
    PAYABLE = "payable", "应发奖金(税前)"
    CURRENCY = "currency", "币种"
    STATUS = "status", "状态"


MAPPINGS = Table(
    "mappings",
    "字段映射",
    (
        Field(
            "source",
            "来源",
            aliases=("来源文件", "文件或工作表"),
            example="CRM导出*.xlsx",
            advice="文件名或工作表名，可用 * 和 ?；留空 = 所有来源",
            advice_en="A file's or sheet's name with * and ?; empty = all",
        ),
        Field(
            "table",
            "表",
            required=True,
            aliases=("数据表",),
            example="订单",
            advice="读作哪张表，如 订单 或 orders",
            advice_en="The table it is read as, like 订单 or orders",
        ),
        Field(
            "header",
            "原列名",
            required=True,
            aliases=("原表头", "来源列名"),
            example="签约总价",
            advice="导出文件中的列名",
            advice_en="The header in the export",
        ),
        Field(
            "field",
            "标准列",
            aliases=("标准列名", "目标列"),
            example="签约金额",
            advice="对应的标准列；留空 = 忽略这一列",
            advice_en="The column it means; empty = ignore it",
        ),
        Field(
            "value",
            "原值",
            example="",
            advice="导出文件中的取值；与标准值成对填写",
            advice_en="A value in the export, together with what it means",
        ),
        Field(
            "means",
            "标准值",
            example="",
            advice="该取值的标准写法",
            advice_en="What this value means",
        ),
    ),
    advice="本公司导出文件的叫法",
    advice_en="How this firm's exports are called",
)

PAYROLL = Table(
    "payroll",
    "薪资导入",
    (
        Field(
            "field",
            "标准列",
            required=True,
            unique=True,
            choices=PayrollField,
            aliases=("字段", "标准列名", "系统列"),
            example="应发奖金(税前)",
            advice="薪资导入文件的列；按行的先后排列，工号总在第一列，没写的列排在后面",
            advice_en="A column of the payroll file, in the order of the rows; 工号 is always first, others follow",
        ),
        Field(
            "header",
            "列名",
            required=True,
            unique=True,
            aliases=("原列名", "导入列名", "新列名", "目标列名", "薪资系统列名"),
            example="奖金",
            advice="薪资系统要求的列名",
            advice_en="What the payroll system calls it",
        ),
    ),
    key=("field",),
    advice="薪资导入文件的列名与顺序",
    advice_en="Names and order of the columns of the payroll file",
)
