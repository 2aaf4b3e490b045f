"""Checks of orders and receipts, within a delivery and against the seals (SPEC 3)."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.history import History
from schemas.terms import LateEntries
from tests.checks.delivered import TWO, checked, given, sealed_august
from tests.rules.typed import order, person, plan, receipt, tables

OLD = {"signed_date": "2026-08-05"}


def test_sound_orders_have_no_findings() -> None:
    orders = [order("A1", share="0.5"), order("A1", "1002", share="0.5"), order("A1", "1002", overlay=True)]
    assert given(orders=orders, receipts=[receipt("R1", "A1")]) == []


@pytest.mark.parametrize(
    ("orders", "total"),
    [
        ([order("A1", share="0.5")], "50%"),
        ([order("A1"), order("A1", "1002")], "200%"),
        ([order("A1", share="0.3333"), order("A1", "1002", share="0.6666")], "99.99%"),
        ([order("A1", overlay=True)], "0%"),
    ],
)
def test_shares_add_up(orders: list[dict[str, Any]], total: str) -> None:
    found = checked(tables(people=TWO, orders=orders))
    assert [(one.code, one.place.cell, dict(one.params)["total"]) for one in found] == [("order-shares", "C2", total)]


@pytest.mark.parametrize("unread", [{"share": None}, {"amount": None}, {"employee_id": None}])
def test_shares_are_not_added_up_where_a_row_of_the_order_could_not_be_read(unread: dict[str, Any]) -> None:
    """The cell has its own error; that the rest does not come to 100 % is no second mistake."""
    rows = [order("A1", share="0.6"), order("A1", "1002", share="0.4") | unread, order("A2", share="0.5")]
    assert given(orders=rows) == [("error", "order-shares", "订单!C4")]


def halves(**second: Any) -> list[dict[str, Any]]:
    return [order("A1", share="0.5"), order("A1", "1002", **{"share": "0.5", **second})]


@pytest.mark.parametrize(
    ("second", "severity", "cell"),
    [
        ({"amount": "9999"}, "error", "K3"),
        ({"signed_date": "2026-09-11"}, "warning", "J3"),
        ({"status": "取消"}, "warning", "N3"),
        ({"margin": "5"}, "warning", "L3"),
    ],
)
def test_the_rows_of_an_order_agree(second: dict[str, Any], severity: str, cell: str) -> None:
    assert given(orders=halves(**second)) == [(severity, "order-rows-differ", f"订单!{cell}")]


REVERSAL = order("A2", amount="-10000", original_order_id="A1")


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([order("A1"), REVERSAL], []),
        ([REVERSAL], [("error", "original-unknown", "订单!P2")]),
        ([order("A1", original_order_id="A1")], [("error", "original-is-itself", "订单!P2")]),
        ([order("A1", amount="-1")], [("warning", "reversal-without-original", "订单!K2")]),
        ([order("A1", amount="9999.99"), REVERSAL], [("warning", "reversal-too-large", "订单!K3")]),
    ],
)
def test_reversals(orders: list[dict[str, Any]], expected: list[tuple[str, str, str]]) -> None:
    assert given(orders=orders) == expected


def test_two_reversals_of_one_order_are_added() -> None:
    rows = [order("A1"), REVERSAL | {"amount": "-6000"}, REVERSAL | {"order_id": "A3", "amount": "-6000"}]
    assert [code for _, code, _ in given(orders=rows)] == ["reversal-too-large", "reversal-too-large"]


def test_an_original_order_may_be_sealed() -> None:
    assert given(orders=[REVERSAL], history=sealed_august(orders=[order("A1", **OLD)])) == []


def test_a_receipt_needs_its_order() -> None:
    assert given(orders=[], receipts=[receipt("R1", "A1")]) == [("error", "receipt-order-unknown", "回款!B2")]
    assert given(receipts=[receipt("R1", "A1")], history=sealed_august(orders=[order("A1", **OLD)])) == []


def test_an_order_that_is_wrong_elsewhere_still_exists() -> None:
    """Its own finding is the intake's; that receipts and reversals name it is no second mistake."""
    rows: dict[str, Any] = {
        "orders": [order("A1", signed_date=None), order("A2", amount="-5", original_order_id="A1")],
        "receipts": [receipt("R1", "A1")],
        "people": [*TWO, person("1003", hire_date=None)],
        "leaves": [{"employee_id": "1003", "start_date": "2026-09-01", "end_date": "2026-09-02"}],
    }
    assert given(**rows) == []


