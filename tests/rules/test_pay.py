"""From payout lines to pay by kind, payable and status (SPEC 8, fine print 21)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from pipeline.columns import add_columns
from pipeline.findings import Place
from pipeline.money import exact
from pipeline.period import parse_period
from pipeline.plan.model import Component
from pipeline.rules.pay import PAID, PAY, with_held, with_pay
from schemas.field import Choice
from schemas.terms import Kind, LineKind
from tests.rules.typed import person, plan, tables

PERIOD = parse_period("2023-09")


def component(name: str, kind: Kind) -> Component:
    return Component(name, kind, 0, Place())


SCHEME = plan(components=(component("绩效", Kind.PERFORMANCE), component("提成", Kind.COMMISSION)))


def lines_of(*lines: tuple[str, str, Choice, str]) -> pd.DataFrame:
    rows = [
        {"employee_id": who, "component": name, "kind": kind.value, "amount": exact(amount)}
        for who, name, kind, amount in lines
    ]
    return pd.DataFrame(rows, columns=["employee_id", "component", "kind", "amount"], dtype=object)


def paid(*lines: tuple[str, str, Choice, str], forfeited: bool = False, **cells: Any) -> dict[str, Any]:
    assert PERIOD
    people = pd.DataFrame([{**person("1"), "forfeited": forfeited}])
    held = with_held(with_pay(SCHEME, people, lines_of(*lines)), tables(**cells), PERIOD)
    return dict(add_columns(held, *PAID).iloc[0])


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        (Kind.PERFORMANCE, "performance_bonus"),
        (Kind.TARGET_BONUS, "performance_bonus"),
        (Kind.COMMISSION, "commission"),
        (Kind.PER_ORDER, "awards"),
        (Kind.FIXED, "awards"),
        (Kind.RANK, "awards"),
        (Kind.NOMINATED, "awards"),
        (Kind.MENTOR, "mentor"),
        (Kind.POOL, "other"),
        (Kind.DRAW, "other"),
        (Kind.CLAWBACK, "recoveries"),
        (LineKind.ADJUSTMENT, "adjustments"),
        (LineKind.BROUGHT_FORWARD, "other"),
        (LineKind.CARRY, "other"),
    ],
)
def test_each_kind_has_its_column(kind: Choice, column: str) -> None:
    found = paid(("1", "甲", kind, "12.34"))
    assert {name: found[name] for name in PAY if found[name]} == {column: exact("12.34")}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_reaches_payable(kind: Kind) -> None:
    assert paid(("1", "甲", kind, "-5"))["payable"] == -5


@pytest.mark.parametrize("kind", list(LineKind))
def test_every_kind_without_a_component_reaches_payable(kind: LineKind) -> None:
    assert paid(("1", "甲", kind, "-5"))["payable"] == -5


@pytest.mark.parametrize("kind", [LineKind.WITHHELD, LineKind.RELEASED])
def test_lines_under_a_component_s_name_go_with_it(kind: LineKind) -> None:
    found = paid(("1", "绩效", kind, "-5"), ("1", "提成", kind, "7"), ("1", "去年的提成", kind, "1"))
    assert (found["performance_bonus"], found["commission"], found["payable"]) == (-5, 8, 3)


def test_without_lines_pay_is_zero() -> None:
    found = paid()
    assert (found["payable"], found["carried"], found["status"]) == (0, 0, "normal")
    assert isinstance(found["payable"], Fraction)


def appeal(**cells: Any) -> dict[str, Any]:
    return {"appeal_id": "S1", "employee_id": "1", "period": "2023-09", **cells}


CARRY = ("1", "结转", LineKind.CARRY, "30")


@pytest.mark.parametrize(
    ("appeals", "forfeited", "lines", "status"),
    [
        ([], False, [], "normal"),
        ([], False, [CARRY], "carried"),
        ([appeal()], False, [CARRY], "held"),
        ([appeal(decision=None)], False, [], "held"),
        ([appeal(decision="维持")], False, [], "normal"),
        ([appeal(period="2023-08")], False, [], "normal"),
        ([appeal(employee_id="2")], False, [], "normal"),
        ([appeal()], True, [CARRY], "forfeited"),
    ],
)
def test_status_is_the_first_that_holds(
    appeals: list[dict[str, Any]], forfeited: bool, lines: list[Any], status: str
) -> None:
    assert paid(*lines, forfeited=forfeited, appeals=appeals)["status"] == status


def test_carried_is_the_shortfall_of_this_period_alone() -> None:
    found = paid(("1", "上期结转", LineKind.BROUGHT_FORWARD, "-50"), ("1", "绩效", Kind.PERFORMANCE, "20"), CARRY)
    assert (found["carried"], found["payable"], found["other"]) == (30, 0, -20)
