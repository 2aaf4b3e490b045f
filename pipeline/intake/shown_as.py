"""What a cell's number format says about its number: a date, a percentage, leading zeros."""

from __future__ import annotations

import re
from functools import cache

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ZEROS = re.compile(r'((?:"[^"]*"|\\.)*)(0+)')
_QUOTING = re.compile(r'["\\]')


@cache
def is_date(number_format: str) -> bool:
    """Whether a number shown in this format is a calendar day."""
    codes = _codes(number_format)
    return codes != "general" and ("y" in codes or "d" in codes)


@cache
def shows_day(number_format: str) -> bool:
    """Whether a date format shows the day, not only year and month."""
    return "d" in _codes(number_format)


@cache
def is_percent(number_format: str) -> bool:
    """Whether a number shown in this format is a percentage."""
    return "%" in _codes(number_format)


@cache
def padded(number_format: str) -> tuple[str, int]:
    """The literal prefix and the least number of digits that a format like `000000` or `"A"0000` shows."""
    found = _ZEROS.fullmatch(number_format.partition(";")[0])
    return (_QUOTING.sub("", found[1]), len(found[2])) if found else ("", 0)


def _codes(number_format: str) -> str:
    return _LITERAL.sub("", number_format.partition(";")[0]).lower()
