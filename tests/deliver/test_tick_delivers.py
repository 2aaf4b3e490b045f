"""The daily job mails what a person made final, once; a paid period is closed to everything else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.archive.lock import locked
from pipeline.cli import main
from pipeline.disk import replace_file
from schemas.process import State
from tests.deliver.conftest import Authority
from tests.deliver.postbox import DROP, PostBox
from tests.deliver.sealed import decide, seal

EMAILS = {"1001": "1001@example.com", "1002": "1002@example.com"}
PAID = (State.CALCULATED, State.NOTICED, State.FINAL, State.PAID)
ROOT = Path(__file__).parents[2]
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


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its content and the time of its last change."""
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_dry_run_writes_nothing(tick: Tick, output: Path, tmp_path: Path, box: PostBox) -> None:
    decide(output, *PAID)
    before = everything(tmp_path)
    assert tick("--date", "2023-10-20", "--dry-run") == 0
    assert everything(tmp_path) == before
    assert box.tried == []


def test_a_dry_run_of_an_open_period_names_what_is_missing_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "input/2023Q4").mkdir(parents=True)
    (tmp_path / "input/2023Q4/人员.csv").write_text("工号,姓名,职级,入职日期\n1001,张三,骨干,2020-01-01\n", "utf-8")
    before = everything(tmp_path)
    where = ["--input", str(tmp_path / "input"), "--output", str(tmp_path / "output")]
    assert main(["tick", "--date", "2024-01-05", "--dry-run", *where]) == 1
    said = capsys.readouterr()
    assert "“2023Q4/人员.csv”有 1 处错误" in said.out
    assert "团队" in said.err
    assert everything(tmp_path) == before
    assert not (tmp_path / "output").exists()


def test_a_dry_run_counts_what_it_would_send(
    tick: Tick, output: Path, box: PostBox, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(output, *PAID)
    box.data["1001@example.com"] = [DROP]
    box.rcpt["1002@example.com"] = ["450 busy"]
    assert tick("--date", "2023-10-20") == 5
    capsys.readouterr()
    assert tick("--date", "2023-10-21", "--dry-run") == 0
    assert "1 份" in capsys.readouterr().out
    assert tick("--date", "2023-10-21") == 5
    assert "--received 1001" in capsys.readouterr().err
    assert box.received == {"1002@example.com": 1}


def test_trouble_with_one_period_keeps_no_other_waiting(
    tick: Tick, output: Path, box: PostBox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(output, *PAID)
    for period in ("2023Q1", "2023Q2"):
        (tmp_path / "input" / period).mkdir()
    replace_file(output / "2023Q2/ledger.jsonl", b'{"n": 7}\n')
    with locked(output / "2023Q1", "deliver 2023Q1"):
        assert tick("--date", "2023-10-20") == 4
    told = capsys.readouterr().err
    assert "2023Q2/ledger.jsonl" in told
    assert sum(box.received.values()) == 2


def test_two_daily_jobs_at_once_send_everything_once(tick: Tick, output: Path, box: PostBox, tmp_path: Path) -> None:
    decide(output, *PAID)
    settings, where = ["--settings", str(tmp_path / "mail.toml")], ["--input", str(tmp_path / "input")]
    words = [sys.executable, "-m", "pipeline", "tick", "--date", "2023-10-20", *settings, *where]
    both = [subprocess.Popen([*words, "--output", str(output)], cwd=ROOT) for _ in range(2)]
    assert {one.wait() for one in both} <= {0, 4}
    assert tick("--date", "2023-10-20") == 0
    assert sorted(box.received.items()) == [(address, 1) for address in EMAILS.values()]


def test_a_period_that_hr_has_put_away_is_still_delivered(
    tick: Tick, output: Path, box: PostBox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide(output, *PAID[:3])
    (tmp_path / "input/2023Q3").rmdir()
    assert tick("--date", "2023-10-20") == 0
    assert sum(box.received.values()) == 2
    capsys.readouterr()
    assert tick("--date", "2023-10-21") == 0
    assert capsys.readouterr().out == ""


def test_settings_that_are_wrong_are_told_every_day(tick: Tick, output: Path, tmp_path: Path, box: PostBox) -> None:
    decide(output, *PAID)
    replace_file(tmp_path / "mail.toml", b'[smtp]\nhost = "mail.example.com"\nsender = "a@b.cn"\nsecurity = "none"\n')
    assert [tick("--date", "2023-10-20"), tick("--date", "2023-10-21")] == [1, 1]
    assert box.tried == []


def test_a_paid_period_is_not_closed_again(output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "input/2023Q3").mkdir(parents=True)
    decide(output, *PAID)
    assert main(["close", "2023Q3", "--input", str(tmp_path / "input"), "--output", str(output)]) == 1
    assert "已发放" in capsys.readouterr().err
    assert [path.name for path in (output / "2023Q3").glob("r*")] == ["r1"]
