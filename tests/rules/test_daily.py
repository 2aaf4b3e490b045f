"""A measure by day: each row on its own date, pooled as the measure pools."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from pipeline.calculate import calculate
from pipeline.history import History
from pipeline.plan.model import Measure
from pipeline.rules.daily import daily_values
from pipeline.workdays import WorkCalendar
from schemas.terms import Aggregate, Scope
from tests.rules.typed import grade, order, person, receipt, tables
from tests.test_calculate import SEPTEMBER, scheme

CALENDAR = WorkCalendar(frozenset({date(2026, 1, 1)}))
THIRD, FIFTH = date(2026, 9, 3), date(2026, 9, 5)
GIVEN = tables(
    people=[person("1001"), person("1002", manager_id="1001"), person("1003", team="二队")],
    targets=[{"employee_id": str(one), "kpi": "销售额", "baseline": "1"} for one in (1001, 1002, 1003)],
    orders=[
        order("S1", "1001", amount="100", share="0.5", signed_date="2026-09-03"),
        order("S1", "1002", amount="100", share="0.5", signed_date="2026-09-03"),
        order("S2", "1002", amount="30", signed_date="2026-09-05"),
    ],
    receipts=[receipt("H1", "S2", amount="7", received_date="2026-09-05")],
    activities=[
        {"employee_id": "1001", "date": day, "activity_type": "拜访", "valid": True}
        for day in ("2026-09-03", "2026-09-03", "2026-09-05")
    ],
)


def by_day(measure: Measure) -> dict[str, dict[date, Any]]:
    base = scheme(grades=(grade(),))
    made = calculate(SEPTEMBER, GIVEN, (base,), CALENDAR, History())
    return {who: dict(days) for who, days in daily_values(measure, made, GIVEN, History()).items()}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.SELF, {"1001": {THIRD: 50}, "1002": {THIRD: 50, FIFTH: 30}, "1003": {}}),
        (Scope.TEAM, {"1001": {THIRD: 100, FIFTH: 30}, "1002": {THIRD: 100, FIFTH: 30}, "1003": {}}),
        (Scope.SUBORDINATES, {"1001": {THIRD: 50, FIFTH: 30}, "1002": {}, "1003": {}}),
        (Scope.COMPANY, {who: {THIRD: 100, FIFTH: 30} for who in ("1001", "1002", "1003")}),
    ],
)
def test_sales_count_on_the_day_of_signing_for_whom_the_measure_pools(scope: Scope, expected: Any) -> None:
    assert by_day(Measure("销售", "orders", "amount", Aggregate.SUM, scope=scope)) == expected


def test_receipts_count_on_the_day_they_came_in_and_a_count_is_one_for_each_row() -> None:
    assert by_day(Measure("回款", "receipts", "amount", Aggregate.SUM))["1002"] == {FIFTH: Fraction(7)}
    visits = Measure("拜访", "activities", "", Aggregate.COUNT, date_field="date")
    assert by_day(visits)["1001"] == {THIRD: 2, FIFTH: 1}
