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
GROUPED = r"-?\d{1,3}(?:,\d{3})+(?![\d,])"
LETTER = r"""[^\s()=≠<>≤≥≦≧!,、，;；"'“”‘’「」]"""
PIECE = rf"""\s*(?:
    (?P<operator>!=|<>|<=|>=|==|[=≠<>≤≥≦≧])
    |(?P<open>\()
    |(?P<close>\))
    |(?P<comma>[,、;])
    |"(?P<double>[^"]*)" | '(?P<single>[^']*)' | “(?P<curled>[^”]*)” | ‘(?P<half>[^’]*)’ | 「(?P<corner>[^」]*)」
    |(?P<word>{CHINESE_KEYWORD}|GROUPED(?:(?!{CHINESE_KEYWORD}){LETTER})+)
    |(?P<stray>\S)
    )"""
OUTSIDE_LISTS = re.compile(PIECE.replace("GROUPED", f"{GROUPED}(?:(?!{CHINESE_KEYWORD}){LETTER})*|"), re.VERBOSE)
INSIDE_LISTS = re.compile(PIECE.replace("GROUPED", ""), re.VERBOSE)
"""Within `属于 (…)` a comma parts two values; elsewhere it may group the digits of a number."""
QUOTES = ("double", "single", "curled", "half", "corner")


def tokens_of(text: str) -> tuple[Token, ...]:
    """Every token of a condition, the last one END; full-width signs count as their half-width ones."""
    plain = _half_width(text)
    tokens: list[Token] = []
    at, listed = 0, False
    while match := (INSIDE_LISTS if listed else OUTSIDE_LISTS).match(plain, at):
        tokens.append(_token(match))
        listed = _opens_list(tokens) or (listed and tokens[-1].kind is not TokenKind.CLOSE)
        at = match.end()
    return (*tokens, Token(TokenKind.END, "", len(plain.rstrip()) + 1))


def _opens_list(tokens: list[Token]) -> bool:
    return [token.kind for token in tokens[-2:]] == [TokenKind.IN, TokenKind.OPEN]


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
