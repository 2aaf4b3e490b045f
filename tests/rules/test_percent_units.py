"""A bare number of a percent KPI is a ratio or a percentage, decided per KPI and column (SPEC 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.findings import Place
from pipeline.plan.model import Kpi
from pipeline.rules.percent_units import percent_units
from pipeline.tables import Tables
from schemas.terms import Category, Scoring
from tests.rules.spoken import spoken, told
from tests.rules.typed import person, plan, tables

RATE = Kpi("回款率", Category.RESULT, Scoring.RATIO, "财务", Place(), unit="%")
SCHEME = plan(kpis={"回款率": RATE, "拜访": replace(RATE, kpi="拜访", unit="次")})


def given(kpi: str, *baselines: str, percent: Sequence[bool] = ()) -> Tables:
    marks = [*percent, *[False] * len(baselines)]
    rows = [
        {"employee_id": str(place), "kpi": kpi, "baseline": value, "baseline_percent": mark}
        for place, (value, mark) in enumerate(zip(baselines, marks, strict=False))
    ]
    return tables(people=[person()], targets=rows)


def baselines(found: Tables) -> list[Decimal]:
    return [Decimal(value) for value in found.frames["targets"]["baseline"]]


@pytest.mark.parametrize(
    ("kpi", "written", "meant"),
    [
        ("回款率", ["90", "100"], ["0.9", "1"]),
        ("回款率", ["0.9", "1.5"], ["0.9", "1.5"]),
        ("回款率", ["92.5"], ["0.925"]),
        ("拜访", ["90", "1"], ["90", "1"]),
    ],
)
def test_bare_numbers_are_decided_together(kpi: str, written: list[str], meant: list[str]) -> None:
    found, findings = percent_units(given(kpi, *written), [SCHEME])
    assert (baselines(found), findings) == ([Decimal(value) for value in meant], [])


def test_a_cell_written_as_a_percentage_has_no_say() -> None:
    found, findings = percent_units(given("回款率", "0.9", "95", percent=[True]), [SCHEME])
    assert (baselines(found), findings) == ([Decimal("0.9"), Decimal("0.95")], [])


def test_mixed_numbers_are_an_error_at_the_odd_cells() -> None:
    found, findings = percent_units(given("回款率", "90", "0.95", "88"), [SCHEME])
    assert [(one.code, one.value, one.blocks) for one in findings] == [("percent-or-ratio", "0.95", True)]
    assert "0.95" in spoken(findings)[0]
    assert baselines(found) == [Decimal(90), Decimal("0.95"), Decimal(88)]


def test_one_and_a_half_is_a_ratio_and_named_beside_percentages() -> None:
    _, findings = percent_units(given("回款率", "90", "1.5", "-2"), [SCHEME])
    assert told(findings) == [
        "error 数据.xlsx!目标!C3: 指标“回款率”的单位是 %，同一列里有的像比例（≤ 1.5）、有的像百分数，“1.5”无法判断"
    ]


def test_doing_it_twice_changes_nothing() -> None:
    once, _ = percent_units(given("回款率", "300"), [SCHEME])
    twice, _ = percent_units(once, [SCHEME])
    assert baselines(once) == baselines(twice) == [Decimal(3)]


def test_the_tables_given_stay_as_they_are() -> None:
    before = given("回款率", "90")
    percent_units(before, [SCHEME])
    assert baselines(before) == [Decimal(90)]


def test_a_table_that_was_not_delivered_is_no_matter() -> None:
    assert percent_units(Tables({}), [SCHEME]) == (Tables({}), [])
