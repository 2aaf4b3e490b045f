"""A scripted SMTP server: what it answers to each recipient, and what it accepted."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

DROP, STALL = "drop", "stall"


@dataclass
class PostBox:
    """What a server accepted; `rcpt` and `data` script the answers to an address, one after the other, then 250."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    rcpt: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    data: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    waits: list[float] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop | None = None

    def settle(self) -> None:
        """Wait until no line is open: what somebody sent before it died has arrived, or never will."""
        while self.loop is not None and asyncio.all_tasks(self.loop):
            time.sleep(0.002)

    @property
    def received(self) -> Counter[str]:
        """How often each address has its mail."""
        return Counter(str(mail["To"]) for mail in self.mails)

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer to a recipient as scripted."""
        self.tried.append(address)
        answer = self.rcpt[address].pop(0) if self.rcpt[address] else ""
        if not answer:
            envelope.rcpt_tos.append(address)
        return await _answer(server, answer)

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep the mail and answer as scripted."""
        address = envelope.rcpt_tos[0]
        answer = self.data[address].pop(0) if self.data[address] else ""
        if answer in ("", "kept and dropped"):
            content = envelope.content
            assert isinstance(content, bytes)
            mail: Any = message_from_bytes(content, policy=default)
            self.mails.append(mail)
        return await _answer(server, DROP if answer == "kept and dropped" else answer)


async def _answer(server: Any, answer: str) -> str:
    if answer == DROP:
        server.transport.abort()
        await asyncio.sleep(0)
    if answer == STALL:
        await asyncio.sleep(6)
    return answer if answer[:1].isdigit() else "250 OK"


def _only(user: str, password: str) -> Callable[..., AuthResult]:
    """Lets one user in."""

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _method: str, given: Any) -> AuthResult:
        wanted = LoginPassword(user.encode(), password.encode())
        return AuthResult(success=given == wanted, handled=given == wanted)

    return check


@contextmanager
def greeting(said: bytes, *, hangs_up: bool) -> Iterator[int]:
    """The port of a server that says one thing to whoever connects, and then hangs up or nothing at all."""
    lines: list[socket.socket] = []

    def answer() -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                line.sendall(said)
                lines.append(line)
                if hangs_up:
                    line.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=answer, daemon=True).start()
        yield int(listener.getsockname()[1])
        for line in lines:
            line.close()


@contextmanager
def serving(
    context: ssl.SSLContext | None, login: tuple[str, str] | None = None, *, at_once: bool = False
) -> Iterator[PostBox]:
    """A server on a free port of this machine; with a context it speaks STARTTLS and nothing without it.

    With a login it takes mail from nobody else; with `at_once` the line is TLS from its first byte.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    box = PostBox(port)
    known: dict[str, Any] = {} if login is None else {"authenticator": _only(*login), "auth_required": True}
    known |= {"ssl_context": context} if at_once else {"tls_context": context, "require_starttls": context is not None}
    controller = Controller(box, hostname="localhost", port=port, **known)
    controller.start()
    box.loop = controller.loop
    try:
        yield box
    finally:
        controller.stop()
