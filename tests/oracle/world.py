"""A world: a plan and a period's exports as plain rows; workbooks and the oracle's inputs are made from the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.example.workbooks import Sheet, write_workbook
from tests.oracle.rates import Table, table_of

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class World:
    """Sheets by Chinese name, rows by Chinese header; what a row leaves out is empty.

    `others` are plans in force beside `plan`, for other teams.
    `parts` are the sealed periods that it builds on where it has no exports of its own.
    `past` holds what the oracle made of the periods closed before, oldest first (`close.Close`).
    """

    period: str
    start: date
    end: date
    cycle: str
    plan: dict[str, Rows]
    data: dict[str, Rows]
    calendar: Rows
    past: tuple[Any, ...] = ()
    others: tuple[dict[str, Rows], ...] = ()
    parts: tuple[str, ...] = ()
    every: tuple[dict[str, Rows], ...] = ()

    @property
    def views(self) -> tuple[World, ...]:
        """The world as each plan in force sees it; `every` keeps the plans of the others' people."""
        every = (self.plan, *self.others)
        return tuple(replace(self, plan=plan, others=(), every=every) for plan in every)

    def plan_of(self, number: int) -> dict[str, Rows]:
        """The plan of a person who has this number of a plan."""
        return (self.every or (self.plan, *self.others))[number]

    @property
    def before(self) -> tuple[Any, ...]:
        """The closes of periods that ended before this one began; those within it are its parts."""
        return tuple(past for past in self.past if past.world.end < self.start)

    @property
    def last(self) -> Any:
        """The last close of the same cycle, or None."""
        return next((past for past in reversed(self.past) if past.world.cycle == self.cycle), None)

    @property
    def grades(self) -> dict[str, dict[str, Any]]:
        """The rows of 职级 of the period's cycle, by grade."""
        return {row["职级"]: row for row in self.plan["职级"] if row["周期"] == self.cycle}

    def annual(self, grade: str) -> bool:
        """Whether a grade is also paid by the year."""
        return any(row["周期"] == "年度" and row["职级"] == grade for row in self.plan["职级"])

    @property
    def kpis(self) -> dict[str, dict[str, Any]]:
        """The rows of 指标 by name."""
        return {row["指标"]: row for row in self.plan["指标"]}

    def parameter(self, name: str, default: Any = None) -> Any:
        """A parameter of 方案, or its default."""
        found = [row["值"] for row in self.plan["方案"] if row["参数"] == name]
        return found[0] if found else default

    def places(self, name: str, default: int = 2) -> int | None:
        """A number of decimal places; None where nothing is rounded."""
        value = self.parameter(name, default)
        return None if value == "不舍入" else int(value)

    def table(self, name: str) -> Table:
        """A rate table of 档位."""
        return table_of(self.tiers(name))

    def tiers(self, name: str) -> Rows:
        """The rows of a rate table."""
        return [row for row in self.plan["档位"] if row["档位表"] == name]


def write_world(world: World, folder: Path) -> None:
    """Write the world as the workbooks that the command line reads."""
    for number, view in enumerate(world.views, start=1):
        _write(folder / "plans" / f"方案{number}.xlsx", view.plan)
    if not world.parts:
        _write(folder / world.period / "数据.xlsx", world.data)
    _write(folder / "calendar.xlsx", {"工作日历": world.calendar})


def _write(path: Path, sheets: dict[str, Rows]) -> None:
    write_workbook(path, [_sheet(name, rows) for name, rows in sheets.items()], in_memory=True)


def _sheet(name: str, rows: Rows) -> Sheet:
    header = list(dict.fromkeys(column for row in rows for column in row))
    return Sheet(name, header, [[row.get(column) for column in header] for row in rows])
