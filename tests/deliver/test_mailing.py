"""Mail through a real server: once each, certain or listed, only over a line that can be trusted."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import ssl
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline.deliver.letters import Letter, letter, message, misprints
from pipeline.deliver.mailing import Mailing, Outcome, send_all
from pipeline.deliver.record import Event, note
from pipeline.wording import wording
from tests.deliver.conftest import Authority, Post, addressed, statement
from tests.deliver.postbox import DROP, STALL, PostBox, greeting, serving
from tests.faults.closing import tell

FIRST = "1001@example.com"
LOGIN = ("hr@example.com", "open sesame")
ALL_ONCE = {"1001@example.com": 1, "1002@example.com": 1, "1003@example.com": 1}


def outcomes(letters: list[Letter], mailing: Mailing) -> list[str]:
    return [one.outcome.value for one in send_all(letters, mailing)]


def test_each_statement_once_however_often_it_is_asked_for(box: PostBox, letters: list[Letter], post: Post) -> None:
    assert outcomes(letters, post()) == ["sent"] * 3
    assert outcomes(letters, post()) == ["already"] * 3
    assert box.received == ALL_ONCE
    mail = box.mails[0]
    assert mail["Message-ID"] == letters[0].message_id
    assert mail["Date"].datetime.isoformat() == "2023-10-20T00:00:00+00:00"
    assert (
        message(letters[0], "HR <hr@example.com>", "2023-10-20T00:00:00+00:00", b"%PDF", wording("zh"))
        .as_bytes()
        .isascii()
    )
    assert [part.get_payload(decode=True) for part in mail.iter_attachments()] == [letters[0].pdf]
    said = str(mail["Subject"]) + str(mail.get_body().get_content())  # type: ignore[union-attr]
    assert "2023Q3" in said
    assert "张三" in said
    assert "9216" not in said
    assert "9,216" not in said


def test_a_refused_recipient_is_listed_and_tried_again_only_when_asked(
    box: PostBox, letters: list[Letter], post: Post
) -> None:
    box.rcpt[FIRST] = ["550 no such user"]
    results = send_all(letters, post())
    assert [one.outcome for one in results] == [Outcome.REFUSED, Outcome.SENT, Outcome.SENT]
    assert "no such user" in results[0].cause
    assert outcomes(letters, post(retries_refused=False)) == ["refused", "already", "already"]
    assert outcomes(letters, post()) == ["sent", "already", "already"]
    assert box.received == ALL_ONCE


def test_a_deferred_mail_is_tried_again_a_bounded_number_of_times(
    box: PostBox, letters: list[Letter], post: Post
) -> None:
    box.rcpt[FIRST] = ["450 busy"]
    assert outcomes(letters, post(pause=7)) == ["sent"] * 3
    assert 7 in box.waits
    box.mails.clear()
    box.data["1002@example.com"] = ["451 later"] * 9
    fresh = [replace(one, period="2023Q2") for one in letters]
    assert outcomes(fresh, post()) == ["sent", "deferred", "sent"]
    assert len(box.data["1002@example.com"]) == 7
    box.data["1002@example.com"].clear()
    assert outcomes(fresh, post()) == ["already", "sent", "already"]
    assert box.received == ALL_ONCE


@pytest.mark.parametrize("answer", ["421 closing", DROP, STALL])
def test_a_line_lost_before_the_mail_is_handed_over_is_tried_again(
    box: PostBox, letters: list[Letter], post: Post, answer: str
) -> None:
    box.rcpt[FIRST] = [answer]
    assert outcomes(letters, post(timeout=1)) == ["sent"] * 3
    assert box.received == ALL_ONCE


@pytest.mark.parametrize(("answer", "arrived"), [(DROP, 0), (STALL, 0), ("kept and dropped", 1)])
def test_a_line_lost_afterwards_leaves_it_unknown_and_is_never_repeated(
    box: PostBox, letters: list[Letter], post: Post, answer: str, arrived: int
) -> None:
    box.data[FIRST] = [answer]
    assert outcomes(letters, post(timeout=1)) == ["unknown", "sent", "sent"]
    assert outcomes(letters, post()) == ["unknown", "already", "already"]
    assert box.received[FIRST] == arrived


def test_a_person_decides_what_is_unknown(box: PostBox, letters: list[Letter], post: Post) -> None:
    for one in letters[:2]:
        box.data[one.address] = [DROP]
    assert outcomes(letters, post()) == ["unknown", "unknown", "sent"]
    mailing = post()
    note(mailing.ledger, letters[0], Event.RECEIVED, "now")
    note(mailing.ledger, letters[1], Event.RESEND, "now")
    assert outcomes(letters, post()) == ["already", "sent", "already"]
    assert box.received == {"1002@example.com": 1, "1003@example.com": 1}


def test_421_after_the_mail_means_not_accepted(box: PostBox, letters: list[Letter], post: Post) -> None:
    box.data[FIRST] = ["421 closing"]
    assert outcomes(letters, post()) == ["sent"] * 3
    assert box.received == ALL_ONCE


def test_a_server_that_nobody_vouches_for_gets_nothing(box: PostBox, letters: list[Letter], post: Post) -> None:
    results = send_all(letters, post(ca_file=""))
    assert [one.outcome for one in results] == [Outcome.UNTRIED] * 3
    assert "CERTIFICATE_VERIFY_FAILED" in results[0].cause
    assert "CERTIFICATE_VERIFY_FAILED" in send_all(letters, post(host="127.0.0.1"))[0].cause
    assert (box.tried, post().ledger.entries) == ([], ())


def test_a_server_without_starttls_gets_nothing(letters: list[Letter], post: Post) -> None:
    with serving(None) as plain:
        assert outcomes(letters, post(port=plain.port)) == ["untried"] * 3
        assert plain.tried == []
        assert outcomes(letters, post(port=plain.port, security="none")) == ["sent"] * 3


def test_a_server_that_is_not_there_loses_nothing(letters: list[Letter], post: Post, box: PostBox) -> None:
    assert outcomes(letters, post(port=1)) == ["untried"] * 3
    assert outcomes(letters, post()) == ["sent"] * 3
    assert box.received == ALL_ONCE


@pytest.mark.parametrize(
    ("said", "hangs_up"),
    [(b"421 too busy\r\n", True), (b"554 go away\r\n", True), (b"", True), (b"", False), (b"220 hello\r\n", False)],
    ids=["421", "554", "hangs up", "says nothing", "stalls after hello"],
)
def test_a_server_that_will_not_talk_gets_nothing(
    letters: list[Letter], post: Post, said: bytes, *, hangs_up: bool
) -> None:
    with greeting(said, hangs_up=hangs_up) as port:
        assert outcomes(letters, post(port=port, timeout=1)) == ["untried"] * 3
    assert post().ledger.entries == ()


def test_tls_from_the_first_byte(authority: Authority, letters: list[Letter], post: Post) -> None:
    with serving(authority.context(), at_once=True) as sealed:
        assert outcomes(letters, post(port=sealed.port, security="tls", ca_file="")) == ["untried"] * 3
        assert outcomes(letters, post(port=sealed.port, security="tls")) == ["sent"] * 3
        assert sealed.received == ALL_ONCE


def test_the_rate_is_kept(box: PostBox, letters: list[Letter], post: Post) -> None:
    send_all(letters, post(rate=20))
    assert box.waits == [3.0, 3.0]


def test_a_later_revision_says_what_it_replaces_and_no_amount(box: PostBox, post: Post, tmp_path: Path) -> None:
    (tmp_path / "1001.pdf").write_bytes(statement("1001", revision="r2"))
    later = letter("2023Q3", "r2", addressed("1001"), tmp_path / "1001.pdf", (tmp_path / "1001.pdf").read_bytes())
    assert outcomes([later], post()) == ["sent"]
    body = str(box.mails[0].get_body().get_content())  # type: ignore[union-attr]
    assert "替代此前的 r1" in body
    assert "10216" not in body.replace(",", "")


def test_an_address_of_two_people_gets_neither_statement(box: PostBox, letters: list[Letter], post: Post) -> None:
    shared = [letters[0], replace(letters[1], address="1001@EXAMPLE.com"), letters[2]]
    assert outcomes(shared, post()) == ["shared_address", "shared_address", "sent"]
    assert box.received == {"1003@example.com": 1}


def test_who_has_no_address_is_listed_until_it_was_handed_over(box: PostBox, letters: list[Letter], post: Post) -> None:
    without = [replace(letters[0], address=""), *letters[1:]]
    assert outcomes(without, post()) == ["no_address", "sent", "sent"]
    note(post().ledger, without[0], Event.RECEIVED, "now")
    assert outcomes(without, post()) == ["already"] * 3
    assert FIRST not in box.received


def test_a_page_that_does_not_name_its_person_is_told(letters: list[Letter], tmp_path: Path) -> None:
    assert [misprints(one) for one in letters] == [[], [], []]
    mixed = tmp_path / "mixed.pdf"
    with pikepdf.open(letters[0].path) as first, pikepdf.open(letters[1].path) as second:
        first.pages[0] = second.pages[0]
        first.save(mixed)
    (found,) = misprints(letter("2023Q3", "r1", addressed("1001"), mixed, mixed.read_bytes()))
    assert (found.code, found.value, dict(found.params)["absent"]) == ("delivery-not-named", "1001", "1001、张三")


def test_a_statement_that_changes_after_it_was_checked_stops_the_run(
    box: PostBox, letters: list[Letter], post: Post, tmp_path: Path
) -> None:
    copy = tmp_path / "1002.pdf"
    copy.write_bytes(letters[1].pdf)
    touched = [letters[0], replace(letters[1], path=copy), letters[2]]
    copy.write_bytes(letters[1].pdf + b"\n")
    with pytest.raises(OSError, match="changed"):
        send_all(touched, post())
    assert box.received == {FIRST: 1}
    assert [one["event"] for one in post().ledger.entries] == ["intent", "sent"]


def test_the_password_is_used_and_stands_nowhere(
    authority: Authority, letters: list[Letter], post: Post, tmp_path: Path
) -> None:
    with serving(authority.context(), login=LOGIN) as strict:
        refused = post(port=strict.port, user=LOGIN[0], password="wrong-secret")  # noqa: S106 - the test's own
        (result, *_) = send_all(letters, refused)
        assert (result.outcome, strict.tried) == (Outcome.UNTRIED, [])
        assert "SMTPAuthenticationError" in result.cause
        mailing = post(port=strict.port, user=LOGIN[0], password=LOGIN[1])
        assert outcomes(letters, mailing) == ["sent"] * 3
    said = (tmp_path / "deliveries.jsonl").read_text("utf-8") + result.cause + repr(mailing)
    for secret in ("wrong-secret", LOGIN[1]):
        assert secret not in said
        assert b64encode(f"\0{LOGIN[0]}\0{secret}".encode()).decode() not in said


STEPS: tuple[tuple[Any, str], ...] = (
    (os, "fsync"),
    (socket, "create_connection"),
    (ssl.SSLContext, "wrap_socket"),
    (smtplib.SMTP, "send"),
    (smtplib.SMTP, "getreply"),
)
"""A kill comes before and after each of these: after the write and after the fsync of every line of the ledger, around
the connection, the handshake, and around every command and every answer: EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, the
mail itself, RSET, QUIT."""


class Mine:
    """Kills the process at the n-th step."""

    def __init__(self, step: int) -> None:
        self.left = step

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work with a step before it and one after it."""

        def stepped(*given: Any, **named: Any) -> Any:
            self.tick()
            done = work(*given, **named)
            self.tick()
            return done

        return stepped

    def tick(self) -> None:
        """One step."""
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def run_and_die(step: int, letters: list[Letter], mailing: Callable[[], Mailing]) -> bool:
    """Deliver in a process that is killed at a step; whether it was."""
    child = os.fork()
    if child == 0:
        mine = Mine(step)
        for owner, name in STEPS:
            setattr(owner, name, mine.around(getattr(owner, name)))
        send_all(letters, mailing())
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_kill_9_at_every_step_sends_nothing_twice_and_loses_nothing_silently(
    authority: Authority, letters: list[Letter], post: Post, tmp_path: Path
) -> None:
    two, step = letters[:2], 0
    everybody = {one.address for one in two}
    seen: Counter[int] = Counter()
    with serving(authority.context(), login=LOGIN) as strict:

        def mailing() -> Mailing:
            return post(port=strict.port, user=LOGIN[0], password=LOGIN[1])

        while run_and_die(step, two, mailing):
            unknown = {one.letter.address for one in send_all(two, mailing()) if one.outcome is Outcome.UNKNOWN}
            strict.settle()
            assert max(strict.received.values(), default=0) <= 1, step
            assert everybody - set(strict.received) <= unknown, step
            assert len(unknown) <= 1, step
            seen[len(unknown)] += 1
            (tmp_path / "deliveries.jsonl").unlink()
            strict.mails.clear()
            step += 1
        assert set(strict.received) == everybody
    tell(f"{step} deliveries killed, {seen[1]} of them with one letter whose fate is unknown")
    assert seen[0] > 2 * CONNECTION
    assert seen[1] > 2 * MAIL_ITSELF


CONNECTION = 2 * 8
"""Steps that happen at least before the first intent: line, greeting, EHLO, STARTTLS, handshake, EHLO, AUTH."""
MAIL_ITSELF = 2 * 9
"""Steps at least between an intent and its outcome: two fsyncs, and MAIL, RCPT, DATA, the mail with their answers."""
