"""`calendar.ics`: any calendar opens it, dates are whole days, the same deadlines give the same bytes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from pipeline.process.life import Life
from pipeline.process.schedule import Step, schedule
from pipeline.render.calendar_file import calendar_ics
from pipeline.wording import LANGUAGES, wording
from tests.process.days import day, period, statutory
from tests.statements import factory as make

PARAMETERS = make.plan().parameters


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_whole_day_per_deadline(lang: str) -> None:
    due = schedule(period("2023Q3"), Life(), PARAMETERS, statutory())
    content = calendar_ics(period("2023Q3"), due, wording(lang))
    assert content == calendar_ics(period("2023Q3"), due, wording(lang))
    assert b"\r\n" in content
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    book = Calendar.from_ical(content)
    assert not book.errors
    assert (str(book["version"]), bool(book["prodid"])) == ("2.0", True)
    events = book.walk("VEVENT")
    assert {str(one["uid"]) for one in events} == {f"2023Q3-{step}@sales-bonus-close" for step in Step}
    assert [one.decoded("dtstart") for one in events] == [due[step] for step in Step]
    assert {one.decoded("dtend") - one.decoded("dtstart") for one in events} == {timedelta(days=1)}
    assert all(one["summary"] and "dtstamp" in one and not one.errors for one in events)


def test_days_that_nobody_knows_are_left_out() -> None:
    due = {**schedule(period("2023Q3"), Life(), PARAMETERS, statutory()), Step.PAY: None}
    kept = [
        str(one["uid"]) for one in Calendar.from_ical(calendar_ics(period("2023Q3"), due, wording("zh"))).walk("VEVENT")
    ]
    assert len(kept) == len(Step) - 1
    assert b"20231031" not in calendar_ics(period("2023Q3"), due, wording("zh"))
    assert day("2023-10-31") not in due.values()
