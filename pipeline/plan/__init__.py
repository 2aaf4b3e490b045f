"""The plan workbook as frozen values, which version is in force, and the plan check (SPEC 4 and 6)."""

from pipeline.plan.check import check_plan
from pipeline.plan.diff import paired, plan_diff
from pipeline.plan.in_force import plans_in_force
from pipeline.plan.parse import parse_plan
from pipeline.plan.readings import costs, questions

__all__ = ["check_plan", "costs", "paired", "parse_plan", "plan_diff", "plans_in_force", "questions"]
