"""The small language of conditions, read by recursive descent over its words (SPEC 4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.oracle.arithmetic import exact

TOKEN = re.compile(r"\s*((?:达成率|实际|得分|计量)\([^)]*\)|[()（）,，]|≠|≤|≥|<|>|=|[^\s()（）,，≠≤≥<>=]+)")
NUMBER = re.compile(r"-?\d+(\.\d+)?%?")


def holds(text: str, fields: Mapping[str, Any]) -> bool:
    """Whether a condition holds; a field whose value is None makes its term false."""
    words = TOKEN.findall(text)
    value, rest = _either(words, fields)
    if rest:
        raise ValueError(f"left over in {text}: {rest}")
    return value


def _either(words: list[str], fields: Mapping[str, Any]) -> tuple[bool, list[str]]:
    value, words = _both(words, fields)
    while words and words[0] == "或":
        other, words = _both(words[1:], fields)
        value = value or other
    return value, words


def _both(words: list[str], fields: Mapping[str, Any]) -> tuple[bool, list[str]]:
    value, words = _term(words, fields)
    while words and words[0] == "且":
        other, words = _term(words[1:], fields)
        value = value and other
    return value, words


def _term(words: list[str], fields: Mapping[str, Any]) -> tuple[bool, list[str]]:
    if words[0] == "(":
        value, rest = _either(words[1:], fields)
        return value, rest[1:]
    field, sign, *rest = words
    actual = fields[field]
    if sign == "属于":
        end = rest.index(")")
        listed = [word for word in rest[1:end] if word not in {",", "，"}]
        return actual is not None and any(_compare(actual, "=", word) for word in listed), rest[end + 1 :]
    return actual is not None and _compare(actual, sign, rest[0]), rest[1:]


def _compare(actual: Any, sign: str, word: str) -> bool:
    if not isinstance(actual, str) and NUMBER.fullmatch(word):
        left: Fraction | str = exact(actual)
        right: Fraction | str = exact(word)
    else:
        left, right = str(actual), word
    if sign == "=":
        return left == right
    if sign == "≠":
        return left != right
    difference = left - right  # type: ignore[operator]
    return {"<": difference < 0, "≤": difference <= 0, ">": difference > 0, "≥": difference >= 0}[sign]
