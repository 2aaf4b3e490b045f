"""Cross-table checks: one function per way that a delivery can be wrong; each returns findings, all come at once."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.checks import (
    awards,
    orders,
    people,
    resealed,
    returns,
    stray,
    target_tree,
    targets,
    units,
    windows,
    withheld,
)
from pipeline.checks.delivery import delivery
from pipeline.findings import Finding
from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.tables import Tables

CHECKS = (
    *people.CHECKS,
    *targets.CHECKS,
    *target_tree.CHECKS,
    *orders.CHECKS,
    *resealed.CHECKS,
    *returns.CHECKS,
    *awards.CHECKS,
    *windows.CHECKS,
    *stray.CHECKS,
    *units.CHECKS,
    *withheld.CHECKS,
)


def check(period: Period, tables: Tables, plans: Sequence[Plan], history: History) -> list[Finding]:
    """Everything that is wrong between the tables of a period, its plans and the seals before it (SPEC 3).

    Without the roster nothing can be held against anything: that it is absent is the intake's finding.
    """
    if not tables.has("people"):
        return []
    given = delivery(period, tables, plans, history)
    return [finding for one in CHECKS for finding in one(given)]
