"""Working days as data: weekends, holidays and make-up days from the calendar workbook (SPEC 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


class UncoveredYearError(LookupError):
    """A count needs a day of a year that nobody entered in the calendar."""

    def __init__(self, day: date) -> None:
        """Name the first day that is not covered."""
        super().__init__(f"no calendar for {day.year}")
        self.day = day


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Holidays and make-up working days; a year is covered when it has at least one row."""

    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()

    @property
    def years(self) -> frozenset[int]:
        """Years that somebody entered."""
        return frozenset(day.year for day in self.holidays | self.make_up_days)

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day; UncoveredYearError when its year was not entered."""
        if day.year not in self.years:
            raise UncoveredYearError(day)
        return day in self.make_up_days or (day.weekday() < SATURDAY and day not in self.holidays)

    def workdays(self, start: date, end: date) -> list[date]:
        """The working days from start to end, both included."""
        days = (start + timedelta(days=step) for step in range((end - start).days + 1))
        return [day for day in days if self.is_workday(day)]

    def after(self, day: date, count: int) -> date:
        """The count-th working day after a day; count 0 is the day itself."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_workday(day)
        return day
