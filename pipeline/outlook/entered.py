"""Entered figures at the rate so far: counts and amounts go on, others stay as they stand (SPEC 7, `progress`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from pipeline.calculation import Calculation
from pipeline.outlook.pace import Share
from pipeline.plan.adding_up import is_entered_count
from pipeline.plan.model import Plan
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import text
from pipeline.tables import Tables


def entered_at_this_rate(tables: Tables, now: Calculation, passed: Mapping[str, Share]) -> Tables:
    """The tables with each entered count or amount divided by the person's share of the working days."""
    if not tables.has("actuals"):
        return tables
    plans = {text(row, "employee_id"): now.plans[int(row["plan"])] for row in rows(now.people)}
    frame = tables.frames["actuals"]
    actual = [_projected(row, value, plans, passed) for row, value in zip(rows(frame), frame["actual"], strict=True)]
    return replace(
        tables,
        frames={**tables.frames, "actuals": frame.assign(actual=pd.Series(actual, index=frame.index, dtype=object))},
    )


def _projected(row: Row, value: object, plans: Mapping[str, Plan], passed: Mapping[str, Share]) -> object:
    who = text(row, "employee_id")
    kpi = plans[who].kpis.get(text(row, "kpi")) if who in plans else None
    ratio = passed[who].ratio if who in passed else None
    if kpi is None or ratio is None or row.get("actual") is None or not is_entered_count(kpi):
        return value
    return Fraction(row["actual"]) / ratio
