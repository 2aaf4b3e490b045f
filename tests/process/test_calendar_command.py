"""The commands calendar and advance on the shipped example, through the real command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from icalendar import Calendar

from pipeline.cli import main
from pipeline.disk import write_new
from tests.faults.small import MAY, write_small
from tests.process.office import Office

INPUT = Path(__file__).parents[2] / "input"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def run(output: Path, *words: str) -> int:
    return main([*words, "--output", str(output), "--input", str(INPUT)])


def test_deadlines_debts_and_lateness(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(output, "calendar", "2023Q3", "--date", "2023-10-12") == 0
    shown = capsys.readouterr().out
    for part in ("2023-10-09", "2023-10-11", "2023-10-16", "1006 何婉婷", "逾期完成（2023-10-10）", "SS-2023Q3-01"):
        assert part in shown, part
    book = Calendar.from_ical((output / "2023Q3/calendar.ics").read_bytes())
    events = {str(one["summary"]): str(one.decoded("dtstart")) for one in book.walk("VEVENT")}
    assert events["2023Q3 评分截止"] == "2023-10-11"
    assert len(events) == 8


def test_before_the_deadline_nothing_is_late(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(output, "calendar", "2023Q3", "--date", "2023-10-06", "--lang", "en") == 0
    assert "late (was due" not in capsys.readouterr().out


def test_a_year_that_nobody_entered(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(INPUT, tmp_path / "input")
    assert main(["calendar", "2026Q4", "--input", str(tmp_path / "input"), "--output", str(output)]) == 1
    told = capsys.readouterr().err
    assert "2027" in told
    assert "工作日历" in told


@pytest.fixture
def office(tmp_path: Path) -> Office:
    write_small(tmp_path / "input")
    write_new(tmp_path / "output/2024-05/draft/data/results.parquet", b"figures")
    return Office(tmp_path, MAY, "2024-06-05")


def test_decisions_are_recorded_and_refused_ones_are_not(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.advance("公示中") == 1
    assert office.advance("已试算") == 0
    assert office.advance("已试算") == 0
    assert "不重复记录" in capsys.readouterr().out
    assert office.advance("公示中") == 1
    assert "封存" in capsys.readouterr().err
    assert [(one["from"], one["to"], one["by"], one["date"]) for one in office.ledger()] == [
        ("收集", "已试算", "苏敏", "2024-06-05")
    ]


def test_a_ledger_changed_by_hand_is_told(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.advance("已试算") == 0
    path = office.output / MAY / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"n": 1', b'"n": 2'))
    assert office.run("calendar", MAY) == 1
    assert "ledger.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--to", "完成", "--by", "苏敏"], ["--to", "公示中"], ["--by", "苏敏"]])
def test_wrong_usage(output: Path, words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(output, "advance", "2023Q3", *words)
    assert ended.value.code == 2
