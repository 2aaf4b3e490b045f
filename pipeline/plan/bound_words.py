"""What a note says about a bound: 以上, 以下, 以内 include their number, 超过, 不满, 以外 exclude it (SPEC 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.plan.literals import read_number

NUMBER = r"(\d[\d,]*(?:\.\d+)?)\s*(%|％|万|亿)?\s*(?:分|元|个|单|次|家)?\s*"
LOWER_AFTER = re.compile(rf"(?<!不){NUMBER}(?:（?含）?|\(含\))?及?(以上|以外)")
UPPER_AFTER = re.compile(rf"{NUMBER}(?:（?含）?|\(含\))?及?(以下|以内|之内)")
BEFORE = re.compile(rf"(不低于|不少于|不超过|不高于|不大于|超过|高于|大于|不满|不足|低于|小于)\s*{NUMBER}")
RANGE = re.compile(rf"{NUMBER}(?:[–—~～至到-])\s*{NUMBER}")
INCLUDING = ("以上", "以下", "以内", "之内", "不低于", "不少于", "不超过", "不高于", "不大于")
LOWER_WORDS = ("以上", "以外", "不低于", "不少于", "超过", "高于", "大于")


@dataclass(frozen=True, slots=True)
class Claim:
    """One bound that a note names: a lower or an upper one, with or without its number."""

    number: Fraction
    lower: bool
    includes: bool


def claims_of(note: str) -> tuple[Claim, ...]:
    """Every bound that a note names, each once."""
    return tuple(dict.fromkeys((*_ranges(note), *_words(note))))


def _words(note: str) -> Iterator[Claim]:
    for pattern in (LOWER_AFTER, UPPER_AFTER):
        for digits, unit, word in pattern.findall(note):
            yield from _claim(digits, unit, word)
    for word, digits, unit in BEFORE.findall(note):
        yield from _claim(digits, unit, word)


def _claim(digits: str, unit: str, word: str) -> Iterator[Claim]:
    number = read_number(f"{digits}{unit}")
    if number is not None:
        yield Claim(number, word in LOWER_WORDS, word in INCLUDING)


def _ranges(note: str) -> Iterator[Claim]:
    """`70–79` names both its ends; a unit after the second number holds for the first too."""
    for low, low_unit, high, high_unit in RANGE.findall(note):
        start, end = read_number(f"{low}{low_unit or high_unit}"), read_number(f"{high}{high_unit}")
        if start is not None and end is not None and start < end:
            yield Claim(start, lower=True, includes=True)
            yield Claim(end, lower=False, includes=True)
