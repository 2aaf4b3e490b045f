"""A month of three people, day by day: an appeal accepted, one rejected, one late, a missed day, a crash.

The whole quarter of the shipped example, lived through the same way, is `test_quarter.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from tests.deliver.conftest import Authority, authority, box
from tests.deliver.postbox import PostBox
from tests.example.workbooks import Sheet, write_workbook
from tests.faults.small import MAY, write_small
from tests.process.office import Office, deliver_exports

__all__ = ["authority", "box"]
LATE, ACCEPTED, REJECTED = "0001", "0002", "0003"
REGISTER = "申诉登记.xlsx"
WEEKENDS = ("2024-06-01", "2024-06-08", "2024-06-09", "2024-06-15", "2024-06-16")
MISSED = (*WEEKENDS, "2024-06-05", "2024-06-10", "2024-06-11", "2024-06-12", "2024-06-18")
Screen = pytest.CaptureFixture[str]


@pytest.fixture
def office(tmp_path: Path, box: PostBox, authority: Authority) -> Iterator[Office]:
    desk = Office(tmp_path, MAY, "2024-05-30", MISSED)
    write_small(desk.input)
    remove_tree(desk.input / "2024-06")
    (desk.input / MAY / "销售数据.xlsx").unlink()
    renamed = [("应发奖金(税前)", "BONUS"), ("工号", "EMP_NO"), ("姓名", "NAME")]
    write_workbook(desk.input / "mapping.xlsx", [Sheet("薪资导入", ("标准列", "列名"), renamed)])
    desk.settings(box, authority)
    yield desk
    remove_tree(desk.output)


def test_a_month_day_by_day(office: Office, box: PostBox, capsys: Screen) -> None:
    collected(office, capsys)
    noticed_and_appealed(office)
    corrected_and_final(office)
    delivered_through_a_crash(office, box, capsys)
    paid_and_answered_late(office, capsys)
    assert office.decisions() == [
        ("已试算", "2024-06-06", "r1"),
        ("公示中", "2024-06-07", "r1"),
        ("已定稿", "2024-06-17", "r2"),
        ("已发放", "2024-06-20", "r2"),
    ]
    assert [one["remarks"] for one in office.ledger()] == [[], [], ["notice-of-another-revision", "appeals-open"], []]
    assert box.received == {f"{who}@example.com": 1 for who in (LATE, ACCEPTED, REJECTED)}
    assert max(Counter(office.told()).values()) == 1


def collected(office: Office, capsys: Screen) -> None:
    """Nothing arrived, then everything: told once each."""
    assert office.until("2024-06-02") == [1, 0]
    assert "人员" in capsys.readouterr().err
    deliver_exports(office)
    assert office.until("2024-06-04") == [0, 0]
    said = capsys.readouterr().out
    assert said.count("文件有变化") == 1
    assert "提醒 人力资源部：数据确认" not in said
    assert office.advance("公示中") == 1


def noticed_and_appealed(office: Office) -> None:
    office.until("2024-06-06")
    assert office.close() == 0
    assert office.advance("已试算") == 0
    office.until("2024-06-07")
    assert office.advance("公示中") == 0
    office.until("2024-06-13")
    office.appeal(REGISTER, office.case(ACCEPTED, "SS-1", "2024-06-11"), office.case(REJECTED, "SS-2", "2024-06-13"))
    office.until("2024-06-14")
    assert office.advance("已定稿") == 1


def corrected_and_final(office: Office) -> None:
    office.until("2024-06-16")
    office.appeal(
        REGISTER,
        office.case(ACCEPTED, "SS-1", "2024-06-11", "更正", "2024-06-16"),
        office.case(REJECTED, "SS-2", "2024-06-13", "维持", "2024-06-16"),
        office.case(LATE, "SS-3", "2024-06-15"),
    )
    deliver_exports(office, {"S5-3": 128765})
    office.until("2024-06-17")
    assert office.close("--reason", "申诉更正") == 0
    assert office.advance("已定稿") == 1
    assert office.advance("已定稿", "更正不影响他人，逾期申诉暂缓") == 0
    before, after = office.payroll("r1", "EMP_NO", "BONUS"), office.payroll("r2", "EMP_NO", "BONUS")
    assert list(office.payroll_rows("r2")[0]) == ["EMP_NO", "BONUS", "NAME", "期间", "币种", "状态"]
    assert (before[REJECTED], set(before) - set(after)) == (after[REJECTED], {LATE})
    assert float(after[ACCEPTED]) > float(before[ACCEPTED])
    for who, said in ((ACCEPTED, "已更正"), (REJECTED, "维持原结果"), (LATE, "暂缓")):
        assert said in office.statement("r2", who)


def delivered_through_a_crash(office: Office, box: PostBox, capsys: Screen) -> None:
    """The eighteenth is missed, the nineteenth dies in the middle, the twentieth lists whom to ask."""
    assert office.until("2024-06-18") == []
    assert box.tried == []
    office.crash()
    (first,) = box.received
    capsys.readouterr()
    assert office.until("2024-06-20") == [5]
    assert f"--received {first[:4]}" in capsys.readouterr().err
    assert office.run("deliver", MAY, "--received", first[:4]) == 0


def paid_and_answered_late(office: Office, capsys: Screen) -> None:
    assert office.advance("已发放") == 0
    assert office.advance("已发放") == 0
    assert "不重复记录" in capsys.readouterr().out
    assert office.until("2024-06-21") == [0]
    assert office.close("--reason", "再改") == 1
    assert any(key.startswith("late|appeal_by|2024-06-13|0001") and "SS-3" in key for key in office.told())
    office.appeal(REGISTER, office.case(LATE, "SS-3", "2024-06-15", "维持", "2024-06-21"))
    assert office.run("correct", MAY) == 0
    assert office.adjustments() == {LATE: pytest.approx(float(office.payroll("r1", "EMP_NO", "BONUS")[LATE]))}
