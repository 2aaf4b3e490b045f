"""When a period is closed again: nothing new where nothing changed, a revision that says why where something did."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.archive.revisions import Revision, revisions
from pipeline.cli import main
from pipeline.draft import Draft, make_draft
from pipeline.wording import wording
from tests.faults.closing import command
from tests.faults.small import JUNE, MAY, orders_of, write_small


@pytest.fixture
def closed(company: Path, tmp_path: Path) -> Path:
    """A folder of its own with both months closed."""
    for name in ("input", "output"):
        shutil.copytree(company / name, tmp_path / name)
    return tmp_path


def last(folder: Path, period: str = JUNE) -> Revision:
    return revisions(folder / "output" / period)[-1]


def test_an_unchanged_month_stands(closed: Path) -> None:
    assert command("close", JUNE, closed) == 0
    assert last(closed).number == 1


def test_a_changed_file_makes_a_revision_that_names_it(closed: Path) -> None:
    write_small(closed / "input", may={"订单": orders_of(5, {"S5-3": 108765})})
    assert command("close", MAY, closed) == 0
    second = last(closed, MAY)
    assert second.number == 2
    assert second.manifest["reason"].startswith("输入有变：")
    assert ".xlsx" in second.manifest["reason"]


def test_a_file_merely_saved_again_is_no_reason(closed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As Excel saves it: other bytes, the same cells."""
    write_small(closed / "input", may={"订单": orders_of(5, {"S5-3": 108765})})
    for path in (closed / "input/plans/激励方案.xlsx", closed / "input/calendar.xlsx"):
        before = path.read_bytes()
        openpyxl.load_workbook(path).save(path)
        assert path.read_bytes() != before
    places = ("--input", str(closed / "input"), "--output", str(closed / "output"), "--workers", "1")
    assert main(["close", MAY, *places]) == 0
    assert last(closed, MAY).manifest["reason"] == "输入有变：销售数据.xlsx"
    assert "没有写更正原因，r2 及其文件上印的是“输入有变：销售数据.xlsx”" in capsys.readouterr().out
    assert main(["diff", MAY, "r1", "r2", *places]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("输入文件不同")]
    assert [line.split("：")[1].split("（")[0] for line in told] == [f"{MAY}/销售数据.xlsx"]
    assert main(["close", MAY, *places, "--reason", "再核对一次"]) == 0
    assert last(closed, MAY).manifest["reason"] == "再核对一次"
    assert "没有写更正原因" not in capsys.readouterr().out


def test_a_file_that_comes_while_a_close_is_reading_blocks_it(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was not read, so it must not be sealed as if it had been."""
    write_small(closed / "input", may={"订单": orders_of(5, {"S5-3": 108765})})
    late, given = closed / "input" / MAY / "迟到.csv", make_draft

    def and_meanwhile(*asked: Any) -> Draft:
        draft = given(*asked)
        late.write_text("备注\n晚了\n", "utf-8")
        return draft

    monkeypatch.setattr("pipeline.sealing.make_draft", and_meanwhile)
    assert command("close", MAY, closed) == 1
    assert last(closed, MAY).number == 1


def test_a_changed_earlier_month_makes_a_revision(closed: Path) -> None:
    write_small(closed / "input", may={"订单": orders_of(5, {"S5-3": 108765})})
    assert command("close", MAY, closed) == 0
    assert command("close", JUNE, closed) == 0
    assert (last(closed).number, last(closed).manifest["reason"]) == (2, wording("zh")("close.again"))
    assert command("audit", JUNE, closed) == 0
    assert command("diff", JUNE, closed, "r1", "r2") == 0
    book = openpyxl.load_workbook(closed / "output" / JUNE / "diff" / f"{JUNE}-r1_{JUNE}-r2.xlsx")
    causes = [row[:2] for row in book["方案与输入"].iter_rows(values_only=True)]
    assert [("以前封存", f"{MAY}/r1"), ("以前封存", f"{MAY}/r2")] == [
        cause for cause in causes if cause[0] == "以前封存"
    ]


def test_an_unchanged_month_whose_files_were_changed_does_not_stand(
    closed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    statement = last(closed).folder / "statements/0001.pdf"
    statement.chmod(0o600)
    statement.write_bytes(b"%PDF-1.7 paid more")
    assert command("close", JUNE, closed) == 3
    assert f"{JUNE}/r1" in capfd.readouterr().err
