"""Where a period's files are: the folder of exports, the plans, the calendar, the mapping (SPEC 2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.findings import visible
from pipeline.period import Period, parse_period

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".parquet")
PLAN_SUFFIXES = (".xlsx", ".xlsm")
OPEN_WORKBOOK = "~$"
PARTS = "parts"
PARTS_RECORD = f"{PARTS}/parts.json"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of one period below an input folder; a seal keeps its plans in a folder of their own.

    `parts` are the shorter periods inside it that it builds on, oldest first.
    `spare`: a folder whose mapping is used where the input folder has none.
    """

    root: Path
    period: Period
    plan_folder: Path | None = None
    parts: tuple[Part, ...] = ()
    spare: Path | None = None

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
        spare = _file(self.spare / "mapping.xlsx") if self.spare else None
        return _file(self.root / "mapping.xlsx") or spare

    @property
    def sealed_files(self) -> Mapping[str, Path]:
        """Every file that a close may read, by its place in the seal: `inputs/…` and `plan/…`."""
        calendar = {f"inputs/{visible(path.name)}": path for path in (self.calendar,) if path}
        return {**calendar, **self._exports, **{f"plan/{visible(path.name)}": path for path in self.plans}}

    @property
    def records(self) -> Mapping[str, bytes]:
        """What a seal keeps of the parts beside their files, by its place in the seal."""
        if not self.parts:
            return {}
        inner = {
            f"{PARTS}/{part.inputs.period.id}/{name}": content
            for part in self.parts
            for name, content in part.inputs.records.items()
        }
        record = json.dumps([part.record for part in self.parts], ensure_ascii=False, sort_keys=True, indent=1)
        return {PARTS_RECORD: f"{record}\n".encode(), **inner}

    @property
    def workbooks(self) -> Mapping[str, Path]:
        """The workbooks that findings may name, by the name they give: the period's own and those of its parts."""
        single = {path.name: path for path in (self.calendar, self.mapping) if path}
        inner = {name: path for part in self.parts for name, path in part.inputs.workbooks.items()}
        plans = {f"plans/{visible(path.name)}": path for path in self.plans}
        own = {f"{self.period.id}/{visible(path.name)}": path for path in _workbooks(self.folder, SUFFIXES)}
        return {**inner, **plans, **single, **own}

    @property
    def _exports(self) -> dict[str, Path]:
        """The mapping and the exports of the period and of its parts, by their place in the seal."""
        mapping = {f"inputs/{visible(path.name)}": path for path in (self.mapping,) if path}
        own = {f"inputs/{self.period.id}/{visible(path.name)}": path for path in _workbooks(self.folder, SUFFIXES)}
        inner = {
            f"{PARTS}/{part.inputs.period.id}/{name}": path
            for part in self.parts
            for name, path in part.inputs._exports.items()  # noqa: SLF001 - of the same class
        }
        return {**mapping, **own, **inner}


@dataclass(frozen=True, slots=True)
class Part:
    """A shorter period that a longer one builds on: its sealed inputs, or its folder while it is not sealed.

    `revision` is 0 and `seal` empty while it is not sealed; `took_part` are those whom its own close paid or could pay.
    """

    inputs: Inputs
    revision: int = 0
    seal: str = ""
    took_part: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """How findings call it: `2026-09 r1`, or the period alone."""
        return f"{self.inputs.period.id} r{self.revision}" if self.revision else self.inputs.period.id

    @property
    def record(self) -> dict[str, Any]:
        """What a seal says of it."""
        period = self.inputs.period
        return {
            "period": {"id": period.id, "start": str(period.start), "end": str(period.end), "cycle": str(period.cycle)},
            "revision": self.revision,
            "seal": self.seal,
            "took_part": sorted(self.took_part),
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
