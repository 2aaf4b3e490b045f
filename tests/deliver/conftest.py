"""A real mail server on this machine, with STARTTLS under a private CA, and letters to send to it."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.deliver.letters import Letter, Recipient, letter
from pipeline.deliver.mailing import Clock, Mailing
from pipeline.deliver.server import Server
from pipeline.deliver.settings import Settings
from pipeline.ledger import Ledger
from pipeline.render.statement import statement_pdf
from pipeline.wording import wording
from tests.deliver.postbox import PostBox, serving
from tests.statements import factory as make

PEOPLE = {"1001": "张三", "1002": "李四", "1003": "O'Neil"}


@dataclass(frozen=True)
class Authority:
    """A CA of the test's own, and a certificate for localhost that it signed."""

    ca: Path
    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """What a server shows its clients."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command to make a private CA")
    folder = tmp_path_factory.mktemp("ca")
    (folder / "san").write_text("subjectAltName=DNS:localhost\n")
    new = ["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    for command in (
        [*new, "-x509", "-subj", "/CN=Test CA", "-keyout", "ca.key", "-out", "ca.pem"],
        [*new[:-2], "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr"],
        ["openssl", "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
         "-days", "2", "-extfile", "san", "-out", "server.pem"],
    ):  # fmt: skip
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return Authority(folder / "ca.pem", folder / "server.pem", folder / "server.key")


@pytest.fixture
def box(authority: Authority) -> Iterator[PostBox]:
    """A server with STARTTLS that keeps what it accepts."""
    with serving(authority.context()) as kept:
        yield kept


@cache
def statement(who: str, period: str = "2023Q3", revision: str = "r1", company: str = "星川科技") -> bytes:
    """A person's statement as a close prints it."""
    shown = make.statement()
    replaces = f"r{int(revision[1:]) - 1}" if revision != "r1" else ""
    theirs = replace(
        shown,
        person=replace(shown.person, employee_id=who, name=PEOPLE.get(who, who)),
        period=replace(shown.period, id=period),
        revision=replace(shown.revision, id=revision, replaces=replaces),
        scheme=replace(shown.scheme, company=company),
    )
    return statement_pdf(theirs, wording("zh"))


def addressed(who: str, address: str = "") -> Recipient:
    """Whom a test's statement is for."""
    return Recipient(who, PEOPLE.get(who, who), address or f"{who}@example.com")


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> list[Letter]:
    folder = tmp_path_factory.mktemp("statements")
    for who in PEOPLE:
        (folder / f"{who}.pdf").write_bytes(statement(who))
    files = {who: folder / f"{who}.pdf" for who in PEOPLE}
    return [letter("2023Q3", "r1", addressed(who), path, path.read_bytes()) for who, path in files.items()]


Post = Callable[..., Mailing]


@pytest.fixture
def post(box: PostBox, authority: Authority, tmp_path: Path) -> Post:
    """A mailing through the server, on the ledger of the test; every call reads the ledger anew."""

    def make(*, passwords: Mapping[str, str] | None = None, retries_refused: bool = True, **changes: Any) -> Mailing:
        known: dict[str, Any] = {"ca_file": str(authority.ca), "rate": 0, "attempts": 2, "pause": 0, "timeout": 3}
        settings = Settings(
            **{"host": "localhost", "port": box.port, "sender": "HR <hr@example.com>", **known, **changes}
        )
        clock = Clock(lambda: "2023-10-20T00:00:00+00:00", box.waits.append)
        ledger = Ledger(tmp_path / "deliveries.jsonl")
        return Mailing(Server(settings), ledger, wording("zh"), clock, passwords or {}, retries_refused=retries_refused)

    return make
