"""The gate before any reader: what a folder entry is, and whether its first bytes are what its name says."""

from __future__ import annotations

import stat
from pathlib import Path

from pipeline.findings import Finding, Place, error, info, warning
from pipeline.intake.limits import FILE_BYTES

ZIP, EMPTY_ZIP, OLE = b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("d0cf11e0a1b11ae1")
PARQUET = b"PAR1"
ZIPPED = {".xlsx", ".xlsm", ".xlsb", ".ods"}
SUFFIXES = ZIPPED | {".xls", ".csv", ".parquet"}
SAMPLE_BYTES = 4096
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
OLD_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def entry_finding(path: Path, name: str) -> Finding | None:
    """Why a folder entry is not opened at all; None for a plain file of a known kind and size."""
    status = path.lstat()
    place = Place(name)
    known = path.suffix.lower() in SUFFIXES
    if path.name.startswith("~$"):
        return warning("file-open-in-office", place, path.name.removeprefix("~$"))
    if not known:
        return info("file-ignored", place, path.name)
    if not stat.S_ISREG(status.st_mode):
        return error("file-not-plain", place, _kind(status.st_mode))
    if status.st_size == 0:
        return error("file-empty", place)
    if status.st_size > FILE_BYTES:
        return error("file-too-large", place, status.st_size, limit=FILE_BYTES)
    return None


def _kind(mode: int) -> str:
    kinds = {stat.S_ISLNK: "link", stat.S_ISDIR: "folder", stat.S_ISFIFO: "pipe", stat.S_ISSOCK: "socket"}
    return next((word for test, word in kinds.items() if test(mode)), "device")
