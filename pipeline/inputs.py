"""Where a period's files are: the folder of exports, the plans, the calendar, the mapping (SPEC 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.period import Period, parse_period

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".parquet")
PLAN_SUFFIXES = (".xlsx", ".xlsm")
OPEN_WORKBOOK = "~$"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of one period below an input folder; a seal keeps its plans in a folder of their own."""

    root: Path
    period: Period
    plan_folder: Path | None = None

    @property
    def folder(self) -> Path:
        """The exports of the period."""
        return self.root / self.period.id

    @property
    def plans(self) -> tuple[Path, ...]:
        """Plan workbooks that may be in force; sub-folders hold alternatives."""
        return _workbooks(self.plan_folder or self.root / "plans", PLAN_SUFFIXES)

    @property
    def calendar(self) -> Path | None:
        """The calendar workbook."""
        return calendar_of(self.root)

    @property
    def mapping(self) -> Path | None:
        """The mapping workbook."""
        return _file(self.root / "mapping.xlsx")

    @property
    def sealed_files(self) -> Mapping[str, Path]:
        """Every file that a close may read, by its place in the seal: `inputs/…` and `plan/…`."""
        single = [path for path in (self.calendar, self.mapping) if path]
        return {
            **{f"inputs/{path.name}": path for path in single},
            **{f"inputs/{self.period.id}/{path.name}": path for path in _workbooks(self.folder, SUFFIXES)},
            **{f"plan/{path.name}": path for path in self.plans},
        }


def calendar_of(root: Path) -> Path | None:
    """The calendar workbook of an input folder."""
    return _file(root / "calendar.xlsx")


def newest_period(root: Path, fiscal: tuple[Period, ...]) -> Period | None:
    """The period among the folders of `input/` that ends last; the longer one where two end alike."""
    folders = (path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else ()
    periods = [period for name in folders if (period := parse_period(name, fiscal))]
    return max(periods, key=lambda period: (period.end, period.days), default=None)


def _workbooks(folder: Path, suffixes: tuple[str, ...]) -> tuple[Path, ...]:
    found = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(path for path in found if _is_workbook(path, suffixes)))


def _is_workbook(path: Path, suffixes: tuple[str, ...]) -> bool:
    named = path.suffix.lower() in suffixes and not path.name.startswith(OPEN_WORKBOOK)
    return named and path.is_file() and not path.is_symlink()


def _file(path: Path) -> Path | None:
    return path if path.is_file() else None
