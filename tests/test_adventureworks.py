"""A published company's quarter, from workbooks to the cent (skipped where the data is absent)."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.findings import any_blocks
from pipeline.history import History
from pipeline.intake.calendar_workbook import read_calendar
from pipeline.intake.period_folder import read_period
from pipeline.intake.plan_workbook import read_plan
from pipeline.plan import parse_plan, plans_in_force

EXAMPLE = Path(__file__).resolve().parents[2] / "shared" / "examples" / "adventureworks"
COLUMNS = ("coefficient", "performance_bonus", "commission", "payable")

pytestmark = pytest.mark.skipif(not EXAMPLE.is_dir(), reason="the example data is not here")


@pytest.fixture(scope="module")
def calculation() -> Calculation:
    folder = EXAMPLE / "input"
    workdays, (period,), _ = read_calendar(folder / "calendar.xlsx")
    tables, found = read_plan(folder / "plans" / "plan.xlsx")
    plan, wrong = parse_plan("plan.xlsx", tables)
    intake = read_period(folder / period.id)
    assert plan
    assert not any_blocks([*found, *wrong, *intake.findings])
    plans, _ = plans_in_force([plan], period)
    return calculate(period, intake.tables, plans, workdays, History())


def expected() -> dict[str, dict[str, Fraction]]:
    with (EXAMPLE / "expected.csv").open(newline="") as file:
        return {row.pop("employee_id"): {k: Fraction(v) for k, v in row.items()} for row in csv.DictReader(file)}


def test_nothing_blocks(calculation: Calculation) -> None:
    assert [finding for finding in calculation.findings if finding.blocks] == []


def test_everybody_s_figures(calculation: Calculation) -> None:
    scores = calculation.kpi_scores.set_index("employee_id")[["baseline", "actual"]]
    people = calculation.people.set_index("employee_id")[list(COLUMNS)].join(scores)
    found = {str(who): {str(name): value for name, value in row.items()} for who, row in people.iterrows()}
    assert {who: found[who] for who in sorted(found)} == expected()


def test_the_total(calculation: Calculation) -> None:
    assert sum(calculation.people["payable"]) == Fraction("46964.87")
