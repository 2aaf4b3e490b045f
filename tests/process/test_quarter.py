"""A whole quarter of the shipped example, day by day: people decide, the daily job does the rest, once each."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.archive.files import remove_tree, replace_file
from pipeline.archive.revisions import revisions
from pipeline.cli import main
from tests.deliver.conftest import Authority, authority, box
from tests.deliver.postbox import PostBox
from tests.process.days import day

__all__ = ["authority", "box"]
ROOT = Path(__file__).parents[2]
INPUT = ROOT / "input"
PERIOD = "2023Q3"
MISSED = {day("2023-10-12")}


DYING = """
import os, signal, sys
from pipeline.cli import main
from pipeline.deliver.server import Server
send = Server.send
def dying(server, mail):
    send(server, mail)
    os.kill(os.getpid(), signal.SIGKILL)
Server.send = dying
main(sys.argv[1:])
"""


class Office:
    """HR at its desk: commands on a date, and the workbooks."""

    def __init__(self, folder: Path) -> None:
        self.input = Path(shutil.copytree(INPUT, folder / "input"))
        shutil.rmtree(self.input / "2023Q2")
        self.output = folder / "output"
        self.today = day("2023-10-05")

    def run(self, *words: str) -> int:
        """One command."""
        return main([*words, "--input", str(self.input), "--output", str(self.output)])

    def advance(self, state: str, reason: str = "") -> int:
        """A decision of today."""
        given = ("--by", "苏敏", "--date", str(self.today), *(("--reason", reason) if reason else ()))
        return self.run("advance", PERIOD, "--to", state, *given)

    def until(self, last: str) -> None:
        """Let days pass up to the last one, its daily job included."""
        while self.today < day(last):
            self.today += timedelta(days=1)
            if self.today not in MISSED:
                self.run("tick", "--date", str(self.today))

    def crash(self) -> None:
        """The next day's job dies the moment that the server has taken the first mail."""
        self.today += timedelta(days=1)
        words = ["tick", "--date", str(self.today), "--input", str(self.input), "--output", str(self.output)]
        done = subprocess.run([sys.executable, "-c", DYING, *words], cwd=ROOT, check=False)
        assert done.returncode == -signal.SIGKILL

    def appeal(self, *rows: tuple[Any, ...]) -> None:
        """The register of appeals as it stands today."""
        path = self.input / PERIOD / "奖励调整申诉登记.xlsx"
        book = openpyxl.load_workbook(path)
        sheet = book["申诉"]
        headers = {str(cell.value): number for number, cell in enumerate(sheet[1], start=1)}
        number = headers["申诉编号"]
        for values in rows:
            wanted = dict(
                zip(
                    ("申诉编号", "工号", "涉及期间", "提交日期", "内容", "结论", "答复日期", "处理人"),
                    values,
                    strict=True,
                )
            )
            lines = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, number).value == values[0]]
            line = lines[0] if lines else sheet.max_row + 1
            for header, value in wanted.items():
                sheet.cell(line, headers[header]).value = value
        book.save(path)

    def ledger(self, name: str = "ledger.jsonl") -> list[dict[str, Any]]:
        """A ledger as it is on the disk."""
        return [json.loads(line) for line in (self.output / PERIOD / name).read_text("utf-8").splitlines()]


@pytest.fixture
def office(tmp_path: Path, box: PostBox, authority: Authority) -> Iterator[Office]:
    desk = Office(tmp_path)
    settings = {"host": "localhost", "port": box.port, "sender": "hr@xingchuan.example", "ca_file": str(authority.ca)}
    table = {**settings, "rate": 0, "attempts": 1, "timeout": 5}
    lines = [f"{name} = {value!r}" for name, value in table.items()]
    replace_file(desk.output / "delivery.toml", "\n".join(["[smtp]", *lines]).encode())
    yield desk
    remove_tree(desk.output)


def held(
    person: str, number: str, day_handed_in: date, decision: str = "待处理", decided: date | None = None
) -> tuple[Any, ...]:
    return (number, person, PERIOD, day_handed_in, "对业绩归属有异议", decision, decided, "苏敏")


@pytest.mark.long
def test_a_quarter_day_by_day(office: Office, box: PostBox, capsys: pytest.CaptureFixture[str]) -> None:
    office.appeal(held("1025", "SS-2023Q3-01", day("2023-10-13"), "维持", day("2023-10-13")))
    office.until("2023-10-10")
    assert office.advance("公示中") == 1
    assert office.run("close", PERIOD) == 0
    assert office.advance("已试算") == 0
    office.until("2023-10-11")
    assert office.advance("公示中") == 0
    office.until("2023-10-13")
    accepted, rejected, late = "SS-2023Q3-02", "SS-2023Q3-03", "SS-2023Q3-04"
    office.appeal(held("1021", accepted, day("2023-10-13")), held("1035", rejected, day("2023-10-16")))
    office.until("2023-10-17")
    assert office.advance("已定稿") == 1
    assert box.tried == []
    decided = day("2023-10-18")
    office.appeal(
        held("1021", accepted, day("2023-10-13"), "更正", decided),
        held("1035", rejected, day("2023-10-16"), "维持", decided),
    )
    office.appeal(held("1027", late, day("2023-10-19")))
    office.until("2023-10-19")
    assert office.run("close", PERIOD, "--reason", "申诉更正") == 0
    assert office.advance("已定稿") == 1
    assert office.advance("已定稿", "更正不影响他人，逾期申诉暂缓") == 0
    office.crash()
    (first,) = box.received
    capsys.readouterr()
    office.until("2023-10-23")
    assert f"--received {first[:4]}" in capsys.readouterr().err
    assert office.run("deliver", PERIOD, "--received", first[:4]) == 0
    assert office.advance("已发放") == 0
    office.until("2023-10-27")
    check_outcome(office, box)
    assert office.run("close", PERIOD, "--reason", "再改") == 1


def check_outcome(office: Office, box: PostBox) -> None:
    """States, reasons, mails and reminders as a person would expect them."""
    sealed = revisions(office.output / PERIOD)
    assert [one.number for one in sealed] == [1, 2]
    steps = [(one["to"], one["date"], one["revision"]) for one in office.ledger()]
    assert steps == [
        ("已试算", "2023-10-10", "r1"),
        ("公示中", "2023-10-11", "r1"),
        ("已定稿", "2023-10-19", "r2"),
        ("已发放", "2023-10-23", "r2"),
    ]
    assert office.ledger()[2]["remarks"] == ["notice-of-another-revision", "appeals-open"]
    people = sealed[-1].manifest["verification_codes"]
    assert box.received == Counter({f"{who}@xingchuan.example": 1 for who in people})
    told = [key for one in office.ledger("tick.jsonl") for key in one["keys"]]
    assert len(told) == len(set(told))
    assert any(key.startswith("late|self_review_by|2023-10-09|1006") for key in told)
    assert any("late|appeal_by" in key and "SS-2023Q3-04" in key for key in told)
