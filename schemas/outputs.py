"""The data tables of a close (SPEC 8): column names, types and decimal places of `data/*.parquet`."""

from __future__ import annotations

RESULTS = (
    "employee_id",
    "name",
    "team",
    "region",
    "grade",
    "proration",
    "result_score",
    "process_score",
    "total_score",
    "coefficient",
    "rating",
    "headline_attainment",
    "base",
    "performance_bonus",
    "commission",
    "awards",
    "mentor",
    "other",
    "adjustments",
    "recoveries",
    "payable",
    "carried",
    "status",
    "rank_company",
    "rank_team",
)
KPI_SCORES = (
    "employee_id",
    "kpi",
    "category",
    "weight",
    "actual",
    "baseline",
    "challenge",
    "attainment",
    "score",
    "weighted_score",
)
PAYOUT_LINES = ("employee_id", "line", "component", "kind", "amount", "formula", "rule", "sources")
CREDITS = (
    "employee_id",
    "table",
    "row_id",
    "order_id",
    "date",
    "measure_amount",
    "share",
    "factor",
    "credited",
    "status",
    "source",
)
