"""The plan workbook as frozen values, which version is in force, and the plan check (SPEC 4 and 6)."""

from pipeline.plan.in_force import plans_in_force
from pipeline.plan.parse import parse_plan

__all__ = ["parse_plan", "plans_in_force"]
