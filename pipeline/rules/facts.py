"""What components look up: the people who can earn, their scores, measures and orders, prepared once for a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from pipeline.calculation import Ground
from pipeline.plan.model import Component
from pipeline.rules.rows import Row
from schemas.terms import Scope

NOBODY = "\0"
"""A group that nobody belongs to."""
GROUP_COLUMN = {Scope.TEAM: "team", Scope.REGION: "region", Scope.GRADE: "grade"}


@dataclass(frozen=True, slots=True)
class Behind:
    """Rows of this period behind a measure: by employee_id the group whose rows count, by group the rows and cells.

    `overlay` is what the rows of credit beside the split give, by employee_id.
    """

    group: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    overlay: Mapping[str, Fraction] = field(default_factory=dict)

    def rows_of(self, employee_id: str) -> Sequence[Row]:
        """The rows behind a person's figure."""
        return self.rows.get(self.group.get(employee_id, NOBODY), ())

    def cells_of(self, employee_id: str) -> str:
        """Their cells as text; empty where none was read from a sheet."""
        return self.cells.get(self.group.get(employee_id, NOBODY), "")


@dataclass(frozen=True, slots=True)
class Facts:
    """A Ground as lookups.

    `participants`: every participant of the plan by employee_id. `people`: those of them who can earn in phases 1 to 5,
    so neither 离职不发 nor with a proration of 0 (SPEC 5.6, fine print 9). `scores`: the KPIs that a person was scored
    on. `actuals`: what was entered by hand. `orders`: those that count in this period, by person.
    `values`: each measure by person. `behind`: the rows behind the measures that components read.
    """

    ground: Ground
    participants: Mapping[str, Row]
    people: tuple[Row, ...]
    scores: Mapping[tuple[str, str], Row]
    actuals: Mapping[tuple[str, str], Row]
    orders: Mapping[str, Sequence[Row]]
    values: Mapping[str, Mapping[str, Fraction]]
    behind: Mapping[str, Behind] = field(default_factory=dict)

    def entitled(self, component: Component) -> tuple[Row, ...]:
        """The people whom a component concerns: of its grades, in a period of its cycles."""
        cycle = self.ground.period.cycle
        return tuple(row for row in self.people if component.concerns(row["grade"], cycle))

    def score(self, employee_id: str, kpi: str) -> Row | None:
        """A person's row of a KPI; None when the person was not scored on it."""
        return self.scores.get((employee_id, kpi))

    def scored(self, employee_id: str, kpi: str, column: str) -> Any:
        """One figure of a person's KPI; None when the person was not scored on it or it has no such figure."""
        row = self.scores.get((employee_id, kpi))
        return None if row is None else row.get(column)

    def value(self, measure: str, employee_id: str) -> Fraction | None:
        """A person's measure; None when it is missing."""
        return self.values[measure].get(employee_id)


def group_of(person: Row, scope: Scope) -> str:
    """Which group of a 范围 a person belongs to; with 公司 there is one."""
    column = GROUP_COLUMN.get(scope)
    return "" if column is None else str(person[column] or "")


def groups(people: Iterable[Row], scope: Scope) -> dict[str, list[Row]]:
    """People by the group of a 范围, in order of the groups."""
    found: dict[str, list[Row]] = {}
    for person in people:
        found.setdefault(group_of(person, scope), []).append(person)
    return dict(sorted(found.items()))
