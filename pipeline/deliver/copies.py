"""Copies for the way: AES-256 with a password per person, and folders for a file share."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterable, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Literal

import pikepdf

from pipeline.disk import replace_file

AES_256: Literal[6] = 6
LENGTH = 12


def protected(pdf: bytes, password: str) -> bytes:
    """The PDF encrypted with AES-256, to be opened with the person's password."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(target, encryption=pikepdf.Encryption(owner=secrets.token_hex(16), user=password, R=AES_256))
    return target.getvalue()


def passwords_of(path: Path, people: Iterable[str]) -> Mapping[str, str]:
    """The passwords of a file (工号,密码), as Excel saves it too; who has none is given a random one, kept there."""
    rows = csv.reader(StringIO(path.read_text("utf-8-sig"))) if path.is_file() else ()
    known = {row[0]: row[1] for row in rows if len(row) > 1 and row[1]}
    fresh = {who: secrets.token_urlsafe(LENGTH) for who in people if who not in known}
    if fresh:
        book = StringIO()
        csv.writer(book, lineterminator="\n").writerows({**known, **fresh}.items())
        replace_file(path, book.getvalue().encode())
    return {**known, **fresh}


def write_copy(folder: Path, employee_id: str, name: str, content: bytes) -> bool:
    """Put a statement into the person's folder; whether it was not there yet, byte for byte."""
    path = folder / employee_id / name
    if path.is_file() and path.read_bytes() == content:
        return False
    replace_file(path, content)
    return True
