"""Letters: a person's statement with the address it goes to, each checked against the PDF that is attached."""

from __future__ import annotations

import errno
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pypdf import PdfReader

from pipeline.findings import Finding, error
from pipeline.wording import Wording

CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a statement is for and where it goes, as sealed."""

    employee_id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One statement on its way; `digest` is the sha256 of the PDF as sealed, `trial` names a trial run.

    `replaces` is the revision that the statement says it replaces, if any.
    """

    period: str
    revision: str
    employee_id: str
    name: str
    address: str
    company: str
    path: Path
    digest: str
    replaces: str = ""
    trial: str = ""

    @property
    def pdf(self) -> bytes:
        """The statement, read when needed: ten thousand are a gigabyte. OSError if it changed meanwhile."""
        content = self.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise OSError(errno.EIO, "changed while it was being delivered", str(self.path))
        return content

    @property
    def message_id(self) -> str:
        """The same whenever the same statement is sent: from period, person and statement, and the trial if any."""
        parts = (self.period, self.employee_id, self.digest, self.trial)
        mark = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return f"<{mark[:40]}@sales-bonus-close>"


def letter(period: str, revision: str, to: Recipient, path: Path, pdf: bytes) -> Letter:
    """The letter that brings a person's statement to the address; `pdf` is what was checked of the file."""
    record = _record(pdf)
    digest, company = hashlib.sha256(pdf).hexdigest(), record["scheme"]["company"]
    replaces = record["revision"].get("replaces", "")
    return Letter(period, revision, to.employee_id, to.name, to.address, company, path, digest, replaces)


def mismatches(period: str, revision: str, to: Recipient, pdf: bytes, code: str) -> list[Finding]:
    """A PDF that is another person's, another period's, or not the one whose code was sealed must not leave."""
    record, content = _record(pdf), _attached(pdf)
    said = (record["person"]["employee_id"], record["person"]["name"], record["period"]["id"], record["revision"]["id"])
    found = []
    if said != (to.employee_id, to.name, period, revision):
        found.append(error("delivery-other-person", value=to.employee_id, found=" ".join(said)))
    if hashlib.sha256(content).hexdigest()[:CODE_LENGTH] != code:
        found.append(error("delivery-code-differs", value=to.employee_id))
    return found


def misprints(one: Letter) -> list[Finding]:
    """A page that does not print id, name and period of the person it is addressed to must not leave."""
    printed = _squeezed(PdfReader(BytesIO(one.pdf)).pages[0].extract_text())
    absent = [said for said in (one.employee_id, one.name, one.period) if _squeezed(said) not in printed]
    return [error("delivery-not-named", value=one.employee_id, absent="、".join(absent))] if absent else []


def is_address(text: str) -> bool:
    """Whether mail can be sent to it: one mailbox, no second one and no header smuggled in."""
    if not text.isascii() or any(sign in text for sign in " ,;:<>\r\n"):
        return False
    try:
        parsed = Address(addr_spec=text)
    except (ValueError, IndexError):
        return False
    return bool(parsed.username and parsed.domain)


def message(one: Letter, sender: str, moment: str, attachment: bytes, words: Wording) -> EmailMessage:
    """The mail, seven-bit throughout; neither subject nor body carries an amount. `moment` is the time as a stamp."""
    said = {"period": one.period, "revision": one.revision, "name": one.name, "company": one.company}
    said |= {"replaces": words("delivery.replaces", replaced=one.replaces) if one.replaces else ""}
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = one.address
    mail["Subject"] = words("delivery.subject", **said)
    mail["Date"] = datetime.fromisoformat(moment)
    mail["Message-ID"] = one.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words("delivery.body", **said), cte="base64")
    name = f"{one.employee_id}-{one.period}-{one.revision}.pdf"
    mail.add_attachment(attachment, maintype="application", subtype="pdf", filename=name)
    return mail


def _squeezed(text: str) -> str:
    """Text without blanks and line breaks, and in one form of each character: pages break names across lines."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _record(pdf: bytes) -> Mapping[str, Any]:
    record: Mapping[str, Any] = json.loads(_attached(pdf))
    return record


def _attached(pdf: bytes) -> bytes:
    """The calculation that the statement carries: its only JSON."""
    with pikepdf.open(BytesIO(pdf)) as document:
        name = next(name for name in document.attachments if name.endswith(".json"))
        return document.attachments[name].get_file().read_bytes()
