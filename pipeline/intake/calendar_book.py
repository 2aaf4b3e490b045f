"""The calendar workbook, opened once; what its rows say is worked out when somebody asks (SPEC 2)."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pipeline.findings import Finding
from pipeline.intake.cells import Workbook
from pipeline.intake.readers import read_workbooks
from pipeline.intake.recognise import named
from pipeline.period import Period
from pipeline.workdays import WorkCalendar
from schemas import CALENDAR_SHEETS
from schemas.calendar import PERIODS

Said = tuple[WorkCalendar, tuple[Period, ...], tuple[Finding, ...]]


class CalendarBook:
    """Working days and fiscal periods; a folder without the workbook has neither."""

    def __init__(self, path: Path | None) -> None:
        """Name the workbook; nothing is read yet."""
        self._path = path

    @property
    def workdays(self) -> WorkCalendar:
        """Holidays and make-up days."""
        return self._said[0]

    @property
    def fiscal(self) -> tuple[Period, ...]:
        """The firm's own periods; a workbook without such a sheet is not looked at any further."""
        return self._said[1] if self.may_hold_periods else ()

    @property
    def may_hold_periods(self) -> bool:
        """Whether it has a sheet of them, or could not be read."""
        return any(_may_hold_periods(one) for one in self._workbooks)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the workbook."""
        return self._said[2]

    @cached_property
    def _workbooks(self) -> list[Workbook]:
        return read_workbooks([self._path], self._path.parent) if self._path else []

    @cached_property
    def _said(self) -> Said:
        if not self._path:
            return WorkCalendar(), (), ()
        from pipeline.intake.calendar_workbook import calendar_in  # noqa: PLC0415 - not needed to know that nothing changed

        return calendar_in(self._workbooks)


def _may_hold_periods(workbook: Workbook) -> bool:
    return bool(workbook.findings) or any(named(sheet.name, CALENDAR_SHEETS) is PERIODS for sheet in workbook.sheets)
