"""`simulate`: the handbook's two plans, pilot teams, sealed inputs, periods that build on each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.archive.files import remove_tree
from pipeline.cli import main
from tests.casebook.defaults import whole_plan
from tests.example.people import XIAO_LI, XIAO_ZHANG
from tests.example.workbooks import Sheet, write_workbook
from tests.faults.small import JUNE, MAY, PEOPLE, PLAN, SHEETS, write_small

INPUT = Path(__file__).parents[2] / "input"
REPORT = "试运行效果评估报告"


def simulate(*arguments: object, output: Path, source: Path = INPUT, lang: str = "zh") -> int:
    options = ("--input", source, "--output", output, "--lang", lang, "--quiet")
    return main([str(word) for word in ("simulate", *arguments, *options)])


def by_person(output: Path, lang: str = "zh") -> dict[str, dict[str, Any]]:
    (path,) = output.glob(f"simulate/*/{REPORT}.xlsx")
    name = "逐人差异" if lang == "zh" else "By person"
    _, _, header, *rows = openpyxl.load_workbook(path, data_only=True)[name].iter_rows(values_only=True)
    return {str(row[0]): dict(zip(map(str, header), row, strict=True)) for row in rows}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """The smallest company, and a plan beside it whose 骨干 have a base of 9,000 instead of 8,000."""
    source = write_small(tmp_path / "input")
    grades = Sheet("职级", ("职级", "奖金基数"), [("骨干", 9000), ("新人", 5000)])
    write_workbook(source / "plans/试行/新方案.xlsx", whole_plan({**SHEETS, "职级": grades}, JUNE).values())
    yield source
    remove_tree(tmp_path / "output")


def test_the_handbooks_two_plans_differ_by_1536_and_900(tmp_path: Path) -> None:
    plan = INPUT / "plans/对照/手册印刷系数.xlsx"
    assert simulate("2023Q3", "--plan", plan, output=tmp_path) == 0
    people = by_person(tmp_path)
    assert (people[XIAO_ZHANG]["现行方案应发"], people[XIAO_ZHANG]["试行方案应发"]) == (9216, 7680)
    assert people[XIAO_ZHANG]["差额"] == -1536
    assert people[XIAO_LI]["差额"] == -900
    assert sum(row["差额"] for one, row in people.items() if one != "合计") == pytest.approx(people["合计"]["差额"])
    assert not (tmp_path / "2023Q3").exists()
    (report,) = tmp_path.glob(f"simulate/*/{REPORT}.pdf")
    assert report.read_bytes().startswith(b"%PDF")


def test_a_pilot_moves_its_teams_only(small: Path, tmp_path: Path) -> None:
    rows = [(*row[:2], "华北部", *row[3:]) if row[0] == "0002" else row for row in PEOPLE.rows]
    write_small(small, may={"人员": replace(PEOPLE, rows=rows)})
    plan = small / "plans/试行/新方案.xlsx"
    assert simulate(MAY, "--plan", plan, "--teams", "华北部", output=tmp_path / "output", source=small, lang="en") == 0
    people = by_person(tmp_path / "output", "en")
    moved = {one: row["Difference"] for one, row in people.items() if row["Difference"] and one != "Total"}
    assert list(moved) == ["0002"]
    assert moved["0002"] > 0


def test_an_unknown_team_is_a_finding(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = small / "plans/试行/新方案.xlsx"
    assert simulate(JUNE, "--plan", plan, "--teams", "华中部", output=tmp_path / "output", source=small) == 1
    assert "华东一部" in capsys.readouterr().err


def test_sealed_inputs_are_read_and_nothing_is_sealed(small: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    for month in (MAY, JUNE):
        close = ["close", month, "--input", str(small), "--output", str(output), "--workers", "1", "--quiet"]
        assert main(close) == 0
    plan = tmp_path / "新方案.xlsx"
    plan.write_bytes((small / "plans/试行/新方案.xlsx").read_bytes())
    remove_tree(small / MAY)
    remove_tree(small / JUNE)
    (small / PLAN).unlink()
    assert simulate(MAY, JUNE, "--plan", plan, output=output, source=small) == 0
    people = by_person(output)
    assert people["0003"]["差额"] == 0
    assert people["0001"]["差额"] > 0
    assert sorted(path.name for path in (output / JUNE).iterdir() if path.name.startswith("r")) == ["r1"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [((JUNE, MAY), 2), ((JUNE, "nonsense"), 2), (("2023-01",), 1)],
)
def test_wrong_spans_end_with_their_code(small: Path, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    plan = small / "plans/试行/新方案.xlsx"
    assert simulate(*arguments, "--plan", plan, output=tmp_path / "output", source=small) == code


def test_the_same_plan_moves_nobody(small: Path, tmp_path: Path) -> None:
    assert simulate(MAY, JUNE, "--plan", small / PLAN, output=tmp_path / "output", source=small) == 0
    assert all(row["差额"] == 0 for row in by_person(tmp_path / "output").values())
