"""Percentages of KPIs: baseline, challenge and actual together, decided per KPI (SPEC 2)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from pipeline.findings import Place
from pipeline.plan.model import Kpi
from pipeline.rules.percent_units import percent_units
from pipeline.tables import Tables
from schemas.terms import Category, Scoring
from tests.rules.typed import plan, tables


def kpi(name: str, unit: str) -> Kpi:
    return Kpi(name, Category.RESULT, Scoring.RATIO, "系统", Place(), unit=unit)


PLAN = plan(kpis={"回款率": kpi("回款率", "%"), "满意度": kpi("满意度", "%"), "销售额": kpi("销售额", "元")})


def target(baseline: str, name: str = "回款率", **cells: Any) -> dict[str, Any]:
    return {"employee_id": "1001", "kpi": name, "baseline": baseline, **cells}


def actual(value: str, name: str = "回款率", **cells: Any) -> dict[str, Any]:
    return {"employee_id": "1001", "kpi": name, "actual": value, "source": "财务", **cells}


def read(period_tables: Tables) -> tuple[list[Any], list[Any], list[str]]:
    found, findings = percent_units(period_tables, [PLAN])
    baselines = found.frames["targets"]["baseline"].tolist()
    return baselines, found.frames["actuals"]["actual"].tolist(), [one.place.cell for one in findings]


@pytest.mark.parametrize(
    ("baseline", "reached", "expected"),
    [
        (target("0.9"), actual("0.88"), (Decimal("0.9"), Decimal("0.88"))),
        (target("90"), actual("88"), (Decimal("0.9"), Decimal("0.88"))),
        (target("0.9", baseline_percent=True), actual("88"), (Decimal("0.9"), Decimal("0.88"))),
        (target("90"), actual("0"), (Decimal("0.9"), Decimal(0))),
        (target("1.5"), actual("1.2"), (Decimal("1.5"), Decimal("1.2"))),
        (target("20"), actual("-3"), (Decimal("0.2"), Decimal("-0.03"))),
        (target("90", "销售额"), actual("0.5", "销售额"), (Decimal(90), Decimal("0.5"))),
    ],
)
def test_numbers_of_a_percent_kpi(
    baseline: Mapping[str, Any], reached: Mapping[str, Any], expected: tuple[Decimal, Decimal]
) -> None:
    baselines, actuals, findings = read(tables(targets=[baseline], actuals=[reached]))
    assert (baselines, actuals, findings) == ([expected[0]], [expected[1]], [])


def test_a_mixed_kpi_is_an_error_at_the_odd_cells() -> None:
    assert read(tables(targets=[target("90"), target("95")], actuals=[actual("0.88")]))[2] == ["C2"]


def test_each_kpi_is_decided_for_itself() -> None:
    found = tables(targets=[target("90"), target("0.95", "满意度")], actuals=[actual("88"), actual("0.97", "满意度")])
    assert read(found) == ([Decimal("0.9"), Decimal("0.95")], [Decimal("0.88"), Decimal("0.97")], [])


def test_reading_twice_changes_nothing() -> None:
    once, _ = percent_units(tables(targets=[target("90")], actuals=[actual("88")]), [PLAN])
    assert read(once) == ([Decimal("0.9")], [Decimal("0.88")], [])


def test_blank_cells_and_absent_tables_are_left_alone() -> None:
    found, findings = percent_units(tables(targets=[target("90", challenge=None)]), [PLAN])
    assert found.frames["targets"]["challenge"].isna().all()
    assert not findings
