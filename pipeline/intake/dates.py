"""Days as people write them and as Excel stores them, in the 1900 and the 1904 system (SPEC 2)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from pipeline.intake.cells import CellType
from pipeline.intake.characters import changes, narrow
from pipeline.intake.reading import Reading
from pipeline.intake.shown_as import is_date

BARE_SERIALS = range(25_569, 73_051)  # 1970 to 2099: a number without a date format in a column of dates
LEAP_YEAR_BUG = 60  # Excel counts a 29 February 1900 that never was

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WRITTEN = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?|([0-9]{2})([0-9]{2}))"
    r"(?P<time>[T\s]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)


def day(text: str, kind: CellType, number_format: str, *, date1904: bool = False) -> Reading:
    """A date cell, or a date written as text."""
    if kind is CellType.NUMBER:
        return _number(Decimal(text), number_format, date1904=date1904)
    if kind not in (CellType.TEXT, CellType.DATE):
        return Reading(problem="date-unreadable")
    reading = _written(narrow(text))
    kinds = () if kind is CellType.DATE else (*changes(text), *reading.kinds)
    return reading._replace(kinds=kinds)


def serial_day(serial: int, *, date1904: bool) -> date | None:
    """The day of an Excel serial number; None where there is none."""
    if date1904:
        return _after(date(1904, 1, 1), serial)
    if serial == LEAP_YEAR_BUG or serial < 1:
        return None
    return _after(date(1899, 12, 30 if serial > LEAP_YEAR_BUG else 31), serial)


def _number(serial: Decimal, number_format: str, *, date1904: bool) -> Reading:
    whole = int(serial)
    if is_date(number_format):
        found, kinds = serial_day(whole, date1904=date1904), ("time_dropped",) if serial != whole else ()
    elif serial == whole and whole in BARE_SERIALS:
        found, kinds = serial_day(whole, date1904=date1904), ("date_serial",)
    else:
        return _written(str(serial))
    return Reading(found, kinds) if found else Reading(problem="date-unreadable")


def _written(text: str) -> Reading:
    match = _WRITTEN.fullmatch(text)
    if not match:
        return Reading(problem="date-unreadable")
    month, day_of_month = (
        next(part for part in parts if part) for parts in (match.group(3, 5, 7), match.group(4, 6, 8))
    )
    try:
        found = date(int(match[1]), int(month), int(day_of_month))
    except ValueError:
        return Reading(problem="date-impossible")
    kinds = () if _ISO.fullmatch(text) else ("date_text",)
    return Reading(found, (*kinds, "time_dropped") if match["time"] else kinds)


def _after(start: date, days: int) -> date | None:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None
