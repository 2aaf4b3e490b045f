"""What a payout line's formula comes to, read as a person with a calculator reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from pipeline.money import round_half_up

PIECE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?|min|max|[()×÷/+−,-]")
SIGNS = {"-": "−", "/": "÷"}
ROUNDED = "≈"
CENT = Fraction(1, 100)


def holds(formula: str, amount: Fraction) -> bool:
    """Whether each step of `a = b = c` comes to the figure that the next one begins with, and the last to the amount.

    A cent of largest remainder is allowed; a step with a figure marked ≈ says of itself that it is not exact.
    """
    steps = formula.partition("→ ")[2] if formula.startswith("#") else formula
    parts = [part.rpartition("→ ")[2] if "→" in part else part for part in steps.split(" = ")]
    wanted = [_first(part) for part in parts[1:]] or [amount]
    return all(
        ROUNDED in part or abs(value(part) - figure) <= CENT for part, figure in zip(parts, wanted, strict=False)
    ) and amount == (wanted[-1] if parts[1:] else amount)


def value(text: str) -> Fraction:
    """The value of an expression, rounded to the cent."""
    pieces = [SIGNS.get(piece, piece) for piece in PIECE.findall(text)]
    found, at = _sum(pieces, 0)
    if at != len(pieces):
        raise ValueError(text)
    return round_half_up(found, 2)


def _first(text: str) -> Fraction:
    match = re.match(r"-?\d[\d,]*(?:\.\d+)?", text)
    if match is None:
        raise ValueError(text)
    return Fraction(match[0].replace(",", ""))


Read = tuple[Fraction, int]


def _sum(pieces: list[str], at: int) -> Read:
    return _chain(pieces, at, {"+": lambda a, b: a + b, "−": lambda a, b: a - b}, _product)


def _product(pieces: list[str], at: int) -> Read:
    return _chain(pieces, at, {"×": lambda a, b: a * b, "÷": lambda a, b: a / b}, _single)


def _chain(
    pieces: list[str],
    at: int,
    signs: dict[str, Callable[[Fraction, Fraction], Fraction]],
    part: Callable[[list[str], int], Read],
) -> Read:
    found, at = part(pieces, at)
    while at < len(pieces) and pieces[at] in signs:
        right, after = part(pieces, at + 1)
        found, at = signs[pieces[at]](found, right), after
    return found, at


def _single(pieces: list[str], at: int) -> Read:
    piece = pieces[at]
    if piece == "−":
        found, after = _product(pieces, at + 1)
        return -found, after
    if piece in {"min", "max"}:
        first, after = _sum(pieces, at + 2)
        second, after = _sum(pieces, after + 1)
        return (min if piece == "min" else max)(first, second), after + 1
    if piece == "(":
        found, after = _sum(pieces, at + 1)
        return found, after + 1
    return Fraction(piece.rstrip("%").replace(",", "")) / (100 if piece.endswith("%") else 1), at + 1
