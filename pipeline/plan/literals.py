"""Values that are written as text in a plan: numbers, percentages, dates, yes and no (SPEC 2 and 4)."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

BARE_RATIO_LIMIT = Fraction(3, 2)
NUMBER = re.compile(r"([+-]?)[¥￥]?(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(\.\d{1,15})?(%|％|万元?|亿元?|元)?")
UNITS = {"%": Fraction(1, 100), "％": Fraction(1, 100), "万": Fraction(10_000), "亿": Fraction(100_000_000)}
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")
TRUTH = {"是": True, "y": True, "yes": True, "true": True, "1": True}
FALSEHOOD = {"否": False, "n": False, "no": False, "false": False, "0": False}


def read_number(text: str) -> Fraction | None:
    """The number that a text writes: `1,234.5`, `50万`, `95%` (0.95); None if it is none."""
    match = NUMBER.fullmatch(text.strip())
    if not match:
        return None
    sign, whole, decimals, unit = match.groups()
    size = Fraction(whole.replace(",", "") + (decimals or "")) * UNITS.get((unit or "").removesuffix("元"), Fraction(1))
    return -size if sign == "-" else size


def is_percentage(text: str) -> bool:
    """Whether the text is written with a percent sign."""
    return text.strip().endswith(("%", "％"))


def read_ratio(text: str) -> Fraction | None:
    """A ratio: with a percent sign, or bare up to 1.5; a larger bare number could be either and is none."""
    number = read_number(text)
    if number is None or is_percentage(text) or number <= BARE_RATIO_LIMIT:
        return number
    return None


def read_date(text: str) -> date | None:
    """The day that a text writes: `2026-09-01`, `2026/9/1`, `2026年9月1日`, `20260901`; None if it is none."""
    match = DAY.fullmatch(text.strip().removesuffix(" 00:00:00").removesuffix("T00:00:00"))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    return _date(year, month, day)


def read_bool(text: str) -> bool | None:
    """Yes or no: 是/否, Y/N, TRUE/FALSE, 1/0; None if it is neither."""
    return (TRUTH | FALSEHOOD).get(text.strip().lower())


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
