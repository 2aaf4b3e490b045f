"""A revision that was delivered, and the one that corrects it: whoever it touches hears of it, nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.files import remove_tree
from tests.deliver.conftest import Authority, authority, box
from tests.deliver.postbox import PostBox
from tests.faults.small import MAY, write_small
from tests.process.office import Office, deliver_exports

__all__ = ["authority", "box"]


@pytest.fixture
def office(tmp_path: Path, box: PostBox, authority: Authority) -> Iterator[Office]:
    desk = Office(tmp_path, MAY, "2024-06-06")
    write_small(desk.input)
    deliver_exports(desk)
    desk.settings(box, authority)
    yield desk
    remove_tree(desk.output)


@pytest.mark.long
def test_a_correction_after_delivery(office: Office, box: PostBox, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.close() == 0
    assert office.run("deliver", MAY) == 1
    assert office.advance("已试算") == 0
    assert office.advance("已定稿", "小公司，当面说明") == 0
    assert office.run("deliver", MAY) == 0
    assert sum(box.received.values()) == 3
    deliver_exports(office, {"S5-3": 118765})
    assert office.close("--reason", "订单金额更正") == 0
    assert office.run("deliver", MAY) == 0
    assert sum(box.received.values()) == 3
    assert office.advance("已定稿") == 1
    assert office.advance("已定稿", "更正 0002 的订单") == 0
    capsys.readouterr()
    assert office.run("deliver", MAY) == 0
    assert "本次发出 1 份，此前已送达 2 份" in capsys.readouterr().out
    assert box.received == {"0001@example.com": 1, "0002@example.com": 2, "0003@example.com": 1}
    first, second = (mail for mail in box.mails if mail["To"] == "0002@example.com")
    assert first["Message-ID"] != second["Message-ID"]
    assert "替代此前的 r1" in str(second.get_body().get_content())  # type: ignore[union-attr]
    assert office.run("deliver", MAY) == 0
    assert sum(box.received.values()) == 4
