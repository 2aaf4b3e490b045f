"""The command deliver: only what is final and untouched, to whom it belongs."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from pipeline.cli import main
from pipeline.disk import replace_file
from schemas.process import State
from tests.deliver.conftest import Authority, statement
from tests.deliver.postbox import DROP, PostBox
from tests.deliver.sealed import decide, seal, write_manifest

FINAL = (State.CALCULATED, State.NOTICED, State.FINAL)
EMAILS = {"1001": "1001@example.com", "1002": "1002@example.com", "1003": "1003@example.com"}
Run = Callable[..., int]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def run(output: Path, box: PostBox, authority: Authority, tmp_path: Path) -> Run:
    (tmp_path / "input").mkdir()

    def call(*words: str, **changes: object) -> int:
        known = {"host": "localhost", "port": box.port, "sender": "hr@example.com", "ca_file": str(authority.ca)}
        table = {**known, "rate": 0, "attempts": 1, "timeout": 3, **changes}
        lines = [
            f"{name} = {str(value).lower() if isinstance(value, bool | int) else repr(value)}"
            for name, value in table.items()
        ]
        replace_file(output / "delivery.toml", "\n".join(["[smtp]", *lines]).encode())
        return main(["deliver", "2023Q3", "--input", str(tmp_path / "input"), "--output", str(output), *words])

    return call


def test_each_statement_once(run: Run, output: Path, box: PostBox, capsys: pytest.CaptureFixture[str]) -> None:
    seal(output, EMAILS)
    decide(output, *FINAL)
    assert run() == 0
    assert run() == 0
    assert "此前已送达 3 份" in capsys.readouterr().out
    assert sorted(box.received.items()) == [(address, 1) for address in EMAILS.values()]


@pytest.mark.parametrize("states", [(), FINAL[:1], FINAL[:2], (*FINAL, State.CALCULATED)])
def test_nothing_leaves_before_it_is_final(run: Run, output: Path, box: PostBox, states: tuple[State, ...]) -> None:
    seal(output, EMAILS)
    decide(output, *states)
    assert run() == 1
    assert box.tried == []


def test_somebody_elses_or_a_changed_statement_stops_everything(
    run: Run, output: Path, box: PostBox, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = seal(output, EMAILS)
    decide(output, *FINAL)
    path = folder / "statements/1001.pdf"
    for wrong in (statement("1002"), statement("1001", company="别的公司"), path.read_bytes() + b"\n", b"no PDF"):
        replace_file(path, wrong)
        assert run() == 1
        assert "1001" in capsys.readouterr().err
    path.unlink()
    assert run() == 1
    assert box.tried == []


def test_a_sealed_statement_that_is_somebody_elses_stops_everything(
    run: Run, output: Path, box: PostBox, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = seal(output, EMAILS)
    decide(output, *FINAL)
    for wrong in (statement("1002"), statement("1001", company="别的公司")):
        _seal_as(folder, "statements/1001.pdf", wrong)
        decide(output, State.FINAL)
        assert run() == 1
        assert "1001" in capsys.readouterr().err
    assert box.tried == []


def test_a_seal_other_than_the_final_one_is_not_sent(run: Run, output: Path, box: PostBox) -> None:
    folder = seal(output, EMAILS)
    decide(output, *FINAL)
    write_manifest(folder, {**json.loads((folder / "seal/manifest.json").read_bytes()), "reason": "another"})
    assert run() == 1
    assert box.tried == []


def test_an_address_that_is_not_the_sealed_one_gets_nothing(run: Run, output: Path, box: PostBox) -> None:
    folder = seal(output, EMAILS)
    decide(output, *FINAL)
    figures = folder / "seal/figures/results.jsonl"
    replace_file(figures, figures.read_bytes().replace(b"1001@example.com", b"else@example.com"))
    assert run() == 3
    assert box.tried == []


def test_people_without_an_address_are_listed(
    run: Run, output: Path, box: PostBox, capsys: pytest.CaptureFixture[str]
) -> None:
    seal(output, {**EMAILS, "1002": "", "1003": "a@example.com, b@example.com"})
    decide(output, *FINAL)
    assert run() == 5
    told = capsys.readouterr().err
    assert "李四" in told
    assert "O'Neil" in told
    assert list(box.received) == ["1001@example.com"]


def test_who_has_no_address_is_settled_when_it_was_handed_over(run: Run, output: Path, box: PostBox) -> None:
    seal(output, {**EMAILS, "1002": ""})
    decide(output, *FINAL)
    assert run() == 5
    assert run("--received", "1002") == 0
    assert run() == 0
    assert sum(box.received.values()) == 2


def test_a_page_of_somebody_else_stops_everything(
    run: Run, output: Path, box: PostBox, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = seal(output, EMAILS)
    decide(output, *FINAL)
    path = folder / "statements/1001.pdf"
    with pikepdf.open(path) as own, pikepdf.open(folder / "statements/1002.pdf") as other:
        own.pages[0] = other.pages[0]
        own.save(tmp_path / "mixed.pdf")
    _seal_as(folder, "statements/1001.pdf", (tmp_path / "mixed.pdf").read_bytes())
    decide(output, State.FINAL)
    for words in ((), ("--folder", str(tmp_path / "share")), ("--to", "trial@example.com")):
        assert run(*words) == 1
        assert "张三" in capsys.readouterr().err
    assert box.tried == []
    assert not (tmp_path / "share").exists()


def test_what_is_unknown_is_decided_by_a_person(
    run: Run, output: Path, box: PostBox, capsys: pytest.CaptureFixture[str]
) -> None:
    seal(output, EMAILS)
    decide(output, *FINAL)
    box.data["1001@example.com"] = [DROP]
    assert run() == 5
    assert "--resend 1001" in capsys.readouterr().err
    assert run() == 5
    assert run("--resend", "1001") == 0
    before = (output / "2023Q3/deliveries.jsonl").read_bytes()
    assert run("--received", "1002", "--resend", "9999") == 2
    assert (output / "2023Q3/deliveries.jsonl").read_bytes() == before
    assert box.received["1001@example.com"] == 1


def test_a_trial_goes_to_one_address_and_delivers_nothing(run: Run, output: Path, box: PostBox) -> None:
    seal(output, EMAILS)
    decide(output, *FINAL)
    assert run("--to", "trial@example.com") == 0
    assert box.received == {"trial@example.com": 3}
    assert run("--to", "no address") == 2
    assert run() == 0
    assert sum(box.received.values()) == 6


def test_folders_instead_of_mail(run: Run, output: Path, box: PostBox, tmp_path: Path) -> None:
    seal(output, EMAILS)
    decide(output, *FINAL)
    share = tmp_path / "share"
    assert run("--folder", str(share)) == 0
    assert run("--folder", str(share)) == 0
    assert (share / "1003/1003-2023Q3-r1.pdf").read_bytes() == statement("1003")
    assert len(list(share.rglob("*.*"))) == 3
    assert box.tried == []


def test_copies_with_a_password_of_their_own(run: Run, output: Path, box: PostBox, tmp_path: Path) -> None:
    seal(output, EMAILS)
    decide(output, *FINAL)
    book = tmp_path / "passwords.csv"
    book.write_text('1001,"gi,ven"""\n', "utf-8-sig")
    book.chmod(0o644)
    protect = {"protect": True, "passwords": str(book)}
    assert run(**protect) == 1
    assert box.tried == []
    book.chmod(0o600)
    assert run(**protect) == 0
    words = dict(csv.reader(book.read_text().splitlines()))
    assert words["1001"] == 'gi,ven"'
    assert len(set(words.values())) == 3
    for mail in box.mails:
        who = str(mail["To"])[:4]
        path = tmp_path / f"{who}.pdf"
        path.write_bytes(next(iter(mail.iter_attachments())).get_payload(decode=True))  # type: ignore[arg-type]
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(path)
        with pikepdf.open(path, password=words[who]) as opened:
            assert opened.encryption.R == 6
            assert len(opened.attachments) == 1


def test_settings_that_would_leak_are_refused(run: Run, output: Path, box: PostBox, tmp_path: Path) -> None:
    seal(output, EMAILS)
    decide(output, *FINAL)
    assert run(host="mail.example.com", security="none") == 1
    assert run(security="ssl") == 1
    assert run(hots="x") == 1
    assert run(user="hr@example.com") == 1
    assert run(port="25") == 1
    exposed = tmp_path / "mail.toml"
    exposed.write_text(f'[smtp]\nhost = "localhost"\nport = {box.port}\nsender = "a@b.cn"\npassword = "p"\n')
    exposed.chmod(0o640)
    assert run("--settings", str(exposed)) == 1
    assert run("--settings", str(tmp_path / "none.toml")) == 1
    assert box.tried == []


def _seal_as(folder: Path, name: str, content: bytes) -> None:
    """Put a file into the seal as if it had always been there."""
    replace_file(folder / name, content)
    manifest = json.loads((folder / "seal/manifest.json").read_bytes())
    manifest["files"][name] = hashlib.sha256(content).hexdigest()
    write_manifest(folder, manifest)
