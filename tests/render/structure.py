"""What must hold in every PDF that a close writes, checked without a validator: PDF/A-3a's and PDF/UA-1's structure."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

SHOWS = {"Tj", "TJ", "'", '"'}
LANGUAGES = ("zh-CN", "en")
DECLARED = {b'pdfaid:part="3"', b'pdfaid:conformance="A"'}
ACTIVE = ("/OpenAction", "/AA", "/JavaScript")


def faults(content: bytes) -> list[str]:
    """Everything that is wrong with a PDF; none in a good one."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        return [*_of_the_file(opened), *_of_the_fonts(opened), *_of_the_tags(opened), *_of_the_pages(opened)]


def _of_the_file(opened: pikepdf.Pdf) -> Iterator[str]:
    root = opened.Root
    metadata = root.Metadata.read_bytes() if "/Metadata" in root else b""
    display = root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False)
    files = [one.objgen for one in root.get("/AF", [])]
    with opened.open_outline() as outline:
        bookmarks = len(outline.root)
    wrong = {
        "encrypted": opened.is_encrypted,
        "not declared as PDF/A-3a": DECLARED - set(re.findall(rb'pdfaid:[a-z]+="\w"', metadata)),
        "no language": str(root.get("/Lang", "")) not in LANGUAGES,
        "no title on display": not str(opened.docinfo.get("/Title", "")) or not display,
        "no output intent": "/OutputIntents" not in root,
        "a date with a clock": len(str(opened.docinfo.get("/CreationDate", ""))) != len("D:20230930"),
        "no bookmarks": not bookmarks,
        "does something by itself": any(key in root for key in ACTIVE),
        "a file attached twice": len(files) != len(set(files)),
    }
    yield from (fault for fault, found in wrong.items() if found)


def _of_the_fonts(opened: pikepdf.Pdf) -> Iterator[str]:
    for one in _dictionaries(opened):
        if one.get("/Type") == "/FontDescriptor":
            if "/FontFile2" not in one:
                yield f"font not embedded: {one.FontName}"
            if "+" not in str(one.FontName):
                yield f"font not subset: {one.FontName}"
        if one.get("/Subtype") == "/Type0" and "/ToUnicode" not in one:
            yield f"text without characters: {one.BaseFont}"


def _of_the_tags(opened: pikepdf.Pdf) -> Iterator[str]:
    if "/MarkInfo" not in opened.Root or "/StructTreeRoot" not in opened.Root:
        yield "not tagged"
    kinds = [one for one in _dictionaries(opened) if one.get("/Type") == "/StructElem"]
    yield from ("a figure without words" for one in kinds if one.S == "/Figure" and not str(one.get("/Alt", "")))
    levels = [int(str(one.S)[2]) for one in kinds if str(one.S)[1:] in ("H1", "H2", "H3", "H4")]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} main headings"


def _of_the_pages(opened: pikepdf.Pdf) -> Iterator[str]:
    """No page shows glyph 0 (.notdef), and every page that has text is tagged and in order."""
    for place, page in enumerate(opened.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"page {place}: order of tabs"
        if any(not 0 < glyph < room for glyph, room in _drawn(page)):
            yield f"page {place}: a character that the font lacks"


def _drawn(page: pikepdf.Page) -> Iterator[tuple[int, int]]:
    """Every glyph that a page shows, with how many its font has."""
    rooms = {name: _room(font) for name, font in page.Resources.Font.items()}
    room = 0
    for one in pikepdf.parse_content_stream(page):
        if str(one.operator) == "Tf":
            room = rooms[str(one.operands[0])]
        elif str(one.operator) in SHOWS:
            yield from ((int.from_bytes(pair), room) for pair in _glyphs(one.operands))


def _room(font: Any) -> int:
    file = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    return int(TTFont(io.BytesIO(file), lazy=True)["maxp"].numGlyphs)


def _glyphs(operands: Any) -> Iterator[bytes]:
    for operand in operands:
        for part in operand if isinstance(operand, pikepdf.Array) else [operand]:
            if isinstance(part, pikepdf.String):
                text = bytes(part)
                yield from (text[at : at + 2] for at in range(0, len(text), 2))


def _dictionaries(opened: pikepdf.Pdf) -> Iterator[Any]:
    return (one for one in opened.objects if isinstance(one, pikepdf.Dictionary))
