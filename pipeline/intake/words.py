"""Cells that hold words: text, identifiers, yes and no, closed lists (SPEC 2)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from pipeline.intake.cells import CellType
from pipeline.intake.characters import changes, compact, narrow, plain, trimmed
from pipeline.intake.dates import day
from pipeline.intake.reading import Reading
from pipeline.intake.shown_as import is_date, is_percent, padded, shows_day
from schemas.field import Choice

DIGITS = 15  # what Excel keeps of a number
SIMILAR = 0.5
YES = frozenset({"是", "y", "yes", "true", "1", "√", "✓"})
NO = frozenset({"否", "n", "no", "false", "0", "×"})

_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2,}")
_FULL_WIDTH = re.compile(r"[\uff01-\uff5e]")


def text(cell: str, kind: CellType, number_format: str, *, date1904: bool = False) -> Reading:
    """Text as it prints: numbers in plain decimals or with their percent sign, dates as `2026-09-01` or `2026-09`."""
    if kind is CellType.NUMBER and is_percent(number_format):
        return Reading(f"{_plain(Decimal(cell) * 100)}%", percent=True)
    if kind is CellType.DATE or (kind is CellType.NUMBER and is_date(number_format)):
        return _dated(day(cell, kind, number_format, date1904=date1904), number_format)
    if kind is CellType.BOOL:
        return Reading("是" if cell in ("1", "TRUE") else "否", ("word",))
    cleaned = plain(cell)
    return Reading(cleaned, _text_kinds(cell, cleaned), percent=cleaned.endswith(("%", "％")))


def identifier(cell: str, kind: CellType, number_format: str) -> Reading:
    """An identifier: a whole number without its decimals, leading zeros kept where the format shows them."""
    if kind is CellType.NUMBER:
        return _numeric_identifier(cell, number_format)
    if kind is CellType.DATE:
        return Reading(problem="id-is-date")
    cleaned = trimmed(cell)
    if _SCIENTIFIC.fullmatch(cleaned):
        return Reading(problem="id-scientific")
    half = narrow(cleaned) if _FULL_WIDTH.search(cleaned) else cleaned
    kinds = (("blanks",) if cleaned != cell else ()) + (("full_width",) if half != cleaned else ())
    return Reading(half, kinds)


def yes_or_no(cell: str, kind: CellType, number_format: str) -> Reading:
    """是/否, Y/N, TRUE/FALSE, 1/0."""
    del number_format
    word = compact(cell) if kind in (CellType.TEXT, CellType.NUMBER, CellType.BOOL) else ""
    if word in YES or word in NO:
        return Reading(word in YES, changes(cell))
    return Reading(problem="bool-unreadable")


def choice(cell: str, kind: CellType, choices: type[Choice]) -> Reading:
    """A word of a closed list, by its Chinese word or its identifier."""
    accepted = {compact(word): member.value for member in choices for word in (member.value, member.header)}
    word = compact(cell) if kind is CellType.TEXT else ""
    if word in accepted:
        member = accepted[word]
        return Reading(member, ("word",) if cell not in (member, choices(member).header) else ())
    allowed = "、".join(member.header for member in choices)
    near = get_close_matches(word, accepted, 1, SIMILAR)
    closest = choices(accepted[near[0]]).header if near else ""
    return Reading(
        problem="choice-near" if near else "choice-unknown", params=(("allowed", allowed), ("closest", closest))
    )


def _numeric_identifier(cell: str, number_format: str) -> Reading:
    if is_date(number_format):
        return Reading(problem="id-is-date")
    if len(cell.lstrip("-")) > DIGITS and cell.lstrip("-").isdigit():
        return Reading(problem="id-too-many-digits")
    whole = cell.partition(".")[0] if re.fullmatch(r"[0-9]+\.0+", cell) else cell
    prefix, digits = padded(number_format)
    shown = prefix + whole.zfill(digits) if whole.isdigit() else whole
    return Reading(shown, ("id_zeros",) if shown != whole else ())


def _dated(reading: Reading, number_format: str) -> Reading:
    if not isinstance(reading.value, date):
        return reading
    monthly = number_format != "General" and not shows_day(number_format)
    return Reading(reading.value.isoformat()[:7] if monthly else reading.value.isoformat())


def _plain(value: Decimal) -> str:
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _text_kinds(cell: str, cleaned: str) -> tuple[str, ...]:
    if cell == cleaned:
        return ()
    return ("full_width",) if _FULL_WIDTH.search(cell) and not _FULL_WIDTH.search(cleaned) else ("blanks",)
