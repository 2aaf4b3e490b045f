"""Mail through a real server: once each, certain or listed, only over a line that can be trusted."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.deliver.letters import Letter
from pipeline.deliver.mailing import Mailing, Outcome, send_all
from pipeline.deliver.record import Event, note
from pipeline.deliver.server import Server
from pipeline.ledger import Ledger
from tests.deliver.conftest import Post
from tests.deliver.postbox import DROP, STALL, PostBox, serving

FIRST = "1001@example.com"
ALL_ONCE = {"1001@example.com": 1, "1002@example.com": 1, "1003@example.com": 1}


def outcomes(letters: list[Letter], mailing: Mailing) -> list[str]:
    return [one.outcome.value for one in send_all(letters, mailing)]


def test_each_statement_once_however_often_it_is_asked_for(box: PostBox, letters: list[Letter], post: Post) -> None:
    assert outcomes(letters, post()) == ["sent"] * 3
    assert outcomes(letters, post()) == ["already"] * 3
    assert box.received == ALL_ONCE
    mail = box.mails[0]
    assert mail["Message-ID"] == letters[0].message_id
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


def test_the_rate_is_kept(box: PostBox, letters: list[Letter], post: Post) -> None:
    send_all(letters, post(rate=20))
    assert box.waits == [3.0, 3.0]


class Mine:
    """Kills the process at the n-th of the steps that matter: before or after each of connect, append, send."""

    def __init__(self, step: int) -> None:
        self.left = step

    def tick(self) -> None:
        """One step."""
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def run_and_die(step: int, letters: list[Letter], post: Post) -> bool:
    """Deliver in a process that is killed at a step; whether it was."""
    child = os.fork()
    if child == 0:
        mine = Mine(step)
        for owner, name in ((Server, "connect"), (Server, "send"), (Ledger, "append")):
            setattr(owner, name, _mined(mine, getattr(owner, name)))
        send_all(letters, post())
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _mined(mine: Mine, work: object) -> object:
    def step(*given: object, **named: object) -> object:
        mine.tick()
        done = work(*given, **named)  # type: ignore[operator]
        mine.tick()
        return done

    return step


def test_kill_9_at_every_step_sends_nothing_twice_and_loses_nothing_silently(
    box: PostBox, letters: list[Letter], post: Post, tmp_path: Path
) -> None:
    step = 0
    while run_and_die(step, letters, post):
        unknown = {one.letter.address for one in send_all(letters, post()) if one.outcome is Outcome.UNKNOWN}
        assert max(box.received.values()) == 1, step
        assert set(ALL_ONCE) - set(box.received) <= unknown, step
        assert len(unknown) <= 1, step
        (tmp_path / "deliveries.jsonl").unlink()
        box.mails.clear()
        step += 1
    assert step == 3 * 2 * 4
    assert box.received == ALL_ONCE
