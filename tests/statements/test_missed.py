"""连续未达天数: working days below baseline ÷ working days, whatever sum or count 主指标 is (SPEC 5, triggers)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from pipeline.calculate import calculate
from pipeline.history import History
from pipeline.plan.model import Measure
from pipeline.statements import triggers
from pipeline.workdays import WorkCalendar
from schemas.terms import Aggregate
from tests.rules.typed import grade, order, person, receipt, tables
from tests.test_calculate import SALES, SEPTEMBER, scheme

CALENDAR = WorkCalendar(frozenset({date(2026, 1, 1)}))
"""September 2026 has 22 working days; the 1st is a Tuesday."""
NEW = Measure("新客户", "orders", "customer_id", Aggregate.DISTINCT, date_field="signed_date")


def missed(numerator: str, *, until: int, target: int = 2200) -> list[tuple[str, Fraction | None]]:
    """Who is listed under a daily target of 100, when 100 comes in on each day but the first `until` of the month."""
    days = [f"2026-09-{day:02}" for day in range(until + 1, 31)]
    sold = order("D0", amount=str(100 * len(days)), signed_date="2026-09-01", customer_id="C1")
    given = tables(
        people=[person("1001")],
        targets=[{"employee_id": "1001", "kpi": "销售额", "baseline": str(target)}],
        orders=[sold, *(order(f"D{day}", amount="100", signed_date=day) for day in days)],
        receipts=[receipt(f"H{day}", "D0", received_date=day, amount="100") for day in days],
    )
    kpis = {"销售额": replace(SALES, numerator=numerator)}
    base = scheme(grades=(grade(),), kpis={**scheme().kpis, **kpis})
    plan = replace(base, measures={**base.measures, NEW.measure: NEW})
    made = calculate(SEPTEMBER, given, (plan,), CALENDAR, History())
    found = triggers(made, given, History(), CALENDAR)
    return [(one.subject, one.value) for one in found if one.cause == "missed"]


@pytest.mark.parametrize(("numerator", "until", "run"), [("回款金额", 3, 3), ("回款金额", 2, None), ("签约金额", 4, 3)])
def test_days_below_the_target_are_counted_for_any_sum(numerator: str, until: int, run: int | None) -> None:
    """Sales of the 1st reach its target alone; receipts begin after it."""
    assert missed(numerator, until=until) == ([("销售额", Fraction(run))] if run else [])


def test_a_count_of_different_customers_is_no_sum_over_days() -> None:
    assert missed(NEW.measure, until=10, target=2) == []
