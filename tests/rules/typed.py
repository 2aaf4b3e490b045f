"""Typed tables as the intake gives them, written down in a few words, and a plan to hold against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.findings import Place
from pipeline.plan.model import GradeRule, Parameters, Plan
from pipeline.tables import Source, Tables
from schemas.terms import Cycle

COLUMNS: dict[str, str] = {
    "people": "employee_id name team region grade manager_id mentor_id hire_date confirmed_date leave_date email "
    "fixed_pay base",
    "assignments": "employee_id effective_date team region grade",
    "leaves": "employee_id start_date end_date leave_type eligible",
    "targets": "employee_id kpi baseline challenge baseline_percent challenge_percent",
    "target_tree": "dimension key parent kpi target",
    "actuals": "employee_id kpi actual source entry actual_percent",
    "orders": "order_id employee_id share overlay customer_id customer_type product region lead_date signed_date "
    "amount margin receivable status first_order original_order_id reviewed",
    "receipts": "receipt_id order_id received_date amount",
    "activities": "employee_id date activity_type customer_id valid on_time",
    "opportunities": "opportunity_id employee_id customer_id stage stage_date created_date amount status",
    "ratings": "employee_id kpi rater_role rater score submitted_date evidence",
    "nominations": "employee_id award amount reason approver approved_date",
    "adjustments": "employee_id original_period kind amount reason reference approver approved_date",
    "appeals": "appeal_id employee_id period submitted_date content decision decided_date handler",
    "signoffs": "table department signed_by signed_date rows total",
}
NUMBERS = {
    *["fixed_pay", "base", "baseline", "challenge", "target", "actual", "share", "amount", "margin", "receivable"],
    *["score", "rows", "total"],
}
BOOLS = {
    *["eligible", "overlay", "first_order", "reviewed", "valid", "on_time"],
    *["baseline_percent", "challenge_percent", "actual_percent"],
}
DEFAULTS: dict[str, Any] = {
    "share": "1",
    "overlay": False,
    "status": "有效",
    "eligible": False,
    "valid": True,
    "entry": "手工",
    "baseline_percent": False,
    "challenge_percent": False,
    "actual_percent": False,
    "decision": "待处理",
}


def typed(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of a table as a typed frame; what a row leaves out is its default or missing."""
    columns = {column: [row.get(column, DEFAULTS.get(column)) for row in rows] for column in COLUMNS[name].split()}
    frame = pd.DataFrame({column: _column(column, cells) for column, cells in columns.items()})
    return frame.assign(sheet_id=0, sheet_row=range(2, len(rows) + 2))


def tables(**rows: Sequence[Mapping[str, Any]]) -> Tables:
    """Typed tables of a period."""
    columns = {column: chr(ord("A") + place) for place, column in enumerate(COLUMNS["people"].split())}
    return Tables({name: typed(name, found) for name, found in rows.items()}, (Source("花名册.xlsx", "人员", columns),))


def person(employee_id: str = "1001", **cells: Any) -> dict[str, Any]:
    """A row of the roster."""
    plain = {"name": f"员工{employee_id}", "team": "一队", "region": "华东", "grade": "骨干", "hire_date": "2020-01-01"}
    return {"employee_id": employee_id, **plain, **cells}


def grade(name: str = "骨干", **cells: Any) -> GradeRule:
    """A row of 职级."""
    return replace(GradeRule(name, Cycle.MONTH, Fraction(6000), Place("plan.xlsx", "职级", "A2")), **cells)


def plan(grades: Sequence[GradeRule] = (), **cells: Any) -> Plan:
    """A plan with one grade, or those given; `parameters` as a dict changes those of the sheet 方案."""
    start = date(2020, 1, 1)
    parameters = Parameters("方案", "1", "公司", start, "审批", start, "系数", "评级")
    parameters = replace(parameters, **cells.pop("parameters", {}))
    empty: dict[str, Any] = {"kpis": {}, "weights": (), "tables": {}, "components": (), "measures": {}}
    return Plan("plan.xlsx", parameters, tuple(grades) or (grade(),), **{**empty, **cells})


def _column(name: str, cells: list[Any]) -> pd.Series:
    if name == "date" or name.endswith("_date"):
        return pd.Series(pd.to_datetime(pd.Series(cells, dtype=object))).astype("datetime64[s]")
    if name in BOOLS:
        return pd.Series(cells, dtype="boolean")
    if name in NUMBERS:
        return pd.Series([float("nan") if cell is None else Decimal(str(cell)) for cell in cells], dtype=object)
    return pd.Series(cells, dtype="str")
