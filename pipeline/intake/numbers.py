"""Figures as people write them: `1,234.5`, `¥1,234.50`, `50万`, `95%`, `（1,200）` (SPEC 2). Exact decimals only."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.intake.cells import CellType
from pipeline.intake.characters import changes, narrow
from pipeline.intake.reading import Reading
from pipeline.intake.shown_as import is_date, is_percent

UNITS = {
    "元": Decimal(1),
    "千": Decimal(1000),
    "千元": Decimal(1000),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "百万元": Decimal(1_000_000),
    "亿": Decimal(100_000_000),
    "亿元": Decimal(100_000_000),
}
PERCENT = Decimal("0.01")
LARGEST_ADJUSTED = 15  # a million billions: more is a mistake in the workbook

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_WRITTEN = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<currency>[¥$€£]|CNY|RMB|人民币)?\s*(?P<sign2>[+-])?\s*"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<fraction>\.[0-9]+)?\s*"
    rf"(?:(?P<percent>%)|(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))}))?\s*(?P<close>\))?",
    re.IGNORECASE,
)


def number(text: str, kind: CellType, number_format: str) -> Reading:
    """A number cell at its format, or a figure written as text."""
    if kind is CellType.NUMBER:
        return _stored(text, number_format)
    if kind is not CellType.TEXT:
        return Reading(problem="number-unreadable")
    if _PLAIN.fullmatch(text):
        return _plain(text)
    reading = _written(narrow(text).replace("\u2212", "-"))
    return reading._replace(kinds=(*changes(text), *reading.kinds))


def _stored(text: str, number_format: str) -> Reading:
    if is_date(number_format):
        return Reading(problem="number-is-date")
    percent = is_percent(number_format)
    reading = Reading(Decimal(text), (), "", percent, percent)
    return reading if len(text) < LARGEST_ADJUSTED else _sized(reading)


def _plain(text: str) -> Reading:
    return _sized(Reading(Decimal(text)))


def _written(text: str) -> Reading:
    match = _WRITTEN.fullmatch(text)
    if not match or bool(match["open"]) != bool(match["close"]) or (match["sign"] and match["sign2"]):
        return Reading(problem="number-unreadable")
    size = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
    if match["percent"]:
        size *= PERCENT
    size *= UNITS.get(match["unit"] or "", Decimal(1))
    negative = match["open"] or "-" in (match["sign"], match["sign2"])
    own = bool(match["percent"] or match["unit"])
    return _sized(Reading(-size if negative else size, _kinds(match), percent=bool(match["percent"]), own_unit=own))


def _kinds(match: re.Match[str]) -> tuple[str, ...]:
    seen = {
        "thousands": "," in match["digits"],
        "currency": match["currency"],
        "brackets": match["open"],
        "percent_sign": match["percent"],
        "unit_in_cell": match["unit"],
    }
    return tuple(kind for kind, present in seen.items() if present)


def _sized(reading: Reading) -> Reading:
    """Refuse what no incentive plan can mean."""
    if reading.value and not -LARGEST_ADJUSTED <= reading.value.adjusted() < LARGEST_ADJUSTED:
        return Reading(problem="number-out-of-range")
    return reading
