"""Numbers as Excel means them: the decimal at 15 significant digits (SPEC 2), as plain text."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

DIGITS = 15
EXPONENTS = range(-324, 309)  # of a double, which is what a spreadsheet stores

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_EXCEL = Context(prec=DIGITS, rounding=ROUND_HALF_UP)


def number_text(stored: str) -> str | None:
    """The decimal text of a stored number, None when it is no number (NaN, INF, 1e400).

    A number of more than 15 integer digits keeps all that is stored, so that it can be refused as an identifier.
    """
    if len(stored) <= DIGITS and _PLAIN.fullmatch(stored):
        return stored
    if not _NUMBER.fullmatch(stored.strip()):
        return None
    exact = Decimal(stored.strip())
    if exact.adjusted() not in EXPONENTS:
        return None
    return _plain(exact if exact.adjusted() >= DIGITS else _EXCEL.plus(exact))


def float_text(value: float) -> str | None:
    """The same for a number that a library hands over as a binary float."""
    return number_text(repr(value).removesuffix(".0"))


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
