"""What each measure gives each person (SPEC 4, 计量, 5.1 and fine print 6 to 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.findings import Place
from pipeline.history import History, SealedPeriod
from pipeline.period import Period
from pipeline.plan.condition_fields import row_fields
from pipeline.plan.conditions import Condition, parse_condition
from pipeline.plan.measures import BUILT_IN_MEASURES
from pipeline.plan.model import Factor, Measure, Plan
from pipeline.rules.credits import credits as credited
from pipeline.rules.measures import measure_values
from pipeline.rules.participation import participants
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas import TABLES
from schemas.terms import Aggregate, Cycle, Dimension, FactorTarget, Scope, Window
from tests.rules.typed import grade, order, person, plan, receipt, tables

SEPTEMBER = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30), Cycle.MONTH)
BUILT_IN = {measure.measure: measure for measure in BUILT_IN_MEASURES}
PEOPLE = [
    person("1", team="一队", region="华东", grade="销售经理"),
    person("2", team="一队", region="华东", manager_id="1"),
    person("3", team="二队", region="华南", manager_id="2", hire_date="2026-09-16"),
    person("4", team="二队", region=None, manager_id="9"),
    person("9", team="三队", grade="总监", manager_id="1"),
]
ORDERS = [
    order("A1", "1", amount="100", margin="10", customer_id="C1", customer_type="新"),
    order("A2", "2", amount="200", margin="20", customer_id="C1", share="0.5"),
    order("A2", "3", amount="200", margin="20", customer_id="C1", share="0.5"),
    order("A3", "3", amount="300", margin="30", customer_id="C2", customer_type="新"),
    order("A3", "2", amount="300", margin="30", customer_id="C2", overlay=True),
    order("A4", "4", amount="-50", margin="-5", customer_id="C3"),
]


def month(number: int) -> Period:
    last = 31 if number in {1, 3, 5, 7, 8, 10, 12} else 30
    return Period(f"2026-{number:02}", date(2026, number, 1), date(2026, number, last), Cycle.MONTH)


def two_grades(**cells: Any) -> Plan:
    return plan([grade("骨干"), grade("销售经理")], **cells)


def defined(table: str, field: str, aggregate: Aggregate = Aggregate.SUM, text: str = "", **cells: Any) -> Measure:
    schema = next(one for one in TABLES if one.name == table)
    kept = parse_condition(text, row_fields(schema, ["骨干", "销售经理"])) if text else None
    assert kept is None or isinstance(kept, Condition)
    default = {"date_field": schema.date_field or "", "place": Place("plan.xlsx", "计量", "A2")}
    return Measure("计量", table, field, aggregate, filter=kept, **{**default, **cells})


def measured(
    measure: Measure,
    period_tables: Tables,
    the_plan: Plan | None = None,
    history: History = History(),
    period: Period = SEPTEMBER,
) -> dict[str, Any]:
    the_plan = the_plan or two_grades()
    people = participants(period, period_tables, [the_plan], WorkCalendar()).people
    lines, _ = credited(period, period_tables, people, [the_plan], history)
    found = measure_values(measure, period, period_tables, people, lines, history)
    return {str(one): None if pd.isna(value) else value for one, value in found.items()}


def sales(**rows: Sequence[Mapping[str, Any]]) -> Tables:
    return tables(people=PEOPLE, orders=ORDERS, **rows)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("签约金额", {"1": 100, "2": 400, "3": 400, "4": -50}),
        ("签约毛利", {"1": 10, "2": 40, "3": 40, "4": -5}),
        ("应收金额", {"1": 100, "2": 400, "3": 400, "4": -50}),
        ("签约笔数", {"1": 1, "2": 2, "3": 2, "4": 0}),
        ("签约客户数", {"1": 1, "2": 2, "3": 2, "4": 0}),
        ("新客户数", {"1": 1, "2": 0, "3": 1, "4": 0}),
    ],
)
def test_measures_that_need_no_definition(name: str, expected: dict[str, int]) -> None:
    assert measured(BUILT_IN[name], sales()) == expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.SELF, {"1": 100, "2": 400, "3": 400, "4": -50}),
        (Scope.TEAM, {"1": 200, "2": 200, "3": 350, "4": 350}),
        (Scope.REGION, {"1": 200, "2": 200, "3": 400, "4": None}),
        (Scope.COMPANY, {"1": 550, "2": 550, "3": 550, "4": 550}),
        (Scope.SUBORDINATES, {"1": 450, "2": 400, "3": 0, "4": 0}),
    ],
)
def test_scopes_pool_participants_and_leave_overlay_out(scope: Scope, expected: dict[str, int | None]) -> None:
    assert measured(defined("orders", "amount", scope=scope), sales()) == expected


def test_per_head_divides_by_the_proration_of_the_pool() -> None:
    measure = defined("orders", "amount", scope=Scope.TEAM, per_head=True)
    assert measured(measure, sales()) == {"1": 100, "2": 100, "3": Fraction(700, 3), "4": Fraction(700, 3)}


def test_per_head_of_nobody_is_missing() -> None:
    measure = defined("orders", "amount", scope=Scope.SUBORDINATES, per_head=True)
    assert measured(measure, sales())["3"] is None


def test_a_ring_of_managers_ends() -> None:
    ring = [person("1", manager_id="2"), person("2", manager_id="1"), person("3", manager_id="3")]
    found = measured(defined("orders", "amount", scope=Scope.SUBORDINATES), tables(people=ring, orders=ORDERS[:3]))
    assert found == {"1": 100, "2": 100, "3": 0}


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        (Aggregate.MEAN, {"1": 100, "2": 100, "3": 200, "4": -50}),
        (Aggregate.MAXIMUM, {"1": 100, "2": 100, "3": 300, "4": -50}),
        (Aggregate.MINIMUM, {"1": 100, "2": 100, "3": 100, "4": -50}),
        (Aggregate.COUNT, {"1": 1, "2": 1, "3": 2, "4": 1}),
    ],
)
def test_aggregates(aggregate: Aggregate, expected: dict[str, int]) -> None:
    orders = [row for row in ORDERS if not row.get("overlay")]
    assert measured(defined("orders", "amount", aggregate), tables(people=PEOPLE, orders=orders)) == expected


def test_no_rows_sum_and_count_to_nothing_but_have_no_mean() -> None:
    empty = tables(people=PEOPLE[:1], orders=[])
    assert measured(defined("orders", "amount"), empty) == {"1": 0}
    assert measured(defined("orders", "order_id", Aggregate.COUNT), empty) == {"1": 0}
    assert measured(defined("orders", "amount", Aggregate.MEAN), empty) == {"1": None}
    assert measured(defined("orders", "amount", Aggregate.MAXIMUM), empty) == {"1": None}


def test_without_the_table_a_measure_is_missing() -> None:
    assert measured(BUILT_IN["签约金额"], tables(people=PEOPLE[:1])) == {"1": None}
    assert measured(BUILT_IN["回款金额"], sales())["1"] is None


def test_a_column_without_any_value_makes_the_measure_missing() -> None:
    assert measured(BUILT_IN["签约毛利"], tables(people=PEOPLE[:1], orders=[order("A1", "1")])) == {"1": None}
    assert measured(BUILT_IN["应收金额"], tables(people=PEOPLE[:1], orders=[order("A1", "1")])) == {"1": 10000}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("客户类型 = 新", 400),
        ("签约金额 ≥ 200", 500),
        ("客户类型 = 新 且 签约金额 < 300", 100),
        ("团队 = 二队", 350),
        ("职级 = 销售经理", 100),
        ("区域 = 华南", 400),
        ("状态 = 有效", 550),
        ("签约日期 < 2026-09-02", 0),
    ],
)
def test_filters_read_the_tables_columns_and_the_person(text: str, expected: int) -> None:
    assert measured(defined("orders", "amount", text=text, scope=Scope.COMPANY), sales())["1"] == expected


@pytest.mark.parametrize(("weighted", "expected"), [(True, 120), (False, 100)])
def test_factors_weigh_where_the_measure_says_so(weighted: bool, expected: int) -> None:
    factor = Factor(Dimension.REGION, "华东", Fraction("1.2"), FactorTarget.CREDIT, Place())
    the_plan = two_grades(factors=(factor,))
    assert measured(defined("orders", "amount", weighted=weighted), sales(), the_plan)["1"] == expected


def test_receipts_may_be_weighed_by_their_orders_factor() -> None:
    factor = Factor(Dimension.REGION, "华东", Fraction("1.2"), FactorTarget.CREDIT, Place())
    paid = sales(receipts=[receipt("R1", "A1", amount="40")])
    assert measured(BUILT_IN["回款金额"], paid, two_grades(factors=(factor,)))["1"] == 40
    assert measured(defined("receipts", "amount", weighted=True), paid, two_grades(factors=(factor,)))["1"] == 48


def test_visits_count_valid_rows_of_the_period() -> None:
    visit: dict[str, Any] = {"employee_id": "2", "date": "2026-09-03", "activity_type": "拜访"}
    rows = [visit, visit | {"valid": False}, visit | {"activity_type": "电话"}, visit | {"date": "2026-08-31"}]
    assert measured(BUILT_IN["有效拜访"], sales(activities=rows)) == {"1": 0, "2": 1, "3": 0, "4": 0}


def test_a_date_field_of_ones_own_decides_the_period() -> None:
    orders = [
        order("A1", "1", amount="100", lead_date="2026-09-02", signed_date="2026-09-05"),
        order("A2", "1", amount="200", lead_date="2026-08-02", signed_date="2026-09-05"),
        order("A3", "1", amount="400", lead_date=None, signed_date="2026-09-05"),
    ]
    assert (
        measured(defined("orders", "amount", date_field="lead_date"), tables(people=PEOPLE, orders=orders))["1"] == 100
    )


def test_who_is_no_participant_is_in_no_pool() -> None:
    orders = [*ORDERS, order("A9", "9", amount="1000")]
    found = measured(defined("orders", "amount", scope=Scope.COMPANY), tables(people=PEOPLE, orders=orders))
    assert found["1"] == 550


def sealed_months() -> History:
    history = History()
    for number in (6, 7, 8):
        rows = tables(
            people=PEOPLE, orders=[order(f"B{number}", "1", amount=str(number), signed_date=f"2026-{number:02}-10")]
        )
        people = participants(month(number), rows, [two_grades()], WorkCalendar()).people
        lines, _ = credited(month(number), rows, people, [two_grades()], history)
        empty = pd.DataFrame({"employee_id": [], "kind": [], "amount": []})
        history = History((*history.sealed, SealedPeriod(month(number), 1, empty, empty, empty, lines)))
    return history


@pytest.mark.parametrize(
    ("window", "expected"), [(Window.CURRENT, 100), (Window.QUARTER_TO_DATE, 115), (Window.YEAR_TO_DATE, 121)]
)
def test_windows_add_what_earlier_seals_counted(window: Window, expected: int) -> None:
    assert measured(defined("orders", "amount", window=window), sales(), history=sealed_months())["1"] == expected


def test_a_quarter_seal_beside_its_months_is_not_added_twice() -> None:
    months = sealed_months()
    quarter = Period("2026Q2", date(2026, 4, 1), date(2026, 6, 30), Cycle.QUARTER)
    june = months.sealed[0]
    both = History((replace(june, period=quarter), *months.sealed))
    assert measured(defined("orders", "amount", window=Window.YEAR_TO_DATE), sales(), history=both)["1"] == 121


def test_windows_of_other_tables_read_the_rows_that_were_delivered() -> None:
    visit = {"employee_id": "2", "date": "2026-07-03", "activity_type": "拜访"}
    rows = sales(activities=[visit, visit | {"date": "2026-06-30"}, visit | {"date": "2026-09-30"}])
    assert measured(defined("activities", "", Aggregate.COUNT, window=Window.QUARTER_TO_DATE), rows)["2"] == 2
