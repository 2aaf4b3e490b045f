"""Plan sheets typed as the intake types them, from cells written as text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

import pandas as pd

from pipeline.findings import Finding
from pipeline.plan.model import Plan
from pipeline.plan.parse import parse_plan
from pipeline.tables import Source, Tables
from schemas.field import Field, Table, Type
from schemas.plan import PLAN_SHEETS, SCORECARDS

NUMBERS = (Type.MONEY, Type.NUMBER, Type.PERCENT)
Sheets = dict[str, list[dict[str, str]]]

PARAMETERS = {
    "方案名称": "销售激励方案",
    "版本": "1",
    "公司名称": "示例公司",
    "生效日期": "2023-01-01",
    "审批人": "王总",
    "审批日期": "2022年12月20日",
    "系数档位表": "绩效系数",
    "评级档位表": "评级",
    "主指标": "销售额",
}
BANDS = [("", "0"), ("70", "0.8"), ("80", "1.0"), ("90", "1.2")]
RATINGS = [("", "C"), ("70", "B"), ("80", "A"), ("90", "S")]


def tier_rows(table: str, tiers: Sequence[tuple[str, str]], method: str = "查表") -> list[dict[str, str]]:
    rows = [{"档位表": table, "下限": lower, "值": value} for lower, value in tiers]
    return [{**rows[0], "方式": method}, *rows[1:]]


def parameter_rows(**changed: str) -> list[dict[str, str]]:
    return [{"参数": name, "值": value} for name, value in (PARAMETERS | changed).items()]


def sheets(**changed: list[dict[str, str]]) -> Sheets:
    """A correct plan of one page; sheets are replaced by their Chinese names."""
    plain: Sheets = {
        "方案": parameter_rows(),
        "职级": [
            {"职级": grade, "周期": "季度", "奖金基数": base} for grade, base in (("骨干", "8000"), ("新人", "5000"))
        ],
        "指标": [
            {
                "指标": "销售额",
                "类别": "结果",
                "分子": "签约金额",
                "计分方式": "达成率",
                "单位": "元",
                "数据来源": "CRM",
            },
            {"指标": "回款率", "类别": "结果", "计分方式": "直接", "单位": "%", "数据来源": "财务"},
            {
                "指标": "拜访",
                "类别": "过程",
                "分子": "有效拜访",
                "计分方式": "达成率",
                "数据来源": "CRM",
                "质量指标": "是",
            },
        ],
        "指标权重": [
            {"周期": "季度", "指标": "销售额", "骨干": "50%", "新人": "60%"},
            {"周期": "季度", "指标": "回款率", "骨干": "20%", "新人": "10%"},
            {"周期": "季度", "指标": "拜访", "骨干": "30%", "新人": "30%"},
        ],
        "档位": [*tier_rows("绩效系数", BANDS), *tier_rows("评级", RATINGS)],
        "奖金项": [{"奖金项": "绩效奖金", "类型": "绩效奖金"}],
    }
    return plain | changed


def tables(written: Mapping[str, list[dict[str, str]]]) -> Tables:
    """The typed tables of a plan workbook, as the intake gives them."""
    frames: dict[str, pd.DataFrame] = {}
    sources: list[Source] = []
    for table in PLAN_SHEETS:
        if table.header in written:
            wide = table is SCORECARDS and not any("职级" in row for row in written[table.header])
            read = _wide if wide else _long
            frames[table.name] = read(table, written[table.header], sources)
    return Tables(frames, tuple(sources))


def parsed(**changed: list[dict[str, str]]) -> tuple[Plan, tuple[Finding, ...]]:
    """The plan of the sheets as changed, and what is wrong with it."""
    plan, findings = parse_plan("plan.xlsx", tables(sheets(**changed)))
    assert plan is not None, findings
    return plan, findings


def codes(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """What each finding says, in brief: code, cell, value."""
    return [(finding.code, f"{finding.place.sheet}!{finding.place.cell}", finding.value) for finding in findings]


def _long(table: Table, rows: list[dict[str, str]], sources: list[Source]) -> pd.DataFrame:
    headers = {field.name: field.header for field in table.fields}
    columns = dict(zip(headers, ascii_uppercase, strict=False))
    sources.append(Source("plan.xlsx", table.header, columns, headers))
    return _frame([_typed(table, row, len(sources) - 1, number) for number, row in enumerate(rows, 2)])


def _wide(table: Table, rows: list[dict[str, str]], sources: list[Source]) -> pd.DataFrame:
    grades = list(dict.fromkeys(name for row in rows for name in row if name not in ("周期", "指标")))
    records = []
    for letter, grade in zip(ascii_uppercase[2:], grades, strict=False):
        sources.append(
            Source("plan.xlsx", table.header, {"cycle": "A", "kpi": "B", "weight": letter}, {"weight": grade})
        )
        for number, row in enumerate(rows, 2):
            cells = {"周期": row["周期"], "指标": row["指标"], "职级": grade, "权重": row.get(grade, "")}
            records.append(_typed(table, cells, len(sources) - 1, number))
    return _frame(records)


def _frame(records: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(records, dtype=object)


def _typed(table: Table, row: Mapping[str, str], sheet_id: int, number: int) -> dict[str, Any]:
    assert set(row) <= {field.header for field in table.fields}, row
    cells: dict[str, Any] = {"sheet_id": sheet_id, "sheet_row": number}
    for field in table.fields:
        text = row.get(field.header, "")
        cells[field.name] = _value(field, text)
        if field.marks_percent:
            cells[f"{field.name}_percent"] = text.endswith("%")
    return cells


def _value(field: Field, text: str) -> Any:
    if not text:
        return float("nan") if field.default is None else field.default
    if field.choices is not None:
        return next(member.value for member in field.choices if text in (member.header, member.value))
    if field.type is Type.BOOL:
        return text == "是"
    if field.type in NUMBERS:
        return Decimal(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return text
