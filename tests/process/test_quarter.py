"""The third quarter of the shipped example, every day of it from 1 July to the payment and after.

People decide, the daily job does the rest, once each. A month of three people, lived through the same way in seconds,
is `test_month.py`.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from pipeline.archive.files import remove_tree
from pipeline.archive.revisions import revisions
from tests.deliver.conftest import Authority, authority, box
from tests.deliver.postbox import PostBox
from tests.process.days import day
from tests.process.office import Office, text_of

__all__ = ["authority", "box"]
INPUT = Path(__file__).parents[2] / "input"
PERIOD, REGISTER = "2023Q3", "奖励调整申诉登记.xlsx"
SHIPPED, ACCEPTED, REJECTED, LATE = "1025", "1021", "1035", "1027"
AWARD = (ACCEPTED, "客户表扬奖", 800, "申诉成立：漏报客户来函", "黄嘉仪", day("2023-09-26"))
MISSED = ("2023-08-15", "2023-10-12", "2023-10-20")
Screen = pytest.CaptureFixture[str]


@pytest.fixture
def office(tmp_path: Path, box: PostBox, authority: Authority) -> Iterator[Office]:
    desk = Office(tmp_path, PERIOD, "2023-06-30", MISSED)
    shutil.copytree(INPUT, desk.input)
    for period in ("2023Q2", PERIOD):
        remove_tree(desk.input / period)
    (desk.input / PERIOD).mkdir()
    desk.settings(box, authority)
    yield desk
    remove_tree(desk.output)


@pytest.mark.long
def test_a_quarter_day_by_day(office: Office, box: PostBox, capsys: Screen) -> None:
    collected(office, capsys)
    noticed_and_appealed(office, capsys)
    corrected_and_final(office, box)
    delivered_through_a_crash(office, box, capsys)
    paid_and_answered_late(office)
    assert office.decisions() == [
        ("已试算", "2023-10-10", "r1"),
        ("公示中", "2023-10-12", "r1"),
        ("已定稿", "2023-10-19", "r2"),
        ("已发放", "2023-10-23", "r2"),
    ]
    assert [one["remarks"] for one in office.ledger()] == [[], [], ["notice-of-another-revision", "appeals-open"], []]
    people = revisions(office.output / PERIOD)[-1].manifest["verification_codes"]
    assert box.received == Counter({f"{who}@xingchuan.example": 1 for who in people})
    assert max(Counter(office.told()).values()) == 1
    certified(office)


def collected(office: Office, capsys: Screen) -> None:
    """The quarter runs with an empty folder, then the exports arrive in two batches."""
    quiet = office.until("2023-09-28")
    assert quiet == [1, *[0] * (len(quiet) - 1)]
    assert len(quiet) == (day("2023-09-28") - day("2023-06-30")).days - 1
    capsys.readouterr()
    office.until("2023-09-30")
    exports = sorted((INPUT / PERIOD).iterdir())
    late = [path for path in exports if path.stem.startswith(("CRM", "回款"))]
    for path in exports:
        if path not in late:
            shutil.copy(path, office.input / PERIOD)
    assert office.until("2023-10-07")[0] == 1
    said = capsys.readouterr()
    assert said.out.count("文件有变化") == 1
    for path in late:
        shutil.copy(path, office.input / PERIOD)
    assert office.until("2023-10-10")[0] == 0
    assert any(key.startswith("late|self_review_by|2023-10-09|1006") for key in office.told())


def noticed_and_appealed(office: Office, capsys: Screen) -> None:
    """The notice is a day late: what it really starts is told, and the statements' dates are the planned ones."""
    assert office.advance("公示中") == 1
    assert office.close() == 0
    assert office.advance("已试算") == 0
    office.until("2023-10-12")
    capsys.readouterr()
    assert office.advance("公示中") == 0
    said = capsys.readouterr().out
    assert "公示至 2023-10-17" in said
    assert "2023-10-16" in said
    assert "20231017" in (office.output / PERIOD / "calendar.ics").read_text("utf-8")
    office.until("2023-10-13")
    office.appeal(
        REGISTER,
        office.case(ACCEPTED, "SS-2023Q3-02", "2023-10-13"),
        office.case(REJECTED, "SS-2023Q3-03", "2023-10-16"),
    )
    office.until("2023-10-18")
    assert office.advance("已定稿") == 1


def corrected_and_final(office: Office, box: PostBox) -> None:
    """Three are answered, one of them in the person's favour; one comes when the notice is over and stays open."""
    office.appeal(
        REGISTER,
        office.case(SHIPPED, "SS-2023Q3-01", "2023-10-09", "维持", "2023-10-18"),
        office.case(ACCEPTED, "SS-2023Q3-02", "2023-10-13", "更正", "2023-10-18"),
        office.case(REJECTED, "SS-2023Q3-03", "2023-10-16", "维持", "2023-10-18"),
        office.case(LATE, "SS-2023Q3-04", "2023-10-19"),
    )
    path = office.input / PERIOD / REGISTER
    book = openpyxl.load_workbook(path)
    book["奖励名单"].append(AWARD)
    book.save(path)
    office.until("2023-10-19")
    assert box.tried == []
    assert office.close("--reason", "申诉更正") == 0
    assert office.advance("已定稿") == 1
    assert office.advance("已定稿", "更正不影响他人，逾期申诉暂缓") == 0
    before, after = office.payroll("r1"), office.payroll("r2")
    assert (set(after) - set(before), set(before) - set(after)) == ({SHIPPED}, {LATE})
    assert float(after[ACCEPTED]) - float(before[ACCEPTED]) == pytest.approx(800)
    assert after[REJECTED] == before[REJECTED]
    for who, said in ((ACCEPTED, "已更正"), (REJECTED, "维持原结果"), (SHIPPED, "维持原结果"), (LATE, "暂缓")):
        assert said in office.statement("r2", who)


def delivered_through_a_crash(office: Office, box: PostBox, capsys: Screen) -> None:
    """The twentieth is missed, the next day's job dies in the middle, the day after lists whom to ask."""
    assert office.until("2023-10-20") == []
    office.crash()
    (first,) = box.received
    capsys.readouterr()
    assert office.until("2023-10-23") == [5, 5]
    assert f"--received {first[:4]}" in capsys.readouterr().err
    assert office.run("deliver", PERIOD, "--received", first[:4]) == 0


def paid_and_answered_late(office: Office) -> None:
    """After pay day the late appeal is answered: the held pay is due as an adjustment of the next period."""
    assert office.advance("已发放") == 0
    assert set(office.until("2023-10-27")) == {0}
    assert any("late|appeal_by" in key and "SS-2023Q3-04" in key for key in office.told())
    assert office.close("--reason", "再改") == 1
    office.appeal(REGISTER, office.case(LATE, "SS-2023Q3-04", "2023-10-19", "维持", "2023-10-26"))
    assert office.run("correct", PERIOD) == 0
    assert office.adjustments() == {LATE: pytest.approx(float(office.payroll("r1")[LATE]))}


def certified(office: Office) -> None:
    """The certificate shows what made the reason necessary."""
    assert office.run("audit", PERIOD, "--workers", "1") == 0
    printed = text_of((office.output / PERIOD / "audit/r2.pdf").read_bytes())
    for said in ("公示的不是这个版本", "仍有未答复的申诉", "更正不影响他人，逾期申诉暂缓", "苏敏"):
        assert said in printed
