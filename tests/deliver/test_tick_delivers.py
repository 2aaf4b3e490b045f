"""The daily job mails what a person made final, once; a paid period is closed to everything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.archive.files import replace_file
from pipeline.cli import main
from schemas.process import State
from tests.deliver.conftest import Authority
from tests.deliver.postbox import PostBox
from tests.deliver.sealed import decide, seal

EMAILS = {"1001": "1001@example.com", "1002": "1002@example.com"}
PAID = (State.CALCULATED, State.NOTICED, State.FINAL, State.PAID)
Tick = Callable[..., int]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    seal(folder, EMAILS)
    return folder


@pytest.fixture
def tick(output: Path, box: PostBox, authority: Authority, tmp_path: Path) -> Tick:
    (tmp_path / "input/2023Q3").mkdir(parents=True)
    settings = f'host = "localhost"\nport = {box.port}\nsender = "hr@example.com"\nca_file = "{authority.ca}"\n'
    replace_file(tmp_path / "mail.toml", f"[smtp]\nrate = 0\nattempts = 1\n{settings}".encode())

    def call(*words: str, mail: bool = True) -> int:
        given = ["--settings", str(tmp_path / "mail.toml")] if mail else []
        where = ["--input", str(tmp_path / "input"), "--output", str(output)]
        return main(["tick", *where, *given, *words])

    return call


def test_once_each_on_however_many_days(tick: Tick, output: Path, box: PostBox) -> None:
    decide(output, *PAID)
    assert tick("--date", "2023-10-19") == 0
    assert box.tried == []
    assert tick("--date", "2023-10-20", "--dry-run") == 0
    assert box.tried == []
    assert [tick("--date", f"2023-10-{number}") for number in (20, 21, 23)] == [0, 0, 0]
    assert sorted(box.received.items()) == [(address, 1) for address in EMAILS.values()]


def test_a_refused_mail_waits_for_a_person(tick: Tick, output: Path, box: PostBox) -> None:
    decide(output, *PAID)
    box.rcpt["1001@example.com"] = ["550 no such user"]
    assert [tick("--date", "2023-10-20"), tick("--date", "2023-10-21")] == [5, 5]
    assert box.tried.count("1001@example.com") == 1


def test_without_mail_settings_it_says_so_once(
    tick: Tick, output: Path, box: PostBox, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(output, *PAID)
    assert tick("--date", "2023-10-20", mail=False) == 0
    assert "2 份" in capsys.readouterr().out
    assert tick("--date", "2023-10-21", mail=False) == 0
    assert capsys.readouterr().out == ""
    assert tick("--date", "2023-10-22") == 0
    assert sum(box.received.values()) == 2


def test_a_dry_run_writes_nothing(tick: Tick, output: Path) -> None:
    decide(output, *PAID)
    before = sorted(path for path in output.rglob("*"))
    assert tick("--date", "2023-10-20", "--dry-run") == 0
    assert sorted(path for path in output.rglob("*")) == before


def test_a_paid_period_is_not_closed_again(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "input/2023Q3").mkdir(parents=True)
    decide(output, *PAID)
    assert main(["close", "2023Q3", "--input", str(tmp_path / "input"), "--output", str(output)]) == 1
    assert "已发放" in capsys.readouterr().err
    assert [path.name for path in (output / "2023Q3").glob("r*")] == ["r1"]
