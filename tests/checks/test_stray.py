"""Checks of rows that count nowhere, or more than they can: doubted where they stand out."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.plan.model import Measure
from schemas.terms import Aggregate, Window
from tests.checks.delivered import TWO, checked, given, sealed_august
from tests.rules.typed import order, plan, receipt, tables

YEAR_EARLY = {"signed_date": "2025-09-10"}
OTHER_MONTH = {"signed_date": "2025-11-10"}
DOUBTED = [("warning", "row-before-period", "订单!J3")]
MISTYPED = [("warning", "order-of-another-year", "订单!J3")]
REFERENCE = [("info", "orders-before-period", "订单!J3")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"orders": [order("A1"), order("A2", **YEAR_EARLY)]}, DOUBTED),
        ({"orders": [order("A1"), order("A2", **YEAR_EARLY)], "receipts": [receipt("R1", "A2")]}, MISTYPED),
        ({"orders": [order("A1", amount="-1", original_order_id="A2"), order("A2", **YEAR_EARLY)]}, MISTYPED),
        ({"orders": [order("A1"), order("A2", **OTHER_MONTH)], "receipts": [receipt("R1", "A2")]}, REFERENCE),
        ({"orders": [order("A1"), order("A2", status="取消", **YEAR_EARLY)]}, []),
        (
            {"orders": [order("A1")], "receipts": [receipt("R1", "A1", received_date="2025-09-20")]},
            [("warning", "row-before-period", "回款!C2")],
        ),
        (
            {"activities": [{"employee_id": "1001", "date": "2025-09-20", "activity_type": "拜访"}]},
            [("warning", "row-before-period", "活动!B2")],
        ),
    ],
)
def test_rows_of_last_year_are_doubted_or_told(rows: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    assert given(**rows) == expected


def test_what_a_seal_holds_or_should_hold_is_told_by_its_own_check() -> None:
    old = [order("A1", signed_date="2026-08-05"), order("A2", signed_date="2026-08-06")]
    found = given(orders=[order("A3"), *old], history=sealed_august(orders=old[:1]))
    assert [code for _, code, _ in found] == ["sealed-rows-identical", "late-listed"]


def test_rows_that_a_longer_window_reads_are_not_doubted() -> None:
    visits = [{"employee_id": "1001", "date": f"2026-0{month}-20", "activity_type": "拜访"} for month in (1, 9)]
    whole_year = Measure("拜访数", "activities", "", Aggregate.COUNT, window=Window.YEAR_TO_DATE, date_field="date")
    assert given(plan(measures={"拜访数": whole_year}), activities=visits) == []


def test_an_export_that_reaches_back_is_told_once() -> None:
    old = [order(f"A{number}", **YEAR_EARLY) for number in range(40)]
    (one,) = checked(tables(people=TWO, orders=[order("B1"), *old]))
    assert (one.code, one.severity.value, one.place.cell, one.count) == ("orders-before-period", "info", "J3", 40)
    assert dict(one.params) == {"rows": "40", "start": "2026-09-01", "total": "400,000.00"}


def test_a_shared_order_is_summed_once() -> None:
    halves = [order("A1", share="0.5", **OTHER_MONTH), order("A1", "1002", share="0.5", **OTHER_MONTH)]
    (one,) = checked(tables(people=TWO, orders=halves, receipts=[receipt("R1", "A1")]))
    assert (one.code, one.count, dict(one.params)["total"]) == ("orders-before-period", 2, "10,000.00")


@pytest.mark.parametrize("table", ["receipts", "activities"])
def test_other_rows_of_an_export_that_reaches_back_are_told_once(table: str) -> None:
    visits = [{"employee_id": "1001", "date": f"2025-09-{day:02}", "activity_type": "拜访"} for day in range(1, 25)]
    paid = [receipt(f"R{day}", "A1", received_date=f"2025-09-{day:02}", amount="1") for day in range(1, 25)]
    (one,) = checked(tables(people=TWO, orders=[order("A1")], **{table: paid if table == "receipts" else visits}))
    assert (one.code, one.severity.value, one.count) == ("rows-before-period", "info", 24)


@pytest.mark.parametrize(
    ("amounts", "last"),
    [(("6000", "4000"), None), (("6000", "4000.01"), "D3"), (("100000000",), "D2"), (("12000", "-2000"), None)],
)
def test_more_received_than_an_order_asks(amounts: tuple[str, ...], last: str | None) -> None:
    receipts = [receipt(f"R{number}", "A1", amount=amount) for number, amount in enumerate(amounts)]
    expected = [("warning", "receipts-beyond-order", f"回款!{last}")] if last else []
    assert given(orders=[order("A1")], receipts=receipts) == expected


def test_an_order_s_receivable_is_what_it_asks() -> None:
    rows = {"orders": [order("A1", receivable="3000")], "receipts": [receipt("R1", "A1")]}
    (one,) = checked(tables(people=TWO, **rows))
    assert dict(one.params) == {"order": "A1", "due": "3,000.00", "total": "4,000.00"}
