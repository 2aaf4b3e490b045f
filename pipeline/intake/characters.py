"""Characters as typed, pasted and exported: blanks, full-width forms, invisible and look-alike letters (SPEC 2)."""

from __future__ import annotations

import re
import unicodedata

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e"

_EDGES = re.compile(rf"^[\s{ZERO_WIDTH}]+|[\s{ZERO_WIDTH}]+$")
_INNER = re.compile(r"[\s]+")
_WIDE = re.compile(r"[\uff01-\uff5e\uffe5]")
_INVISIBLE = re.compile(f"[{ZERO_WIDTH}]")
_FULL_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94)}
_FULL_WIDTH_WORDS = {full: half for full, half in _FULL_WIDTH.items() if chr(half).isalnum()}
_LOOK_ALIKE = str.maketrans(
    "авекмнорстухіјѕԁһӏ" + "αβεζηικμνορτυχ" + "ᴀʙᴄᴅᴇ",
    "abekmhopctyxijsdhl" + "abezhikmvoptux" + "abcde",
)


def trimmed(text: str) -> str:
    """The text without blanks, NBSP and zero-width characters around it."""
    return text if text.isalnum() else _EDGES.sub("", text)


def plain(text: str) -> str:
    """The text as prose: trimmed, single blanks inside, full-width letters and digits half-width, composed."""
    if text.isascii() and text.isalnum():
        return text
    visible = _INNER.sub(" ", _INVISIBLE.sub("", _EDGES.sub("", text)))
    return unicodedata.normalize("NFC", visible.translate(_FULL_WIDTH_WORDS))


def narrow(text: str) -> str:
    """The text as a figure, date or word of a list: every full-width form made half-width, no blanks around it."""
    if text.isascii():
        return text.strip()
    return _EDGES.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))


def changes(text: str) -> tuple[str, ...]:
    """The kinds of normalisation that `narrow` does to a text."""
    if text.isascii() and text == text.strip():
        return ()
    kinds = {"blanks": trimmed(text) != text, "full_width": bool(_WIDE.search(text))}
    return tuple(kind for kind, done in kinds.items() if done)


def skeleton(identifier: str) -> str:
    """What an identifier looks like: the same for two that differ in case, width, invisible or foreign letters only."""
    if identifier.isascii():
        return identifier.casefold()
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", identifier)).casefold()
    return folded.translate(_LOOK_ALIKE)


def compact(text: str) -> str:
    """A header, sheet name or person's name for comparison: narrow, without any blank, case folded."""
    return _INNER.sub("", narrow(text)).casefold()
