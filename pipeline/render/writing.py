"""The objects of a PDF written once: WeasyPrint's writer makes each of them twice, once to print and once to hash."""

from __future__ import annotations

import zlib

import pydyf
from weasyprint.document import Document

LEVEL = 6


class Written(pydyf.Object):  # type: ignore[misc]  # pydyf carries no types
    """A PDF object whose bytes are known."""

    def __init__(self, source: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.offset = source.number, source.generation, source.offset
        self._compressible: bool = source.compressible
        self._data = _packed(source) if isinstance(source, pydyf.Stream) else source.data

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self._data

    @property
    def compressible(self) -> bool:
        """Whether the object may stand in an object stream."""
        return self._compressible


def write_once(_document: Document, file: pydyf.PDF) -> None:
    """Put every object's bytes in its place; handed to WeasyPrint as its `finisher`.

    Attached files are named once in the catalogue, where WeasyPrint names each twice.
    """
    if "AF" in file.catalog:
        file.catalog["AF"] = pydyf.Array(dict.fromkeys(file.catalog["AF"]))
    file.objects[:] = [one if one.free == "f" else Written(one) for one in file.objects]


def _packed(source: pydyf.Stream) -> bytes:
    """A stream's bytes, at a level that costs less than half the time of the one that WeasyPrint takes."""
    if not source.compress or not all(isinstance(part, bytes | str) for part in source.stream):
        return bytes(source.data)
    parts = (part if isinstance(part, bytes) else part.encode("ascii") for part in source.stream)
    extra = {**source.extra, "Filter": "/FlateDecode"}
    return bytes(pydyf.Stream([zlib.compress(b"\n".join(parts), LEVEL)], extra).data)
