"""Plan check: every contradiction in a plan that does not block, with its cell (SPEC 6)."""

from __future__ import annotations

from pipeline.findings import Finding
from pipeline.plan.check_pay import check_pay
from pipeline.plan.check_shares import check_shares
from pipeline.plan.check_tiers import check_tiers
from pipeline.plan.model import Plan
from pipeline.plan.worked_examples import check_examples


def check_plan(plan: Plan) -> tuple[Finding, ...]:
    """The advice on a plan, sheet by sheet; what blocks is found when the plan is parsed."""
    return (*check_shares(plan), *check_tiers(plan), *check_pay(plan), *check_examples(plan))
