"""What the terminal says of people who get nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.cli import main
from tests.faults.small import MAY, PEOPLE, write_small


def test_a_template_that_is_being_filled_in_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [main(["templates", str(tmp_path)]) for _ in range(2)] == [0, 0]
    path = tmp_path / "方案模板.xlsx"
    book = openpyxl.load_workbook(path)
    book["方案"]["B2"] = "青禾茶业销售激励方案"
    book.save(path)
    filled = path.read_bytes()
    capsys.readouterr()
    assert main(["templates", str(tmp_path)]) == 0
    assert path.read_bytes() == filled
    assert f"{path} 已有内容，没有覆盖" in capsys.readouterr().out


def test_nobody_goes_without_pay_unseen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = [
        ("0004", "卫一", "华东一部", "骨千", "0001", date(2024, 1, 1)),
        ("0005", "司徒二", "综合部", "行政专员", "0001", date(2024, 1, 1)),
    ]
    write_small(tmp_path / "input", {"人员": replace(PEOPLE, rows=[*PEOPLE.rows, *more])})
    places = ("--input", str(tmp_path / "input"), "--output", str(tmp_path / "output"))
    assert main(["validate", MAY, *places]) == 0
    said = capsys.readouterr().out
    assert "骨千" in said, "a letter off: a warning that names the grade that was meant"
    assert "司徒二（0005）不参与本期" in said, "no plan at all: a line of its own"
