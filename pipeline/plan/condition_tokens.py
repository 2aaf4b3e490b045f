"""The tokens of the condition language, each with its position in the text (SPEC 4)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class TokenKind(StrEnum):
    """What a piece of a condition is."""

    WORD = "word"
    QUOTED = "quoted"
    OPERATOR = "operator"
    OPEN = "open"
    CLOSE = "close"
    COMMA = "comma"
    AND = "and"
    OR = "or"
    IN = "in"
    END = "end"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Token:
    """One piece: `text` is an operator's standard sign, else what is written; `position` counts from 1."""

    kind: TokenKind
    text: str
    position: int


SIGNS = {"!=": "≠", "<>": "≠", "<=": "≤", "≦": "≤", ">=": "≥", "≧": "≥", "==": "="}
KEYWORDS = {
    "且": TokenKind.AND,
    "and": TokenKind.AND,
    "或": TokenKind.OR,
    "or": TokenKind.OR,
    "属于": TokenKind.IN,
    "in": TokenKind.IN,
}
CHINESE_KEYWORD = "且|或|属于"
LETTER = r"""[^\s()=≠<>≤≥≦≧!,、，;；"'“”‘’「」]"""
PIECE = re.compile(
    rf"""\s*(?:
    (?P<operator>!=|<>|<=|>=|==|[=≠<>≤≥≦≧])
    |(?P<open>\()
    |(?P<close>\))
    |(?P<comma>[,、;])
    |"(?P<double>[^"]*)" | '(?P<single>[^']*)' | “(?P<curled>[^”]*)” | ‘(?P<half>[^’]*)’ | 「(?P<corner>[^」]*)」
    |(?P<word>{CHINESE_KEYWORD}|(?:(?!{CHINESE_KEYWORD}){LETTER})+)
    |(?P<stray>\S)
    )""",
    re.VERBOSE,
)
QUOTES = ("double", "single", "curled", "half", "corner")


def tokens_of(text: str) -> tuple[Token, ...]:
    """Every token of a condition, the last one END; full-width signs count as their half-width ones."""
    plain = _half_width(text)
    found = tuple(_token(match) for match in PIECE.finditer(plain))
    return (*found, Token(TokenKind.END, "", len(plain.rstrip()) + 1))


def _half_width(text: str) -> str:
    """The text with each character normalised on its own, so that positions stay."""
    folded = ((character, unicodedata.normalize("NFKC", character)) for character in text)
    return "".join(plain if len(plain) == 1 else character for character, plain in folded)


def _token(match: re.Match[str]) -> Token:
    group = match.lastgroup or "stray"
    written, position = match[group], match.start(group) + 1
    if group in QUOTES:
        return Token(TokenKind.QUOTED, written, position)
    if group == "operator":
        return Token(TokenKind.OPERATOR, SIGNS.get(written, written), position)
    if group == "word":
        return Token(KEYWORDS.get(written.lower(), TokenKind.WORD), written, position)
    return Token(TokenKind(group), written, position)
