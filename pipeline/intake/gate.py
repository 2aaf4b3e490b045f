"""The gate before any reader: what a folder entry is, and whether its first bytes are what its name says."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path
from zipfile import is_zipfile

from pipeline.findings import Finding, Place, error, info, warning
from pipeline.intake.limits import FILE_BYTES, LOCK_FILE_BYTES
from pipeline.intake.refusal import Refused

KINDS = {
    ".xlsx": "zip",
    ".xlsm": "zip",
    ".xlsb": "zip",
    ".ods": "zip",
    ".xls": "ole",
    ".csv": "text",
    ".parquet": "parquet",
}
MAGIC = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip-empty",
    bytes.fromhex("d0cf11e0a1b11ae1"): "ole",
    b"PAR1": "parquet",
    b"%PDF": "pdf",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"{\\rtf": "rtf",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
MARKUP = {b"<!doctype html": "html", b"<html": "html", b"<table": "html", b"<?xml": "xml", b"mime-version": "mhtml"}
OFFICE_LOCK = re.compile(r"~\$(.*)|\.~lock\.(.*)#", re.DOTALL)  # of Excel and WPS, of LibreOffice
BLANKS = {ord("\u00a0"): " ", ord("\u3000"): " "}  # of which a name may have any
SAMPLE_BYTES = 4096
LOCK_NAME = 54  # letters of a user's name that Office keeps; its length is the first byte
NOT_TEXT = frozenset(range(0x20)) - frozenset(b"\t\n\r\x0b\x0c\x1a\x1b")
ENCRYPTED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))


def entry_finding(path: Path, name: str) -> Finding | None:
    """Why a folder entry is not opened at all; None for a plain file of a known kind and size."""
    place = Place(name)
    lock = OFFICE_LOCK.fullmatch(path.name)
    if lock:
        return warning("file-open-in-office", place, lock[1] or lock[2])
    if path.suffix.lower() not in KINDS:
        return info("file-ignored", place, path.name)
    return _name_finding(path, place) or _file_finding(path, place)


def check_content(path: Path) -> None:
    """Refuses a file whose content is not what its name says, and says what it is instead."""
    wanted = KINDS[path.suffix.lower()]
    found = content_kind(path)
    if found == "ole" and _is_encrypted(path):
        raise Refused("file-encrypted")
    if wanted == "zip" and found in {"text", "unknown"} and is_zipfile(path):
        raise Refused("zip-bytes-before")
    if found != wanted:
        raise Refused(f"file-is-{found}", path.suffix.lower())


def content_kind(path: Path) -> str:
    """What the first bytes of a file say that it is: a kind of `MAGIC` or `MARKUP`, text, lock or unknown."""
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    magic = next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), "")
    if magic:
        return magic
    if path.stat().st_size in LOCK_FILE_BYTES and 0 < head[0] <= LOCK_NAME:
        return "lock"
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    markup = next((kind for sign, kind in MARKUP.items() if start.startswith(sign)), "")
    if markup:
        return markup
    return "unknown" if NOT_TEXT.intersection(head) else "text"


def _name_finding(path: Path, place: Place) -> Finding | None:
    """A name that hides what it is, or that is no UTF-8: archives packed in Chinese Windows hold names in GBK."""
    if path.name.translate(BLANKS).isprintable():
        return None
    stored = os.fsencode(path.name)
    sound = stored.decode(errors="ignore").encode() == stored
    return error("file-name-unprintable", place, path.name if sound else stored.decode("gb18030", "replace"))


def _file_finding(path: Path, place: Place) -> Finding | None:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        return error(f"file-is-{_entry_kind(status.st_mode)}", place)
    if status.st_size == 0:
        return error("file-empty", place)
    if status.st_size > FILE_BYTES:
        return error("file-too-large", place, status.st_size, limit=FILE_BYTES)
    return None if _may_be_read(path) else error("file-not-permitted", place)


def _may_be_read(path: Path) -> bool:
    """Asked by opening it: a share's own rules do not show in the mode."""
    try:
        path.open("rb").close()
    except PermissionError:
        return False
    return True


def _is_encrypted(path: Path) -> bool:
    """Whether an OLE file is only the wrapping of an encrypted workbook."""
    content = path.read_bytes()
    return all(stream in content for stream in ENCRYPTED)


def _entry_kind(mode: int) -> str:
    tests = {"link": stat.S_ISLNK, "folder": stat.S_ISDIR, "pipe": stat.S_ISFIFO}
    return next((kind for kind, test in tests.items() if test(mode)), "device")
