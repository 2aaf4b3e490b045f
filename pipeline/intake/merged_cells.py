"""Merged ranges: what stands in their first cell holds for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?")
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Block:
    """A merged range by row and column numbers, all included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def block(reference: str) -> Block | None:
    """The range `A1:C2`; None where it is none."""
    match = _RANGE.fullmatch(reference)
    if not match:
        return None
    left, top = column_number(match[1]), int(match[2])
    return Block(top, left, int(match[4] or top), column_number(match[3] or match[1]))


def blocks(merged: Iterable[str]) -> list[Block]:
    """The merged ranges of a sheet."""
    return [found for reference in merged if (found := block(reference))]


def spread_across(merged: Iterable[str], row: int, texts: Mapping[int, str]) -> dict[int, str]:
    """A row of headers in which a merged header stands above each of its columns."""
    spread = dict(texts)
    for one in blocks(merged):
        if one.first_row <= row <= one.last_row and one.first_column in texts:
            for column in range(one.first_column, one.last_column + 1):
                spread.setdefault(column, texts[one.first_column])
    return spread


def column_letters(number: int) -> str:
    """The letters of a column: 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column: A is 1."""
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number
