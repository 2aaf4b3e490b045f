"""Checks of units: 万 where others write 元 is doubted, people who differ are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.plan.measures import BUILT_IN_MEASURES
from tests.checks.delivered import checked, given
from tests.checks.test_targets import KPIS, SCHEME
from tests.rules.typed import order, person, tables

PEOPLE = [person(f"100{number}") for number in range(4)]
MEASURED = replace(SCHEME, measures={one.measure: one for one in BUILT_IN_MEASURES})


def targets(*baselines: str, kpi: str = "投诉", **cells: Any) -> list[dict[str, Any]]:
    return [{"employee_id": f"100{n}", "kpi": kpi, "baseline": one, **cells} for n, one in enumerate(baselines)]


@pytest.mark.parametrize(
    ("baselines", "cell"),
    [
        (("500000", "400000", "45", "600000"), "C4"),
        (("50", "40", "450000"), "C4"),
        (("500000", "400000", "4500"), None),
        (("500000", "50"), None),
    ],
)
def test_a_target_in_another_unit_than_the_others(baselines: tuple[str, ...], cell: str | None) -> None:
    expected = [("warning", "target-far-from-others", f"目标!{cell}")] if cell else []
    assert given(SCHEME, people=PEOPLE, targets=targets(*baselines)) == expected


def test_a_challenge_in_another_unit_than_its_target() -> None:
    rows = targets("50", kpi="销售额", challenge="600000")
    assert given(SCHEME, people=PEOPLE, targets=rows) == [("warning", "challenge-far-from-target", "目标!D2")]


@pytest.mark.parametrize(("actual", "far"), [("480000", True), ("48", False), ("0", False), ("0.01", True)])
def test_an_actual_in_another_unit_than_its_target(actual: str, far: bool) -> None:
    rows = [{"employee_id": "1000", "kpi": "投诉", "actual": actual, "source": "客服"}]
    expected = [("warning", "actual-far-from-target", "实际!C2")] if far else []
    assert given(SCHEME, people=PEOPLE, targets=targets("50"), actuals=rows) == expected


@pytest.mark.parametrize(
    ("baselines", "far"), [(("50", "40"), True), (("500000", "4000"), False), (("50000000", "0.5"), True)]
)
def test_all_targets_in_another_unit_than_the_data(baselines: tuple[str, ...], far: bool) -> None:
    orders = [order("A1", "1000", amount="45000"), order("A2", "1001", amount="3000")]
    found = checked(tables(people=PEOPLE, targets=targets(*baselines, kpi="销售额"), orders=orders), MEASURED)
    told = [(one.code, one.place.cell, one.count, dict(one.params)["found"]) for one in found]
    assert told == ([("targets-far-from-data", "C2", 2, "48,000.00")] if far else [])


def test_percentages_and_targets_without_data_are_not_compared() -> None:
    assert KPIS["回款率"].is_percent
    rows = targets("90%", "0.01%", "90%", kpi="回款率", baseline_percent=True)
    rows = [row | {"baseline": str(row["baseline"]).rstrip("%")} for row in rows]
    assert given(MEASURED, people=PEOPLE, targets=[*rows, *targets("5", kpi="销售额")], orders=[]) == []
