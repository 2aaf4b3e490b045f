"""What each order and receipt counts for each person (SPEC 3, between periods, and 5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.findings import Place
from pipeline.history import History, SealedPeriod
from pipeline.period import Period
from pipeline.plan.model import Component, Factor, Plan
from pipeline.rules.credits import credits as credited
from pipeline.rules.participation import participants
from pipeline.rules.rows import rows as plain_rows
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.outputs import CREDITS
from schemas.terms import Basis, Cycle, Dimension, FactorTarget, Kind, LateEntries
from tests.rules.spoken import told
from tests.rules.typed import order, person, plan, receipt, tables

AUGUST = Period("2026-08", date(2026, 8, 1), date(2026, 8, 31), Cycle.MONTH)
SEPTEMBER = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30), Cycle.MONTH)
TWO = [person("1001"), person("1002", region="华南")]
HALVES = [order("A1", "1001", share="0.5"), order("A1", "1002", share="0.5")]
Rows = Sequence[Mapping[str, Any]]


def lines(
    period_tables: Tables, plans: Sequence[Plan] = (), history: History = History(), period: Period = SEPTEMBER
) -> tuple[pd.DataFrame, list[str]]:
    plans = plans or [plan()]
    people = participants(period, period_tables, plans, WorkCalendar()).people
    frame, findings = credited(period, period_tables, people, plans, history)
    return frame, [finding.code for finding in findings]


def sealed(paid: Mapping[str, str] = MappingProxyType({}), **rows: Rows) -> History:
    """August as it was sealed; `paid` tells for which order whose commission was paid."""
    frame, _ = lines(tables(people=TWO, **rows), period=AUGUST)
    commission = {"kind": Kind.COMMISSION.value, "amount": Fraction(100)}
    found = [{"employee_id": one, "orders": f"{order}=10000", **commission} for one, order in paid.items()]
    payout = pd.DataFrame(found, columns=["employee_id", "kind", "amount", "orders"])
    return History((SealedPeriod(AUGUST, 1, pd.DataFrame(), pd.DataFrame(), payout, frame),))


def shown(frame: pd.DataFrame) -> list[list[Any]]:
    return frame[["employee_id", "row_id", "credited", "status"]].to_numpy().tolist()


def factor(key: str, value: str, dimension: Dimension = Dimension.REGION) -> Factor:
    return Factor(dimension, key, Fraction(value), FactorTarget.CREDIT, Place("plan.xlsx", "系数", "A2"))


def test_the_columns_begin_with_those_of_the_data_file() -> None:
    frame, _ = lines(tables(people=TWO, orders=HALVES))
    assert list(frame.columns)[: len(CREDITS)] == list(CREDITS)
    assert frame["source"].tolist()[0] == "数据.xlsx!订单!K2"


def test_an_order_is_split_by_its_shares() -> None:
    frame, codes = lines(tables(people=TWO, orders=HALVES))
    assert shown(frame) == [["1001", "A1", 5000, "counted"], ["1002", "A1", 5000, "counted"]]
    assert not codes


def test_overlay_credit_stands_beside_the_split() -> None:
    frame, _ = lines(tables(people=TWO, orders=[order("A1"), order("A1", "1002", overlay=True)]))
    assert frame["credited"].tolist() == [10000, 10000]
    assert frame["overlay"].tolist() == [False, True]


def test_factors_multiply_and_an_empty_region_is_the_persons() -> None:
    factors = (factor("华东", "1.2"), factor("华南", "0.9"), factor("软件", "1.5", Dimension.PRODUCT))
    orders = [order("A1", product="软件"), order("A2", "1002", region="华东", product="硬件")]
    frame, codes = lines(tables(people=TWO, orders=orders), [plan(factors=factors)])
    assert frame["credited"].tolist() == [18000, 12000]
    assert frame["factor"].tolist() == [Fraction("1.8"), Fraction("1.2")]
    assert codes == ["factor-not-listed"]


def test_each_key_without_a_factor_is_told_once_at_its_first_row_and_how_often() -> None:
    orders = [order(f"A{at}", product=product) for at, product in enumerate(("硬件", None, "硬件", "软件", "服务"))]
    scheme = plan(factors=(factor("软件", "1.5", Dimension.PRODUCT),))
    given = tables(people=TWO, orders=orders)
    people = participants(SEPTEMBER, given, [scheme], WorkCalendar()).people
    _, found = credited(SEPTEMBER, given, people, [scheme], History())
    assert told(found) == [
        "warning 数据.xlsx!订单!G2: 产品线“硬件”不在方案的“系数”表中，2 行按系数 1 计",
        "warning 数据.xlsx!订单!G3: 产品线“”不在方案的“系数”表中，1 行按系数 1 计",
        "warning 数据.xlsx!订单!G6: 产品线“服务”不在方案的“系数”表中，1 行按系数 1 计",
    ]


def test_the_region_is_the_one_on_the_signing_date() -> None:
    moves = [
        {"employee_id": "1001", "effective_date": "2026-01-01", "team": "一队", "grade": "骨干", "region": "华东"},
        {"employee_id": "1001", "effective_date": "2026-09-15", "team": "一队", "grade": "骨干", "region": "华南"},
    ]
    orders = [order("A1", signed_date="2026-09-14"), order("A2", signed_date="2026-09-15")]
    frame, _ = lines(tables(people=TWO, orders=orders, assignments=moves))
    assert frame["region"].tolist() == ["华东", "华南"]


def test_bonus_factors_do_not_weigh_credit() -> None:
    bonus = Factor(Dimension.REGION, "华东", Fraction(2), FactorTarget.BONUS, Place())
    frame, codes = lines(tables(people=TWO, orders=[order("A1")]), [plan(factors=(bonus,))])
    assert (frame["credited"].tolist(), codes) == ([10000], [])


def test_cancelled_orders_and_their_receipts_do_not_count() -> None:
    frame, _ = lines(tables(people=TWO, orders=[order("A1", status="取消")], receipts=[receipt("R1", "A1")]))
    assert frame["status"].tolist() == ["cancelled", "cancelled"]


def test_an_owner_who_takes_no_part_leaves_credit_unattributed() -> None:
    people = [*TWO, person("1003", leave_date="2026-08-01")]
    frame, codes = lines(tables(people=people, orders=[order("A1", "1003"), order("A2", "1003")]))
    assert frame["status"].tolist() == ["unattributed", "unattributed"]
    assert codes == ["credit-unattributed"]


def test_receipts_are_credited_by_the_shares_of_their_order() -> None:
    orders = [order("A1", "1001", share="0.7", signed_date="2026-08-01"), order("A1", "1002", share="0.3")]
    frame, _ = lines(
        tables(people=TWO, orders=orders, receipts=[receipt("R1", "A1")]), [plan(factors=(factor("华东", "2"),))]
    )
    receipts = frame[frame["table"] == "receipts"]
    assert shown(receipts) == [["1001", "R1", 2800, "counted"], ["1002", "R1", 1200, "counted"]]
    assert receipts["order_factor"].tolist() == [2, 1]


def test_receipts_find_the_shares_of_a_sealed_order() -> None:
    history = sealed(
        orders=[
            order("A1", "1001", share="0.6", signed_date="2026-08-05"),
            order("A1", "1002", share="0.4", signed_date="2026-08-05"),
        ]
    )
    frame, _ = lines(tables(people=TWO, receipts=[receipt("R1", "A1")]), history=history)
    assert shown(frame) == [["1001", "R1", 2400, "counted"], ["1002", "R1", 1600, "counted"]]
    assert frame["amount"].tolist() == [10000, 10000]


def test_the_shares_of_this_periods_file_come_first() -> None:
    history = sealed(orders=[order("A1", "1001", signed_date="2026-08-05")])
    now = [order("A1", "1002", signed_date="2026-08-05")]
    frame, _ = lines(tables(people=TWO, orders=now, receipts=[receipt("R1", "A1")]), history=history)
    assert shown(frame[frame["table"] == "receipts"]) == [["1002", "R1", 4000, "counted"]]


def test_a_receipt_of_an_unknown_order_has_no_line() -> None:
    assert lines(tables(people=TWO, orders=[], receipts=[receipt("R1", "A9")]))[0].empty


@pytest.mark.parametrize(
    ("day", "status"), [("2026-08-31", "reference"), ("2026-09-01", "counted"), ("2026-09-30", "counted")]
)
def test_orders_before_the_period_are_reference(day: str, status: str) -> None:
    frame, _ = lines(tables(people=TWO, orders=[order("A1", signed_date=day)]))
    assert frame["status"].tolist() == [status]


def test_orders_after_the_period_are_left_out() -> None:
    assert lines(tables(people=TWO, orders=[order("A1", signed_date="2026-10-01")]))[0].empty


def test_a_row_that_a_seal_credited_is_reference_even_when_dated_anew() -> None:
    history = sealed(orders=[order("A1", signed_date="2026-08-05")])
    frame, _ = lines(tables(people=TWO, orders=[order("A1", signed_date="2026-09-05")]), history=history)
    assert frame["status"].tolist() == ["reference"]


@pytest.mark.parametrize(("rule", "status"), [(LateEntries.LIST, "late"), (LateEntries.COUNT, "counted")])
def test_an_order_that_a_seal_lacks_is_late(rule: LateEntries, status: str) -> None:
    history = sealed(orders=[order("A1", signed_date="2026-08-05")])
    rows = [order("A1", signed_date="2026-08-05"), order("A2", signed_date="2026-08-06")]
    frame, _ = lines(tables(people=TWO, orders=rows), [plan(parameters={"late_entries": rule})], history)
    assert frame["status"].tolist() == ["reference", status]


def test_an_order_listed_as_late_stays_late() -> None:
    august = sealed(orders=[order("A1", signed_date="2026-08-05")]).sealed[0]
    late, _ = lines(tables(people=TWO, orders=[order("A2", signed_date="2026-08-06")]), history=History((august,)))
    september = SealedPeriod(SEPTEMBER, 1, pd.DataFrame(), pd.DataFrame(), august.payout_lines, late)
    october = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31), Cycle.MONTH)
    rows = tables(people=TWO, orders=[order("A2", signed_date="2026-08-06")])
    frame, _ = lines(rows, history=History((august, september)), period=october)
    assert frame["status"].tolist() == ["late"]


CLAWBACK = Component("追回", Kind.CLAWBACK, 0, Place(), terms=30)
REVERSAL = order("A2", amount="-10000", original_order_id="A1", signed_date="2026-09-03")
SIGNED = {"signed_date": "2026-08-05"}


@pytest.mark.parametrize(
    ("components", "paid", "signed", "keeps"),
    [
        ((CLAWBACK,), {"1001": "A1"}, "2026-08-04", True),
        ((CLAWBACK,), {"1001": "A1"}, "2026-08-03", False),
        ((), {"1001": "A1"}, "2026-08-05", False),
        ((CLAWBACK,), {"1002": "A1"}, "2026-08-05", True),
        ((CLAWBACK,), {"1001": "A7"}, "2026-08-05", False),
        ((replace(CLAWBACK, basis=Basis.LOWERS_ATTAINMENT),), {"1001": "A1"}, "2026-08-05", False),
        ((replace(CLAWBACK, grades=("新人",)),), {"1001": "A1"}, "2026-08-05", False),
        ((replace(CLAWBACK, cycles=(Cycle.YEAR,)),), {"1001": "A1"}, "2026-08-05", False),
    ],
)
def test_a_reversal_that_is_taken_back_keeps_the_attainment(
    components: tuple[Component, ...], paid: dict[str, str], signed: str, keeps: bool
) -> None:
    history = sealed(paid, orders=[order("A1", signed_date=signed)])
    frame, _ = lines(tables(people=TWO, orders=[REVERSAL]), [plan(components=components)], history)
    assert frame["keeps_attainment"].tolist() == [keeps]
    assert frame["credited"].tolist() == [-10000]


def test_a_refund_that_is_taken_back_keeps_the_attainment() -> None:
    history = sealed({"1001": "A1"}, orders=[order("A1", **SIGNED)])
    refund = receipt("R1", "A1", amount="-500", received_date="2026-09-02")
    frame, _ = lines(tables(people=TWO, receipts=[refund]), [plan(components=(CLAWBACK,))], history)
    assert frame["keeps_attainment"].tolist() == [True]


def test_no_tables_give_no_lines() -> None:
    frame, codes = lines(tables(people=TWO))
    assert frame.empty
    assert next(iter(frame.columns)) == "employee_id"
    assert not codes


SHARES = st.lists(st.integers(1, 9999), min_size=1, max_size=4)
MONEY = st.decimals(Decimal(-10_000_000), Decimal(10_000_000), places=4)


@settings(max_examples=30, deadline=None)
@given(parts=SHARES, amount=MONEY, paid=MONEY)
def test_splits_conserve(parts: list[int], amount: Decimal, paid: Decimal) -> None:
    shares = [Decimal(part) / 100000 for part in parts[:-1]]
    shares.append(Decimal(1) - sum(shares, Decimal(0)))
    people = [person(str(1000 + place)) for place in range(len(shares))]
    orders = [
        order("A1", one["employee_id"], share=share, amount=amount) for one, share in zip(people, shares, strict=True)
    ]
    frame, _ = lines(tables(people=people, orders=orders, receipts=[receipt("R1", "A1", amount=paid)]))
    totals = frame.groupby("table")["credited"].sum()
    assert (totals["orders"], totals["receipts"]) == (Fraction(amount), Fraction(paid))


MIXED = [
    order("A1", share="0.5"),
    order("A1", "1002", share="0.5"),
    order("A2", "1002", amount="-40", signed_date="2026-08-02"),
    order("A3", "1003", status="取消"),
]


def test_the_order_of_rows_changes_nothing() -> None:
    paid = [receipt("R1", "A1"), receipt("R2", "A2", amount="-7")]
    people = [*TWO, person("1003")]
    forth, _ = lines(tables(people=people, orders=MIXED, receipts=paid))
    back, _ = lines(tables(people=people[::-1], orders=MIXED[::-1], receipts=paid[::-1]))
    own = ["sheet_row", "source"]
    pd.testing.assert_frame_equal(forth.drop(columns=own), back.drop(columns=own))


def test_one_person_more_changes_nobody_elses_credit() -> None:
    few, _ = lines(tables(people=[*TWO, person("1003")], orders=MIXED))
    more, _ = lines(tables(people=[*TWO, person("1003"), person("1004")], orders=[*MIXED, order("A4", "1004")]))
    assert plain_rows(few) == plain_rows(more[more["employee_id"] != "1004"])
