"""A zip container, checked before a part of it is read: nothing may unpack without bound or be read in two ways."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pipeline.intake.formats import markup
from pipeline.intake.limits import MEMBERS, RATIO, RATIO_FREE_BYTES, UNPACKED_BYTES
from pipeline.intake.refusal import Refused

LOCAL_HEADER = struct.Struct("<4s5H3I2H")
SIGNATURE, END = b"PK\x03\x04", b"PK\x05\x06"
END_BYTES = 22 + 65_535  # the end record with the longest comment
ENCRYPTED, STREAMED = 0x1, 0x8  # bits of a member's flags
ODS_CONTENT = "content.xml"
UNSET = 0xFFFFFFFF  # the size stands in a zip64 field


class Package:
    """The parts of a checked container; names are compared without regard to case, as OPC does."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename.casefold(): info.filename for info in archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._names

    @contextmanager
    def open(self, part: str) -> Iterator[IO[bytes]]:
        """A part's bytes as a stream."""
        if part not in self:
            raise Refused("zip-part-missing", part)
        try:
            with self._archive.open(self._names[part.casefold()]) as stream:
                yield stream
        except (BadZipFile, EOFError, OSError, UnicodeDecodeError, zlib.error) as fault:
            raise Refused("zip-damaged", fault, part=part) from fault

    @property
    def kind(self) -> str:
        """What the container holds: xlsx, xlsb, ods or another kind of document."""
        names = self._names
        if ODS_CONTENT in names:
            return "ods"
        if any(name.endswith("workbook.bin") for name in names):
            return "xlsb"
        return "xlsx" if any(name.endswith("workbook.xml") for name in names) else "other-document"

    def check(self, part: str) -> None:
        """Refuses an XML part that another reader is about to read, if it holds what no workbook holds."""
        with self.open(part) as stream:
            markup.check(stream, part)

    def tree(self, part: str) -> Element:
        """A small XML part as a tree of local names."""
        with self.open(part) as stream:
            return markup.tree(stream, part)


@contextmanager
def open_package(path: Path, kind: str) -> Iterator[Package]:
    """The container at `path`, once every check of it has passed; it must hold a document of that kind."""
    try:
        archive = ZipFile(path)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise Refused("zip-damaged", fault, part="") from fault
    with archive, path.open("rb") as raw:
        members = archive.infolist()
        _check_members(members)
        _check_sizes(members, path.stat().st_size)
        _check_layout(archive, raw)
        package = Package(archive)
        if package.kind != kind:
            raise Refused(f"file-is-{package.kind}", path.suffix.lower())
        yield package


def _check_members(members: list[ZipInfo]) -> None:
    if len(members) > MEMBERS:
        raise Refused("zip-too-many-members", len(members), limit=MEMBERS)
    seen: set[str] = set()
    for info in members:
        name = info.orig_filename
        if name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/"):
            raise Refused("zip-member-name", name)
        if name.casefold() in seen:
            raise Refused("zip-member-twice", name)
        if info.flag_bits & ENCRYPTED or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise Refused("zip-member-locked", name)
        seen.add(name.casefold())


def _check_sizes(members: list[ZipInfo], file_bytes: int) -> None:
    if sum(info.file_size for info in members) > UNPACKED_BYTES:
        raise Refused("zip-too-large", sum(info.file_size for info in members), limit=UNPACKED_BYTES)
    if sum(info.compress_size for info in members) > file_bytes:
        raise Refused("zip-overlap")
    for info in members:
        if info.file_size > max(RATIO_FREE_BYTES, RATIO * info.compress_size):
            raise Refused("zip-ratio", info.filename, limit=RATIO)


def _check_layout(archive: ZipFile, raw: IO[bytes]) -> None:
    """Members follow each other from the first byte on, as the directory says, and none is hidden between them."""
    raw.seek(max(0, raw.seek(0, 2) - END_BYTES))
    if raw.read().count(END) != 1:
        raise Refused("zip-two-directories")
    members = sorted(archive.infolist(), key=lambda member: member.header_offset)
    if members and members[0].header_offset:
        raise Refused("zip-bytes-before", members[0].header_offset)
    end = 0
    for info in members:
        _check_gap(raw, end, info.header_offset)
        end = _end_of_member(info, raw)
    _check_gap(raw, end, archive.start_dir)


def _check_gap(raw: IO[bytes], start: int, end: int) -> None:
    raw.seek(start)
    if end < start or SIGNATURE in raw.read(end - start):
        raise Refused("zip-overlap", start)


def _end_of_member(info: ZipInfo, raw: IO[bytes]) -> int:
    """Where a member's data ends; its own header must say what the directory says."""
    raw.seek(info.header_offset)
    header = raw.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size:
        raise Refused("zip-damaged", info.filename, part=info.filename)
    signature, _, flags, method, _, _, _, packed, unpacked, name, extra = LOCAL_HEADER.unpack(header)
    sizes = {packed, unpacked} <= {info.compress_size, info.file_size, UNSET} or flags & STREAMED
    if signature != SIGNATURE or method != info.compress_type or not sizes:
        raise Refused("zip-header-differs", info.filename)
    return int(info.header_offset) + LOCAL_HEADER.size + int(name) + int(extra) + info.compress_size
