"""How fonts get into a document: what holds for every document is read once in a process, a subset is cut in one pass.

WeasyPrint copies the whole file of each font, ten megabytes, for each document, cuts its subset twice and keeps the
tables for vertical lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import cast

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

UNUSED_TABLES = (b"BASE", b"GDEF", b"GPOS", b"GSUB", b"STAT", b"vhea", b"vmtx")


class Embedded(Font):  # type: ignore[misc]  # WeasyPrint carries no types
    """A font as one document embeds it."""

    def __init__(self, read: Font) -> None:
        self.__dict__.update(read.__dict__, file_content=b"", widths={}, to_unicode={}, missing={})

    def subset(self, to_unicode: dict[int, str], hinting: object) -> None:
        """Keep the glyphs that are drawn, under their own numbers, without hints."""
        del hinting  # WeasyPrint's default is none, too
        face = _cut(self.hb_face, to_unicode or {0: ""}, outline_of_none=bool(self.missing))
        self.file_content = get_hb_object_data(face)


class Fonts(dict[int, Font]):
    """The fonts of one document by WeasyPrint's key, which stands for file, weight and style, whatever the size."""

    def __contains__(self, key: object) -> bool:
        known = _known().get(key)
        if known is not None and not super().__contains__(key):
            super().__setitem__(cast("int", key), Embedded(known))
        return super().__contains__(key)

    def __setitem__(self, key: int, font: Font) -> None:
        """Take what WeasyPrint read; the next document finds it."""
        super().__setitem__(key, Embedded(font))
        _known()[key] = Embedded(font)


def document_fonts() -> dict[int, Font]:
    """The fonts of a new document; WeasyPrint's own way where the library that cuts fonts is not installed."""
    return Fonts() if harfbuzz_subset else {}


@cache
def _known() -> dict[object, Embedded]:
    return {}


def _cut(face: object, glyphs: Iterable[int], *, outline_of_none: bool) -> object:
    wish = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    _fill(harfbuzz_subset.hb_subset_input_glyph_set(wish), glyphs)
    tables = harfbuzz_subset.hb_subset_input_set(wish, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _fill(tables, (harfbuzz.hb_tag_from_string(name, -1) for name in UNUSED_TABLES))
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    outline = harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE if outline_of_none else 0
    harfbuzz_subset.hb_subset_input_set_flags(wish, flags | outline)
    return ffi.gc(harfbuzz_subset.hb_subset_or_fail(face, wish), harfbuzz.hb_face_destroy)


def _fill(members: object, numbers: Iterable[int]) -> None:
    ordered = sorted(numbers)
    harfbuzz.hb_set_add_sorted_array(members, ffi.new("hb_codepoint_t[]", ordered), len(ordered))
