"""Compares what came out with what a case expects; every difference is a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from schemas.field import Choice
from schemas.terms import Kind, LineKind, Status
from tests.casebook.case import Case
from tests.casebook.run import Outcome, Records
from tests.example.workbooks import Sheet

PLACES = 18
TABLES = {"结果": "results", "指标": "kpi_scores", "明细": "payout_lines", "业绩": "credits"}
KEYS = {"结果": ("employee_id",), "指标": ("employee_id", "kpi"), "业绩": ("employee_id", "row_id")}
COLUMNS = {
    "工号": "employee_id", "姓名": "name", "团队": "team", "区域": "region", "职级": "grade", "折算": "proration",
    "结果得分": "result_score", "过程得分": "process_score", "总分": "total_score", "绩效系数": "coefficient",
    "评级": "rating",
    "主指标达成率": "headline_attainment", "奖金基数": "base", "绩效奖金": "performance_bonus", "提成": "commission",
    "奖励": "awards", "带教": "mentor", "其他": "other", "调整": "adjustments", "追回": "recoveries", "应发": "payable",
    "结转": "carried", "状态": "status", "公司名次": "rank_company", "团队名次": "rank_team",
    "指标": "kpi", "类别": "category", "权重": "weight", "实际": "actual", "基准值": "baseline", "挑战值": "challenge",
    "达成率": "attainment", "得分": "score", "加权得分": "weighted_score",
    "奖金项": "component", "类型": "kind", "金额": "amount", "算式": "formula", "规则": "rule",
    "行号": "row_id", "订单号": "order_id", "业绩": "credited", "系数": "factor",
}  # fmt: skip
WORDS: Mapping[str, tuple[type[Choice], ...]] = {"kind": (Kind, LineKind), "status": (Status,)}


def differences(case: Case, outcome: Outcome) -> list[str]:
    """Everything in which the outcome is not what the case expects."""
    found = [*_findings(case, outcome)]
    if case.expected and outcome.exit:
        return [*found, f"exit {outcome.exit} instead of figures; findings: {outcome.findings}"]
    for name, sheet in case.expected.items():
        records = outcome.data[TABLES[name]]
        found += _lines(sheet, records) if name == "明细" else _rows(sheet, records, KEYS[name])
    return found


def _findings(case: Case, outcome: Outcome) -> Iterator[str]:
    wanted = (
        [dict(zip(map(str, case.findings.header), row, strict=True)) for row in case.findings.rows]
        if case.findings
        else []
    )
    for one in wanted:
        if not any(_reports(finding, one) for finding in outcome.findings):
            yield f"not found: {one}; found: {outcome.findings}"
    blocks = any(one.get("程度", "错误") == "错误" for one in wanted)
    if bool(outcome.exit) != blocks:
        yield f"exit {outcome.exit}; findings: {outcome.findings}"


def _reports(finding: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(str(finding.get(key)) == str(word) for key, word in wanted.items() if word is not None)


def _rows(sheet: Sheet, records: Records, keys: tuple[str, ...]) -> Iterator[str]:
    columns = [COLUMNS[str(header)] for header in sheet.header]
    for row in sheet.rows:
        wanted = dict(zip(columns, row, strict=True))
        record = next(
            (one for one in records if all(_same(one[key], wanted.get(key), key) for key in keys if key in wanted)),
            None,
        )
        if record is None:
            yield f"no row for {wanted}"
            continue
        yield from (
            f"{[record[key] for key in keys]} {column}: {record[column]} instead of {value}"
            for column, value in wanted.items()
            if not _same(record[column], value, column)
        )


def _lines(sheet: Sheet, records: Records) -> Iterator[str]:
    """Payout lines, each person's in their order; lines of 0 only where the case lists one."""
    columns = [COLUMNS[str(header)] for header in sheet.header]
    wanted = [dict(zip(columns, row, strict=True)) for row in sheet.rows]
    zeros = {(str(one["employee_id"]), one["component"]) for one in wanted if one["amount"] == 0}
    ordered = sorted(records, key=lambda one: (one["employee_id"], one["line"]))
    actual = [one for one in ordered if one["amount"] or (one["employee_id"], one["component"]) in zeros]
    same = len(actual) == len(wanted) and all(_fits(one, want) for one, want in zip(actual, wanted, strict=True))
    if not same:
        shown = [{column: one[column] for column in columns} for one in actual]
        yield f"lines {shown} instead of {wanted}"


def _fits(record: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(_same(record[column], value, column) for column, value in wanted.items())


def _same(actual: Any, wanted: Any, column: str) -> bool:
    if wanted is None or actual is None:
        return wanted is None and actual is None
    if isinstance(actual, Decimal):
        return round(Fraction(actual) - _number(wanted), PLACES - 2) == 0
    return str(actual) in {
        str(wanted),
        *(member.value for words in WORDS.get(column, ()) for member in words if member.header == wanted),
    }


def _number(text: Any) -> Fraction:
    """A figure as a case writes it: 96, 95.5%, 22/30."""
    word = str(text).replace(",", "")
    return Fraction(word.removesuffix("%")) / 100 if word.endswith("%") else Fraction(word)
