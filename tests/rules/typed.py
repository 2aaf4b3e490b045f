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
from schemas import TABLES
from schemas.field import Table, Type
from schemas.terms import Cycle

NUMBERS = {Type.MONEY, Type.NUMBER, Type.PERCENT}
BY_NAME = {table.name: table for table in TABLES}


def typed(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows of a table as a typed frame; what a row leaves out is its default or missing."""
    columns: dict[str, pd.Series] = {}
    for field in BY_NAME[name].fields:
        columns[field.name] = _column(field.type, [row.get(field.name, field.default) for row in rows])
        if field.marks_percent:
            marks = [row.get(f"{field.name}_percent", False) for row in rows]
            columns[f"{field.name}_percent"] = pd.Series(marks, dtype="boolean")
    return pd.DataFrame(columns).assign(sheet_id=list(BY_NAME).index(name), sheet_row=range(2, len(rows) + 2))


def tables(**rows: Sequence[Mapping[str, Any]]) -> Tables:
    """Typed tables of a period; fields stand in columns A, B, C, … in the order of the schema."""
    return Tables({name: typed(name, found) for name, found in rows.items()}, tuple(map(_source, TABLES)))


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


def order(order_id: str, employee_id: str = "1001", **cells: Any) -> dict[str, Any]:
    """A row of 订单."""
    plain = {"signed_date": "2026-09-10", "amount": "10000"}
    return {"order_id": order_id, "employee_id": employee_id, **plain, **cells}


def receipt(receipt_id: str, order_id: str, **cells: Any) -> dict[str, Any]:
    """A row of 回款."""
    return {"receipt_id": receipt_id, "order_id": order_id, "received_date": "2026-09-20", "amount": "4000", **cells}


def _source(table: Table) -> Source:
    letters = {field.name: chr(ord("A") + place) for place, field in enumerate(table.fields)}
    headers = {field.name: field.header for field in table.fields}
    return Source("数据.xlsx", table.header, letters, headers)


def _column(kind: Type, cells: list[Any]) -> pd.Series:
    if kind is Type.DATE:
        return pd.Series(pd.to_datetime(pd.Series(cells, dtype=object))).astype("datetime64[s]")
    if kind is Type.BOOL:
        return pd.Series(cells, dtype="boolean")
    if kind in NUMBERS:
        return pd.Series([float("nan") if cell is None else Decimal(str(cell)) for cell in cells], dtype=object)
    return pd.Series(cells, dtype="str")
