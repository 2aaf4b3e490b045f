"""Checks of nominations, adjustments and appeals, and of what measures read (SPEC 3 and 4)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.findings import Place
from pipeline.history import History
from pipeline.plan.measures import BUILT_IN_MEASURES
from pipeline.plan.model import Component, Plan
from schemas.terms import Kind, LineKind, Window
from tests.checks.delivered import TWO, checked, given, sealed_august
from tests.rules.typed import order, person, plan, tables

BUILT_IN = {measure.measure: measure for measure in BUILT_IN_MEASURES}
AWARD = Component("协作奖", Kind.NOMINATED, 0, Place())
APPROVED = {"reason": "好", "approver": "王总", "approved_date": "2026-09-28"}


def nomination(award: str = "协作奖", employee_id: str = "1001") -> dict[str, Any]:
    return {"employee_id": employee_id, "award": award, "amount": "100", **APPROVED}


def adjustment(period: str = "2026-08", employee_id: str = "1001") -> dict[str, Any]:
    return {"employee_id": employee_id, "original_period": period, "kind": "补发", "amount": "100", **APPROVED}


def test_awards_are_components() -> None:
    the_plan = plan(components=(AWARD,))
    assert given(the_plan, nominations=[nomination()]) == []
    assert given(the_plan, nominations=[nomination("合作奖")]) == [("error", "award-unknown", "奖励名单!B2")]
    assert given(nominations=[nomination()]) == [("error", "award-unknown", "奖励名单!B2")]


def test_money_for_someone_who_takes_no_part() -> None:
    people = [*TWO, person("1003", leave_date="2026-08-15")]
    found = given(people=people, adjustments=[adjustment(), adjustment(employee_id="1003")])
    assert found == [("warning", "paid-to-nobody", "调整!A3")]


@pytest.mark.parametrize(("period", "known"), [("2026-08", True), ("2026Q2", True), ("2025", True), ("8月", False)])
def test_periods_are_named(period: str, known: bool) -> None:
    assert given(adjustments=[adjustment(period)]) == ([] if known else [("warning", "period-unknown", "调整!B2")])


def test_an_answer_follows_its_appeal() -> None:
    appeal = {"appeal_id": "S1", "employee_id": "1001", "period": "2026-08", "content": "少算"}
    rows = [appeal | {"submitted_date": "2026-09-05", "decided_date": "2026-09-04"}]
    assert given(appeals=rows) == [("warning", "appeal-answered-early", "申诉!G2")]


def reading(name: str, window: Window = Window.CURRENT) -> Plan:
    measure = replace(BUILT_IN[name], window=window, place=Place("plan.xlsx", "计量", "A2"))
    pays = Component("提成", Kind.COMMISSION, 0, Place(), measure=name)
    return plan(measures={name: measure}, components=(pays,))


def test_a_window_without_seals_is_told_with_its_first_day() -> None:
    found = checked(tables(people=TWO, orders=[]), reading("签约金额", Window.QUARTER_TO_DATE))
    assert [(one.code, dict(one.params)) for one in found] == [
        ("window-not-sealed", {"start": "2026-07-01", "first": "2026-07-01"})
    ]


def test_a_window_that_seals_cover_is_known() -> None:
    history = sealed_august(orders=[])
    august = history.sealed[0]
    july = replace(august, period=replace(august.period, start=august.period.start.replace(month=7)))
    whole = replace(history, sealed=(july,))
    assert given(reading("签约金额", Window.QUARTER_TO_DATE), orders=[], history=whole) == []


def test_a_window_of_another_table_reads_what_was_delivered() -> None:
    visit = {"employee_id": "1001", "activity_type": "拜访"}
    the_plan = reading("有效拜访", Window.QUARTER_TO_DATE)
    assert given(the_plan, activities=[visit | {"date": "2026-07-01"}]) == []
    assert [code for _, code, _ in given(the_plan, activities=[visit | {"date": "2026-09-01"}])] == [
        "window-not-delivered"
    ]


def test_a_measured_column_with_gaps() -> None:
    some = [order("A1", margin="5"), order("A2")]
    assert given(reading("签约毛利"), orders=some) == [("warning", "column-gaps", "订单!L3")]
    assert given(reading("签约毛利"), orders=some[1:]) == [("error", "column-empty", "订单!L2")]
    assert given(reading("应收金额"), orders=some) == []


def withheld(*amounts: int) -> History:
    """August as sealed: 1001 and 1003 took part, and so much of 1003's commission was withheld and released."""
    kinds = [LineKind.WITHHELD.value if amount < 0 else LineKind.RELEASED.value for amount in amounts]
    who = {"employee_id": ["1003"] * len(amounts), "component": "提成", "kind": kinds}
    lines = pd.DataFrame({**who, "amount": pd.Series([Fraction(one) for one in amounts], dtype=object)})
    results = pd.DataFrame({"employee_id": ["1001", "1003"], "name": ["员工1001", "员工1003"]})
    august = sealed_august().sealed[0]
    return History((replace(august, results=results, payout_lines=lines),))


def test_money_withheld_of_somebody_who_left_is_told_with_its_rest() -> None:
    people = [*TWO, person("1003", leave_date="2026-08-15")]
    assert given(people=people, history=withheld(-500, 200)) == [("warning", "withheld-of-leaver", "人员!A4")]
    assert given(people=people, history=withheld(-500, 500)) == []
    assert given(people=[*TWO, person("1003")], history=withheld(-500)) == []
