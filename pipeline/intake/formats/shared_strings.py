"""The shared strings of a workbook, each once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from pipeline.intake.formats.grid import Strings
from pipeline.intake.formats.markup import check_depth, chunks, local, parse
from pipeline.intake.formats.package import Package
from pipeline.intake.formats.plain import STRINGS, NotPlain, take_strings, without_items
from pipeline.intake.formats.rich_text import RichText

ITEM = 2  # the depth of one string


def read_strings(package: Package, part: str | None) -> Strings:
    """The strings by their number; plain ones take the short way."""
    strings = Strings()
    if part is None:
        return strings
    try:
        with package.open(part) as stream:
            return _read(without_items(chunks(stream), STRINGS, partial(take_strings, strings=strings)), part, strings)
    except NotPlain:
        strings.clear()
    with package.open(part) as stream:
        return _read(chunks(stream), part, strings)


def _read(content: Iterable[bytes], part: str, strings: Strings) -> Strings:
    parser = _StringsParser(part, strings)
    parse(content, part, parser.start, parser.end, parser.characters)
    return strings


class _StringsParser:
    """Expat's handlers."""

    def __init__(self, part: str, strings: Strings) -> None:
        self.part, self.strings = part, strings
        self.item = RichText()
        self.depth = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self.depth += 1
        check_depth(self.depth, self.part)
        if self.depth == ITEM:
            self.item = RichText()
        else:
            self.item.start(local(tag))

    def characters(self, text: str) -> None:
        self.item.characters(text)

    def end(self, tag: str) -> None:
        if self.depth == ITEM:
            self.strings.add(self.item.text)
        else:
            self.item.end(local(tag))
        self.depth -= 1
