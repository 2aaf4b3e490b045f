"""What the terminal says of people who get nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.faults.small import MAY, PEOPLE, write_small


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
