"""Rows and shared strings in the plain form that nearly every program writes, read without a parser: twice as fast.

Plain is a strict part of XML: unprefixed names, attributes in double quotes, no comment, no CDATA, no blanks between
elements, and in cells nothing but a formula and a value. What is not plain to the last letter is left to expat, from
the start of the part; and expat reads all that stands around rows and strings in any case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import unescape

from pipeline.intake.formats.grid import Grid, Strings

Consume = Callable[[str], int]  # takes what is plain at the start of a text, and says how much it took
LONGEST_ITEM = 16 * 1024 * 1024

_START = r"(?:\xef\xbb\xbf)?(?:<\?xml[^<>?]*\?>)?\s*"
_CONTROLS = "\x00-\x08\x0b-\x1f\ufffe\uffff"
_ENTITY = "&(?:amp|lt|gt|quot|apos);"
_VALUE = f"[^<>&\t\n{_CONTROLS}]*+"
_TEXT = f"(?:[^<>&{_CONTROLS}]|{_ENTITY})*+"
_ATTRIBUTE = f' ([A-Za-z][A-Za-z0-9:]*+)="([^"<>&\t\n{_CONTROLS}]*+)"'
_FORMULA = f'<f(?: [A-Za-z0-9]++="{_VALUE}")*+(?:/>|>{_TEXT}</f>)'
_PLACE = ' r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?(?: t="(s|n|b|e|str)")?'
_CELL = f"<c{_PLACE}(?:/>|>({_FORMULA})?(?:<v>({_VALUE})</v>)?</c>)"
_STRING = f'<si><t(?: xml:space="preserve")?+>({_TEXT})</t></si>'


class NotPlain(Exception):  # noqa: N818 - it is an outcome, and never leaves the reader
    """Something stands there that only a parser can read."""


class Form(NamedTuple):
    """What stands before the items, at the end of each, and behind them."""

    head: re.Pattern[bytes]
    item_end: bytes
    closed: bytes


def _uncaptured(pattern: str) -> str:
    return re.sub(r"\((?!\?)", "(?:", pattern)


SHEET_HEAD = rf"{_START}<worksheet[\s>].*?<sheetData>".encode("latin-1")
ROWS = Form(re.compile(SHEET_HEAD, re.DOTALL), b"</row>", b"</sheetData>")
STRINGS = Form(re.compile(rf"{_START}<sst[^<>]*>".encode("latin-1")), b"</si>", b"</sst>")
ROW = re.compile(f"<row((?:{_uncaptured(_ATTRIBUTE)})*+)(?:/>|>((?:{_uncaptured(_CELL)})*+)</row>)")
CELL, ATTRIBUTE, STRING = re.compile(_CELL), re.compile(_ATTRIBUTE), re.compile(_STRING)
ALL_STRINGS = re.compile(f"(?:{_uncaptured(_STRING)})*+")


def without_items(chunks: Iterator[bytes], form: Form, consume: Consume) -> Iterator[bytes]:
    """Hands the items of a part to `consume`, and yields the part without them.

    Raises:
        NotPlain: the part must be parsed from its start, and what was consumed be forgotten.
    """
    rest = next(chunks, b"")
    head = form.head.match(rest)
    if not head or b"<!" in head[0] or b"<?" in head[0][5:]:
        raise NotPlain
    yield head[0]
    rest = _consumed(rest[head.end() :], form, consume)
    while not rest.startswith(form.closed):
        chunk = next(chunks, None)
        if chunk is None or len(rest) > LONGEST_ITEM:
            raise NotPlain
        rest = _consumed(rest + chunk, form, consume)
    yield rest
    yield from chunks


def _consumed(part: bytes, form: Form, consume: Consume) -> bytes:
    """Hands over the whole items at the start; returns the bytes behind them."""
    end = part.rfind(form.item_end) + len(form.item_end)
    if end < len(form.item_end):
        return part
    try:
        text = part[:end].decode()
    except UnicodeDecodeError:
        raise NotPlain from None
    taken = consume(text)
    if taken < len(text) and not text.startswith(form.closed.decode(), taken):
        raise NotPlain
    return text[taken:].encode() + part[end:]


def take_rows(text: str, grid: Grid) -> int:
    """Puts plain rows into the grid."""
    taken = 0
    while row := ROW.match(text, taken):
        taken = row.end()
        attributes = ATTRIBUTE.findall(row[1])
        known = dict(attributes)
        if len(known) < len(attributes) or "r" not in known:
            raise NotPlain
        grid.row(known, CELL.findall(row[2] or ""))
    return taken


def take_strings(text: str, strings: Strings) -> int:
    """Puts plain strings into the table."""
    plain = ALL_STRINGS.match(text)
    taken = plain.end() if plain else 0
    for string in STRING.findall(text, 0, taken):
        strings.add(unescape(string, {"&quot;": '"', "&apos;": "'"}) if "&" in string else string)
    return taken
