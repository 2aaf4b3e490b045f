"""HR at its desk: commands on a date, workbooks, the daily job, a job that dies, and what stands on the disk after."""

from __future__ import annotations

import csv
import json
import os
import signal
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
from pypdf import PdfReader

from pipeline.archive.revisions import MANIFEST, revisions
from pipeline.cli import main
from pipeline.deliver.server import Server
from pipeline.disk import replace_file
from tests.deliver.conftest import Authority
from tests.deliver.postbox import PostBox
from tests.example.workbooks import Sheet, write_workbook
from tests.faults.small import MAY, PEOPLE, orders_of, tables
from tests.process.days import day

HEADERS = ("申诉编号", "工号", "涉及期间", "提交日期", "内容", "结论", "答复日期", "处理人")
Row = tuple[Any, ...]


class Office:
    """One period as HR lives through it; `missed` are days on which the daily job did not run."""

    def __init__(self, folder: Path, period: str, today: str, missed: Iterable[str] = ()) -> None:
        self.input, self.output = folder / "input", folder / "output"
        self.period = period
        self.today = day(today)
        self.missed = frozenset(map(day, missed))

    def settings(self, box: PostBox, authority: Authority) -> None:
        """How mail is sent."""
        known = {"host": "localhost", "port": box.port, "sender": "hr@example.com", "ca_file": str(authority.ca)}
        table = {**known, "rate": 0, "attempts": 1, "timeout": 5}
        lines = [f"{name} = {value!r}" for name, value in table.items()]
        replace_file(self.output / "delivery.toml", "\n".join(["[smtp]", *lines]).encode())

    def run(self, *words: str) -> int:
        """One command."""
        return main([*words, "--input", str(self.input), "--output", str(self.output)])

    def close(self, *words: str) -> int:
        """Close the period."""
        code = self.run("close", self.period, "--workers", "1", *words)
        noon = datetime.combine(self.today, time(12)).timestamp()
        for revision in revisions(self.output / self.period)[-1:]:
            os.utime(revision.folder / MANIFEST, (noon, noon))
        return code

    def advance(self, state: str, reason: str = "") -> int:
        """A decision of today."""
        given = ("--by", "苏敏", "--date", str(self.today), *(("--reason", reason) if reason else ()))
        return self.run("advance", self.period, "--to", state, *given)

    def until(self, last: str) -> list[int]:
        """Let days pass up to the last one, its daily job included; how the jobs ended."""
        ended = []
        while self.today < day(last):
            self.today += timedelta(days=1)
            if self.today not in self.missed:
                ended.append(self.run("tick", "--date", str(self.today)))
        return ended

    def crash(self) -> None:
        """The next day's job is killed the moment that the server has taken the first mail."""
        self.today += timedelta(days=1)
        child = os.fork()
        if child == 0:
            Server.send = _dying(Server.send)  # type: ignore[method-assign]
            self.run("tick", "--date", str(self.today))
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    def appeal(self, workbook: str, *rows: Row) -> None:
        """Enter appeals in the register, or their answers: a row per 申诉编号, as it stands today."""
        path = self.input / self.period / workbook
        book = openpyxl.load_workbook(path) if path.exists() else openpyxl.Workbook()
        if "申诉" not in book.sheetnames:
            book.worksheets[0].title = "申诉"
            book.worksheets[0].append(HEADERS)
        sheet = book["申诉"]
        for row in rows:
            known = [line for line in range(2, sheet.max_row + 1) if sheet.cell(line, 1).value == row[0]]
            line = known[0] if known else sheet.max_row + 1
            for column, value in enumerate(row, start=1):
                sheet.cell(line, column).value = value
        book.save(path)

    def case(self, person: str, number: str, handed_in: str, decision: str = "待处理", decided: str = "") -> Row:
        """One appeal."""
        answered: date | None = day(decided) if decided else None
        return (number, person, self.period, day(handed_in), "对业绩归属有异议", decision, answered, "苏敏")

    def ledger(self, name: str = "ledger.jsonl") -> list[dict[str, Any]]:
        """A ledger as it is on the disk."""
        return [json.loads(line) for line in (self.output / self.period / name).read_text("utf-8").splitlines()]

    def decisions(self) -> list[tuple[str, str, str]]:
        """To which state, on which day, on which revision."""
        return [(one["to"], one["date"], one["revision"]) for one in self.ledger()]

    def told(self) -> list[str]:
        """What the daily job remembers to have told."""
        return [key for one in self.ledger("tick.jsonl") for key in one["keys"]]

    def payroll(self, revision: str, who: str = "工号", amount: str = "应发奖金(税前)") -> dict[str, str]:
        """The amount of everybody in the payroll file, by its columns."""
        return {row[who]: row[amount] for row in self.payroll_rows(revision)}

    def payroll_rows(self, revision: str) -> list[dict[str, str]]:
        """The payroll file."""
        content = (self.output / self.period / revision / "registers/薪资导入.csv").read_text("utf-8-sig")
        return list(csv.DictReader(StringIO(content)))

    def statement(self, revision: str, who: str) -> str:
        """What a statement prints, without blanks."""
        return text_of((self.output / self.period / revision / "statements" / f"{who}.pdf").read_bytes())

    def adjustments(self) -> dict[str, Any]:
        """Person and amount of the 调整 workbook that `correct` wrote."""
        (sheet,) = openpyxl.load_workbook(self.output / self.period / "correct/调整.xlsx").worksheets
        return {str(row[0]): row[3] for row in sheet.iter_rows(min_row=2, values_only=True)}


def deliver_exports(office: Office, changed: Mapping[str, int] | None = None) -> None:
    """The month's exports, everybody with an address; `changed` gives other amounts by order number."""
    rows = [(*row, f"{row[0]}@example.com") for row in PEOPLE.rows]
    people = Sheet(PEOPLE.name, (*PEOPLE.header, "邮箱"), rows)
    orders = orders_of(5, changed)
    write_workbook(office.input / MAY / "销售数据.xlsx", {**tables(5), "人员": people, "订单": orders}.values())


def text_of(pdf: bytes) -> str:
    """What a PDF prints, without blanks."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def _dying(send: Callable[..., Any]) -> Callable[..., Any]:
    def sent_and_dead(*given: Any) -> None:
        send(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    return sent_and_dead
