"""The text of a string item, shared or inline: its runs joined, phonetic runs left out."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class RichText:
    """Collects the text of `t` elements from the events below one string item."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.phonetic = self.inside = False

    def start(self, name: str) -> None:
        """An element begins."""
        if name == "rPh":
            self.phonetic = True
        self.inside = name == "t" and not self.phonetic

    def characters(self, text: str) -> None:
        """Character data."""
        if self.inside:
            self.pieces.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "rPh":
            self.phonetic = False
        self.inside = False

    @property
    def text(self) -> str:
        """The text collected so far, as it stands in the file."""
        return "".join(self.pieces)


def unescape(text: str) -> str:
    """Text with `_x000D_` read as the character that it stands for (ECMA-376, ST_Xstring)."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
