"""Columns in which nothing needs interpreting, as exports write them by the hundred thousand: taken as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.intake.cells import CellType
from pipeline.intake.numbers import LARGEST_ADJUSTED
from pipeline.intake.shown_as import is_date, is_percent
from schemas.field import Type

_IDENTIFIERS = re.compile(r"[A-Za-z0-9_-]+(?:\n[A-Za-z0-9_-]+)*+")
_NUMBERS = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:\n-?[0-9]+(?:\.[0-9]+)?)*+")

Take = Callable[[Sequence[str], str], list[Any] | None]


def plain_values(kind: Type, cell: CellType, number_format: str, texts: Sequence[str]) -> list[Any] | None:
    """The values of cells of one type and number format; None where one of them has to be looked at by itself."""
    take = _TAKEN.get((kind, cell))
    return take(texts, number_format) if take and texts else None


def _identifiers(texts: Sequence[str], number_format: str) -> list[Any] | None:
    """Letters, digits, `_` and `-` alone are their own identifier."""
    del number_format
    return list(texts) if _all_match(_IDENTIFIERS, texts) else None


def _numbers(texts: Sequence[str], number_format: str) -> list[Any] | None:
    """Numbers short enough to be meant, in a format that makes them neither days nor percentages."""
    if is_date(number_format) or is_percent(number_format) or max(map(len, texts)) >= LARGEST_ADJUSTED:
        return None
    return list(map(Decimal, texts)) if _all_match(_NUMBERS, texts) else None


def _all_match(lines: re.Pattern[str], texts: Sequence[str]) -> bool:
    """Whether every text is one line of the pattern; asked of all at once, which is ten times as fast."""
    joined = "\n".join(texts)
    return joined.count("\n") == len(texts) - 1 and bool(lines.fullmatch(joined))


_TAKEN: Mapping[tuple[Type, CellType], Take] = {
    (Type.ID, CellType.TEXT): _identifiers,
    (Type.MONEY, CellType.NUMBER): _numbers,
    (Type.NUMBER, CellType.NUMBER): _numbers,
    (Type.MONEY, CellType.TEXT): _numbers,
    (Type.NUMBER, CellType.TEXT): _numbers,
}