def test_orders_of_someone_who_was_gone() -> None:
    people = [person("1001", leave_date="2026-09-09"), person("1002")]
    assert given(people=people, orders=[order("A1")]) == [("warning", "order-outside-employment", "订单!J2")]


def test_rows_after_the_period_are_told_once() -> None:
    late = {"signed_date": "2026-10-01"}
    found = checked(tables(people=TWO, orders=[order("A1", **late), order("A2"), order("A3", **late)]))
    assert [(one.code, one.place.cell, one.count) for one in found] == [("rows-after-period", "J2", 2)]


def test_identical_rows_of_a_seal_are_for_the_record() -> None:
    history = sealed_august(orders=[order("A1", **OLD), order("A2", **OLD)])
    found = checked(tables(people=TWO, orders=[order("A1", **OLD), order("A2", **OLD)]), history=history)
    assert [(one.severity.value, one.code, one.value) for one in found] == [("info", "sealed-rows-identical", "2")]


@pytest.mark.parametrize(
    ("new", "cell", "was", "now", "difference"),
    [
        ({"amount": "84000.0"}, "K2", "10,000.00", "84,000.00", "74,000.00"),
        ({"share": "0.955"}, "C2", "100%", "95.5%", "-450.00"),
        ({"signed_date": "2026-09-05"}, "J2", "2026-08-05", "2026-09-05", "0.00"),
        ({"status": "取消"}, "N2", "有效", "取消", "-10,000.00"),
    ],
)
def test_a_changed_row_of_a_seal(new: dict[str, Any], cell: str, was: str, now: str, difference: str) -> None:
    history = sealed_august(orders=[order("A1", **OLD)])
    rest = [order("A1", "1002", share="0.045", **OLD)] if "share" in new else []
    rows = [order("A1", **{**OLD, **new}), *rest]
    found = checked(tables(people=TWO, orders=rows), history=history)[:1]
    assert [(one.severity.value, one.code, one.place.cell) for one in found] == [
        ("warning", "sealed-row-changed", cell)
    ]
    assert dict(found[0].params) == {"row": "A1", "difference": difference, "period": "2026-08", "was": was, "now": now}
    assert found[0].value in {"84000", "0.955", "2026-09-05", "取消"}


def test_a_changed_share_and_owner_of_a_seal() -> None:
    history = sealed_august(orders=[order("A1", **OLD)])
    rows = [order("A1", share="0.6", **OLD), order("A1", "1002", share="0.4", **OLD)]
    assert given(orders=rows, history=history) == [
        ("warning", "sealed-row-changed", "订单!C2"),
        ("warning", "sealed-order-new-owner", "订单!B3"),
    ]


def test_an_owner_whom_a_seal_credited_is_missed() -> None:
    history = sealed_august(orders=[order("A1", **OLD)])
    found = given(orders=[order("A1", "1002", **OLD)], history=history)
    assert found == [
        ("warning", "sealed-order-new-owner", "订单!B2"),
        ("warning", "sealed-order-owner-gone", "订单!A2"),
    ]


@pytest.mark.parametrize(("rule", "code"), [(LateEntries.LIST, "late-listed"), (LateEntries.COUNT, "late-counted")])
def test_an_order_that_a_seal_lacks(rule: LateEntries, code: str) -> None:
    the_plan = plan(parameters={"late_entries": rule})
    found = given(the_plan, orders=[order("A9", **OLD)], history=sealed_august(orders=[]))
    assert found == [("warning", code, "订单!J2")]


def test_without_seals_an_old_order_that_a_receipt_names_is_only_a_reference() -> None:
    found = given(orders=[order("A9", **OLD)], receipts=[receipt("R1", "A9")], history=History())
    assert found == [("info", "orders-before-period", "订单!J2")]


def test_a_receipt_that_a_seal_lacks_or_holds_otherwise() -> None:
    orders, paid = [order("A1", **OLD)], receipt("R1", "A1", received_date="2026-08-20")
    history = sealed_august(orders=orders, receipts=[paid])
    rows = [paid | {"amount": "4500"}, receipt("R2", "A1", received_date="2026-08-21")]
    assert given(receipts=rows, history=history) == [
        ("warning", "sealed-row-changed", "回款!D2"),
        ("warning", "late-listed", "回款!C3"),
    ]
