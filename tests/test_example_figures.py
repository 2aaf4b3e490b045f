"""The handbook's figures, to the cent, from the shipped workbooks through the command line (SPEC 9)."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from tests.casebook.run import Outcome, Records, command, outcome
from tests.example.people import XIAO_LI, XIAO_ZHANG

INPUT = Path(__file__).parents[1] / "input"
PERIOD = "2023Q3"


def calculated(folder: Path, plan: str) -> Outcome:
    source = folder / "input"
    shutil.copytree(INPUT / PERIOD, source / PERIOD)
    shutil.copy(INPUT / "calendar.xlsx", source)
    (source / "plans").mkdir()
    shutil.copy(INPUT / "plans" / plan, source / "plans")
    return outcome(command("calculate", PERIOD, source, folder / "output"), folder / "output", PERIOD)


@pytest.fixture(scope="module")
def by_the_rules(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return calculated(tmp_path_factory.mktemp("rules"), "销售绩效激励方案2023.xlsx")


@pytest.fixture(scope="module")
def as_printed(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return calculated(tmp_path_factory.mktemp("printed"), "对照/手册印刷系数.xlsx")


def of(person: str, records: Records) -> Records:
    return [row for row in records if row["employee_id"] == person]


def payable(result: Outcome) -> list[Decimal]:
    return [of(person, result.data["results"])[0]["payable"] for person in (XIAO_ZHANG, XIAO_LI)]


def test_by_its_own_rules_the_handbook_pays_9216_and_5500(by_the_rules: Outcome) -> None:
    assert by_the_rules.exit == 0
    assert payable(by_the_rules) == [Decimal("9216.00"), Decimal("5500.00")]


def test_as_printed_it_pays_7680_and_4600(as_printed: Outcome) -> None:
    assert as_printed.exit == 0
    assert payable(as_printed) == [Decimal("7680.00"), Decimal("4600.00")]


def test_the_kpi_table_scores_96_88_93_100_and_adds_to_94_55(by_the_rules: Outcome) -> None:
    scores = {row["kpi"]: row["score"] for row in of(XIAO_ZHANG, by_the_rules.data["kpi_scores"])}
    assert scores == {"销售额": 96, "回款率": 88, "有效拜访": 93, "方案及时率": 100}
    assert of(XIAO_ZHANG, by_the_rules.data["results"])[0]["total_score"] == Decimal("94.55")


def test_the_newcomer_scores_what_the_handbook_prints(by_the_rules: Outcome) -> None:
    assert of(XIAO_LI, by_the_rules.data["results"])[0]["total_score"] == Decimal("85.6")


def test_the_example_shows_every_status_but_carried(by_the_rules: Outcome) -> None:
    assert {row["status"] for row in by_the_rules.data["results"]} == {"normal", "held", "forfeited"}
