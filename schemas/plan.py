"""The sheets of a plan workbook (SPEC 4)."""

from __future__ import annotations

from schemas.plan_grades import GRADES, PLAN
from schemas.plan_measures import FACTORS, GATES, MEASURES, RATER_WEIGHTS
from schemas.plan_pay import COMPONENTS, TIERS
from schemas.plan_scorecard import KPIS, SCORECARDS

__all__ = [
    "COMPONENTS",
    "FACTORS",
    "GATES",
    "GRADES",
    "KPIS",
    "MEASURES",
    "PLAN",
    "PLAN_SHEETS",
    "RATER_WEIGHTS",
    "REQUIRED_SHEETS",
    "SCORECARDS",
    "TIERS",
    "WIDE_SHEETS",
]

PLAN_SHEETS = (PLAN, GRADES, KPIS, SCORECARDS, TIERS, COMPONENTS, MEASURES, RATER_WEIGHTS, FACTORS, GATES)
REQUIRED_SHEETS = (PLAN, GRADES, KPIS, SCORECARDS, TIERS, COMPONENTS)

WIDE_SHEETS = {"scorecards": ("grade", "weight")}
"""Sheets that may be written wide: where the first field has no column of its own, every column that is no field is one
of its values, named by its header, and its cells are the second field. Read as rows in long form, an empty cell as a
row without a value, each column as a source of its own, so that a row knows its cell."""
