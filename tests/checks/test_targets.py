"""Checks of targets, actuals, ratings and the decomposition (SPEC 3)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from pipeline.findings import Place
from pipeline.plan.model import Kpi, Weight
from schemas.terms import Category, Cycle, Direction, Scoring
from tests.checks.delivered import TWO, checked, given
from tests.rules.typed import plan, tables


def kpi(name: str, **cells: Any) -> Kpi:
    return Kpi(name, Category.RESULT, **{"scoring": Scoring.RATIO, "source": "系统", "place": Place(), **cells})


KPIS = {
    "销售额": kpi("销售额", numerator="签约金额"),
    "投诉": kpi("投诉", direction=Direction.LOWER),
    "回款率": kpi("回款率", unit="%"),
    "协作": kpi("协作", scoring=Scoring.RATED),
}
WEIGHTS = tuple(Weight("骨干", Cycle.MONTH, name, Fraction(1, 4), Place()) for name in KPIS)
SCHEME = plan(kpis=KPIS, weights=WEIGHTS)


def target(name: str, baseline: str = "10", challenge: str | None = None, **cells: Any) -> dict[str, Any]:
    return {"employee_id": "1001", "kpi": name, "baseline": baseline, "challenge": challenge, **cells}


def actual(name: str) -> dict[str, Any]:
    return {"employee_id": "1001", "kpi": name, "actual": "5", "source": "客服"}


def rating(name: str) -> dict[str, Any]:
    return {"employee_id": "1001", "kpi": name, "rater_role": "上级", "score": "90"}


def test_sound_targets_have_no_findings() -> None:
    assert (
        given(SCHEME, targets=[target("销售额", "10", "12")], actuals=[actual("投诉")], ratings=[rating("协作")]) == []
    )


def test_an_unknown_kpi_is_told_with_the_closest() -> None:
    found = checked(tables(people=TWO, targets=[target("销售金额"), target("销售金额", employee_id="1002")]), SCHEME)
    assert [(one.code, one.place.cell, one.count, dict(one.params)) for one in found] == [
        ("kpi-unknown", "B2", 2, {"closest": "销售额"})
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"actuals": [actual("销售额")]}, ("error", "actual-computed", "实际!B2")),
        ({"actuals": [actual("协作")]}, ("warning", "actual-rated", "实际!B2")),
        ({"ratings": [rating("投诉")]}, ("warning", "rating-unread", "评分!B2")),
    ],
)
def test_rows_of_the_wrong_kpi(rows: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert given(SCHEME, **rows) == [expected]


@pytest.mark.parametrize(
    ("name", "challenge", "wrong"),
    [
        ("销售额", "11", False),
        ("销售额", "10", True),
        ("销售额", "9", True),
        ("销售额", None, False),
        ("投诉", "9", False),
        ("投诉", "10", True),
        ("投诉", "11", True),
        ("投诉", "0", True),
    ],
)
def test_a_challenge_is_beyond_the_baseline_in_its_direction(name: str, challenge: str | None, wrong: bool) -> None:
    found = given(SCHEME, targets=[target(name, "10", challenge)])
    assert found == ([("error", "challenge-not-beyond", "目标!D2")] if wrong else [])


def test_percent_targets_are_compared_as_read() -> None:
    rows = [target("回款率", "90", "0.95", challenge_percent=True)]
    assert given(SCHEME, targets=rows) == []


def test_a_target_outside_the_scorecard_is_told() -> None:
    the_plan = plan(kpis=KPIS, weights=WEIGHTS[1:])
    assert given(the_plan, targets=[target("销售额")]) == [("warning", "row-not-scored", "目标!B2")]


def node(dimension: str, key: str, value: str, parent: str | None = None, name: str = "销售额") -> dict[str, Any]:
    return {"dimension": dimension, "key": key, "parent": parent, "kpi": name, "target": value}


COMPANY = [node("公司", "公司", "100"), node("区域", "华东", "60", "公司"), node("区域", "华南", "40", "公司")]


def test_a_decomposition_that_adds_up_has_no_findings() -> None:
    assert given(SCHEME, target_tree=COMPANY) == []


def test_the_remainder_of_a_decomposition_is_told_with_its_amount() -> None:
    rows = [*COMPANY[:2], node("区域", "华南", "30.5", "公司"), node("产品线", "软件", "100", "公司")]
    found = checked(tables(people=TWO, target_tree=rows), SCHEME)
    assert [(one.code, one.place.cell, one.value) for one in found] == [("tree-remainder", "E2", "9.50")]
    assert dict(found[0].params) == {
        "kpi": "销售额",
        "node": "公司",
        "dimension": "区域",
        "target": "100.00",
        "parts": "90.50",
    }


def test_percentages_are_not_added_up() -> None:
    rows = [
        node("公司", "公司", "90", name="回款率"),
        node("区域", "华东", "90", "公司", "回款率"),
        node("区域", "华南", "90", "公司", "回款率"),
    ]
    assert given(SCHEME, target_tree=rows) == []


def test_an_unknown_parent_and_team() -> None:
    rows = [node("公司", "公司", "100"), node("团队", "一对", "100", "总部")]
    assert given(SCHEME, target_tree=rows) == [
        ("error", "tree-parent-unknown", "目标分解!C3"),
        ("warning", "tree-team-unknown", "目标分解!B3"),
    ]


@pytest.mark.parametrize(
    ("baselines", "left"), [(("60", "40"), None), (("60", "30"), "10.00"), (("60", "50"), "-10.00")]
)
def test_the_targets_of_people_are_held_against_their_team(baselines: tuple[str, str], left: str | None) -> None:
    targets = [target("销售额", baselines[0]), target("销售额", baselines[1], employee_id="1002")]
    found = checked(tables(people=TWO, targets=targets, target_tree=[node("团队", "一队", "100")]), SCHEME)
    assert [one.value for one in found] == ([] if left is None else [left])


def test_a_team_target_of_another_period_is_not_compared() -> None:
    rows = [node("期间", "2026-08", "100"), node("团队", "一队", "100", "2026-08")]
    assert given(SCHEME, targets=[target("销售额", "60")], target_tree=rows) == []


def test_a_team_target_split_into_periods_is_compared_by_its_part() -> None:
    rows = [node("团队", "一队", "100"), node("期间", "2026-08", "40", "一队"), node("期间", "2026-09", "60", "一队")]
    assert given(SCHEME, targets=[target("销售额", "60")], target_tree=rows) == []
    assert given(SCHEME, targets=[target("销售额", "50")], target_tree=rows) == [
        ("warning", "tree-remainder", "目标分解!E4")
    ]


def test_a_ring_in_the_decomposition_ends() -> None:
    rows = [node("公司", "甲", "10", "乙"), node("公司", "乙", "10", "甲"), node("团队", "一队", "10", "甲")]
    assert given(SCHEME, target_tree=rows) == []
