"""The data tables of a close (SPEC 8): the columns of `data/*.parquet` and what they hold."""

from __future__ import annotations

from enum import Enum, StrEnum


class Kept(Enum):
    """How a column is kept in `data/`: the number is its decimal places, exact within 38 digits."""

    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    CENTS = 2
    EXACT = 18


RESULTS = {
    "employee_id": Kept.TEXT,
    "name": Kept.TEXT,
    "team": Kept.TEXT,
    "region": Kept.TEXT,
    "grade": Kept.TEXT,
    "proration": Kept.EXACT,
    "result_score": Kept.EXACT,
    "process_score": Kept.EXACT,
    "total_score": Kept.EXACT,
    "coefficient": Kept.EXACT,
    "rating": Kept.TEXT,
    "headline_attainment": Kept.EXACT,
    "base": Kept.CENTS,
    "performance_bonus": Kept.CENTS,
    "commission": Kept.CENTS,
    "awards": Kept.CENTS,
    "mentor": Kept.CENTS,
    "other": Kept.CENTS,
    "adjustments": Kept.CENTS,
    "recoveries": Kept.CENTS,
    "payable": Kept.CENTS,
    "carried": Kept.CENTS,
    "status": Kept.TEXT,
    "rank_company": Kept.COUNT,
    "rank_team": Kept.COUNT,
}
KPI_SCORES = {
    "employee_id": Kept.TEXT,
    "kpi": Kept.TEXT,
    "category": Kept.TEXT,
    "weight": Kept.EXACT,
    "actual": Kept.EXACT,
    "baseline": Kept.EXACT,
    "challenge": Kept.EXACT,
    "attainment": Kept.EXACT,
    "score": Kept.EXACT,
    "weighted_score": Kept.EXACT,
}
PAYOUT_LINES = {
    "employee_id": Kept.TEXT,
    "line": Kept.COUNT,
    "component": Kept.TEXT,
    "kind": Kept.TEXT,
    "amount": Kept.CENTS,
    "formula": Kept.TEXT,
    "rule": Kept.TEXT,
    "sources": Kept.TEXT,
}
CREDITS = {
    "employee_id": Kept.TEXT,
    "table": Kept.TEXT,
    "row_id": Kept.TEXT,
    "order_id": Kept.TEXT,
    "date": Kept.DATE,
    "measure_amount": Kept.EXACT,
    "share": Kept.EXACT,
    "factor": Kept.EXACT,
    "credited": Kept.EXACT,
    "status": Kept.TEXT,
    "source": Kept.TEXT,
}


class RegisterSheet(StrEnum):
    """The sheets of 奖金发放表, named as the contract names them whatever the language (SPEC 8)."""

    PAY = "奖金计算表"
    KPIS = "绩效指标表"
    LIBRARY = "指标库"
    SUMMARY = "绩效评估汇总表"
    LINES = "奖金明细"
    NOTICE = "公示表"
    WARNINGS = "预警与改进"
    RECONCILIATION = "对账"


DATA = {"results": RESULTS, "kpi_scores": KPI_SCORES, "payout_lines": PAYOUT_LINES, "credits": CREDITS}
