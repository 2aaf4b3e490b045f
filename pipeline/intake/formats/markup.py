"""XML parts, parsed with expat: no DTD, no depth, no encoding that two readers could take differently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import IO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from pipeline.intake.limits import CHUNK_BYTES, XML_DEPTH
from pipeline.intake.refusal import Refused

Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]
Text = Callable[[str], object]

NAMESPACE = " "  # expat writes `namespace local`


def parse(chunks: Iterable[bytes], part: str, start: Start, end: End, text: Text) -> None:
    """Feeds the handlers with the bytes of one part; they get `namespace local` names and keep the depth themselves."""
    parser = expat.ParserCreate(namespace_separator=NAMESPACE)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _refuse_encoding
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes its end-of-file flag by position
    except expat.ExpatError as fault:
        raise Refused("xml-malformed", expat.ErrorString(fault.code), part=part, line=fault.lineno) from fault


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a part, some at a time."""
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def tree(stream: IO[bytes], part: str) -> Element:
    """A small part as a tree of local names, without namespaces, comments and processing instructions."""
    builder, depth = TreeBuilder(), 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        check_depth(depth, part)
        builder.start(local(tag), {local(name): value for name, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(local(tag))

    parse(chunks(stream), part, start, end, builder.data)
    return builder.close()


def check(stream: IO[bytes], part: str) -> None:
    """Parses a part for its faults alone."""
    depth = 0

    def start(_tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        check_depth(depth, part)

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    parse(chunks(stream), part, start, end, str)


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(NAMESPACE)[2]


def check_depth(depth: int, part: str) -> None:
    """Refuses elements nested deeper than any workbook nests them."""
    if depth > XML_DEPTH:
        raise Refused("xml-too-deep", XML_DEPTH, part=part)


def _refuse_doctype(name: str, *_: object) -> None:
    raise Refused("xml-doctype", name)


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding and encoding.upper() not in {"UTF-8", "US-ASCII", "ASCII"}:
        raise Refused("xml-encoding", encoding)
