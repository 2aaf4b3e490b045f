"""Where a period's files are: the folder of exports, the plans, the calendar, the mapping (SPEC 2)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.period import Period, parse_period


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of one period below an input folder; what is not there is None."""

    root: Path
    period: Period

    @property
    def folder(self) -> Path:
        """The exports of the period."""
        return self.root / self.period.id

    @property
    def plans(self) -> tuple[Path, ...]:
        """Plan workbooks that may be in force; sub-folders hold alternatives."""
        found = (path for path in (self.root / "plans").glob("*.xls[xm]") if not path.name.startswith("~$"))
        return tuple(sorted(found))

    @property
    def calendar(self) -> Path | None:
        """The calendar workbook."""
        return _file(self.root / "calendar.xlsx")

    @property
    def mapping(self) -> Path | None:
        """The mapping workbook."""
        return _file(self.root / "mapping.xlsx")


def newest_period(root: Path, fiscal: tuple[Period, ...]) -> Period | None:
    """The period among the folders of `input/` that ends last; the longer one where two end alike."""
    folders = (path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else ()
    periods = [period for name in folders if (period := parse_period(name, fiscal))]
    return max(periods, key=lambda period: (period.end, period.days), default=None)


def _file(path: Path) -> Path | None:
    return path if path.is_file() else None
