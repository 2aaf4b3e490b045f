"""Working days as the calendar workbook says them (SPEC 2)."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.workdays import UncoveredYearError, WorkCalendar

CALENDAR = WorkCalendar(frozenset({date(2024, 6, 10)}), frozenset({date(2024, 6, 15)}))


def test_a_year_is_covered_by_a_holiday_or_a_make_up_day() -> None:
    assert CALENDAR.years == {2024}
    assert WorkCalendar(frozenset(), frozenset({date(2025, 1, 26)})).years == {2025}
    assert WorkCalendar().years == frozenset()


def test_weekends_and_holidays_are_free_and_make_up_days_are_not() -> None:
    days = {7: True, 8: False, 9: False, 10: False, 11: True, 15: True, 16: False}
    assert {day: CALENDAR.is_workday(date(2024, 6, day)) for day in days} == days


def test_working_days_include_both_ends() -> None:
    found = CALENDAR.workdays(date(2024, 6, 7), date(2024, 6, 17))
    assert [day.day for day in found] == [7, 11, 12, 13, 14, 15, 17]
    assert CALENDAR.workdays(date(2024, 6, 8), date(2024, 6, 7)) == []


def test_the_nth_working_day_after_a_day() -> None:
    friday = date(2024, 6, 7)
    assert [CALENDAR.after(friday, count).day for count in (0, 1, 2, 6)] == [7, 11, 12, 17]
    assert CALENDAR.after(date(2024, 6, 8), 0) == date(2024, 6, 8)


def test_a_year_that_nobody_entered_is_named() -> None:
    with pytest.raises(UncoveredYearError, match="no calendar for 2025") as caught:
        CALENDAR.after(date(2024, 12, 31), 1)
    assert caught.value.day == date(2025, 1, 1)
