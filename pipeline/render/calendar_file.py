"""`calendar.ics`: the deadlines of a period, to be opened by any calendar (SPEC 8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from pipeline.period import Period
from pipeline.wording import Wording


def calendar_ics(period: Period, days: Mapping[str, date | None], words: Wording) -> bytes:
    """One all-day event per deadline that the calendar workbook covers; stamps are the period's end, bytes repeat."""
    book = Calendar()
    book.add("prodid", "-//sales bonus close//")
    book.add("version", "2.0")
    stamp = datetime(period.end.year, period.end.month, period.end.day, tzinfo=UTC)
    for step, day in days.items():
        if day is not None:
            event = Event()
            event.add("uid", f"{period.id}-{step}@sales-bonus-close")
            event.add("dtstamp", stamp)
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
            event.add("summary", words(f"calendar.{step}", period=period.id))
            book.add_component(event)
    return bytes(book.to_ical())
