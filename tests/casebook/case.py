"""Cases as people in HR write them: TOML files under `tests/cases`, tables as text, Chinese words throughout.

A file holds `[[case]]` entries: `name`, `plan`, `data`, `expected` (each a text of sheets: `## 订单`, a table below),
`findings` (one table), `period`, `calendar`, `source`, `why`, and `[[case.earlier]]` with `period` and `data`.
`folder` is what the period's own folder holds: `整套` (default), `补充` (the case's own `data` alone) or `没有`.
What stands at the top of the file holds for each of its cases, sheet by sheet.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.example.text_tables import read_sheet
from tests.example.workbooks import Sheet

CASES = Path(__file__).parents[1] / "cases"
PERIOD = "2024-06"
WHOLE, ADDED, NONE = "整套", "补充", "没有"
KNOWN = {"name", "why", "source", "period", "plan", "data", "calendar", "earlier", "expected", "findings", "folder"}

Sheets = Mapping[str, Sheet]


@dataclass(frozen=True, slots=True)
class Month:
    """A period with the data that was delivered for it."""

    id: str
    data: Sheets
    folder: str = WHOLE


@dataclass(frozen=True, slots=True)
class Case:
    """One case: a plan, what was delivered, what must come out.

    `earlier` periods are closed and sealed first. `expected` holds tables of figures by their Chinese names; `findings`
    lists what must be found (and where), and is empty where the period must close without an error.
    """

    file: str
    name: str
    plan: Sheets
    calendar: Sheets
    period: Month
    earlier: tuple[Month, ...] = ()
    expected: Sheets = field(default_factory=dict)
    findings: Sheet | None = None

    @property
    def id(self) -> str:
        """File and name, as the test run prints them."""
        return f"{self.file}-{self.name}"


def all_cases(folder: Path = CASES) -> list[Case]:
    """Every case of every file, in order."""
    return [case for path in sorted(folder.glob("*.toml")) for case in cases_of(path)]


def cases_of(path: Path) -> list[Case]:
    """The cases of one file."""
    with path.open("rb") as file:
        document = tomllib.load(file)
    return [_case(path.stem, document, entry) for entry in document["case"]]


def _case(file: str, shared: Mapping[str, Any], entry: Mapping[str, Any]) -> Case:
    unknown = set(entry) - KNOWN
    if unknown:
        raise ValueError(f"{file}: {entry.get('name')}: unknown {sorted(unknown)}")
    return Case(
        file=file,
        name=entry["name"],
        plan={**sheets(shared.get("plan", "")), **sheets(entry.get("plan", ""))},
        calendar=sheets(entry.get("calendar", "")),
        period=_period(shared, entry),
        earlier=tuple(Month(one["period"], _data(shared, one)) for one in entry.get("earlier", ())),
        expected=sheets(entry.get("expected", "")),
        findings=read_sheet("findings", entry["findings"]) if "findings" in entry else None,
    )


def _period(shared: Mapping[str, Any], entry: Mapping[str, Any]) -> Month:
    folder = entry.get("folder", WHOLE)
    data = _data({} if folder == ADDED else shared, entry)
    return Month(entry.get("period", shared.get("period", PERIOD)), data, folder)


def _data(shared: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Sheet]:
    return {**sheets(shared.get("data", "")), **sheets(entry.get("data", ""))}


def sheets(text: str) -> dict[str, Sheet]:
    """The sheets of a text: each line `## name` begins one, its table follows."""
    parts = re.split(r"^## +(.+)$", text, flags=re.MULTILINE)
    bodies = zip(parts[1::2], parts[2::2], strict=True)
    return {name.strip(): read_sheet(name.strip(), body) for name, body in bodies}
