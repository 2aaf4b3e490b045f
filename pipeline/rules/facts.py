"""What components read: the people who can earn, their scores, measures and orders, as columns and as lookups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pandas as pd

from pipeline.calculation import Ground
from pipeline.plan.model import Component
from pipeline.rationals import rationals
from pipeline.rules.lookup import UNKNOWN, asked_once, looked_up, places
from pipeline.rules.rows import GroupedRows, Row, WhenAsked
from schemas.terms import Scope

NOBODY = "\0"
"""A group that nobody belongs to."""
GROUP_COLUMN = {Scope.TEAM: "team", Scope.REGION: "region", Scope.GRADE: "grade"}


@dataclass(frozen=True)
class Behind:
    """Rows of this period behind a measure.

    `group`: by employee_id the group whose rows count. `pooled`: those rows with `group` and the `value` that each
    gives. `name_cells` words by group the cells that they were read from.
    """

    group: pd.Series
    pooled: pd.DataFrame
    name_cells: Callable[[], pd.Series]

    @cached_property
    def rows(self) -> Mapping[str, Sequence[Row]]:
        """The rows by group."""
        return GroupedRows(self.pooled, "group")

    @cached_property
    def cells(self) -> pd.Series:
        """The cells by group, as text."""
        return self.name_cells()

    def rows_of(self, employee_id: str) -> Sequence[Row]:
        """The rows behind a person's figure."""
        return self.rows.get(str(self.group.get(employee_id, NOBODY)), ())

    def cells_of(self, employee_id: pd.Series) -> pd.Series:
        """The cells behind people's figures as text; empty where none was read from a sheet."""
        return looked_up(looked_up(employee_id, self.group), self.cells).fillna("")


@dataclass(frozen=True)
class Facts:
    """A Ground as components look at it.

    `participants`: every participant of the plan by employee_id. `earning`: one row for each of them who can earn in
    phases 1 to 5, so neither 离职不发 nor with a proration of 0 (SPEC 5.6, fine print 9), ordered by employee_id.
    `cards`: by KPI the rows of the people who were scored on it, by employee_id. `entered`: by KPI the rows of 实际, by
    employee_id. `find_orders` gives those that count in this period. `behind`: the rows behind the measures that
    components read.
    """

    ground: Ground
    participants: Mapping[str, Row]
    earning: pd.DataFrame
    cards: Mapping[str, pd.DataFrame]
    entered: Mapping[str, pd.DataFrame]
    find_orders: Callable[[], pd.DataFrame]
    behind: Mapping[str, Behind]

    def entitled(self, component: Component) -> pd.DataFrame:
        """The people whom a component concerns: of its grades, in a period of its cycles."""
        cycle = self.ground.period.cycle
        return self.earning[asked_once(lambda one: component.concerns(one, cycle), self.earning["grade"], dtype=bool)]

    def entitled_rows(self, component: Component) -> tuple[Row, ...]:
        """The same people as rows."""
        return tuple(self.participants[one] for one in self.entitled(component)["employee_id"].tolist())

    def scored(self, employee_id: pd.Series, kpi: str, column: str) -> pd.Series:
        """One figure of people's KPI; missing for those who were not scored on it or have no such figure."""
        return rationals(looked_up(employee_id, self.cards[kpi][column]))

    def is_scored(self, employee_id: pd.Series, kpi: str) -> pd.Series:
        """Who was scored on a KPI."""
        return pd.Series(places(employee_id, self.cards[kpi].index) != UNKNOWN, index=employee_id.index)

    def measured(self, employee_id: pd.Series, measure: str) -> pd.Series:
        """People's measure; missing where it is."""
        return rationals(looked_up(employee_id, self.ground.measures[measure]))

    @cached_property
    def order_lines(self) -> pd.DataFrame:
        """The orders that count in this period, by person and order_id."""
        return self.find_orders()

    @cached_property
    def orders(self) -> Mapping[str, Sequence[Row]]:
        """The same as rows, by person."""
        return GroupedRows(self.order_lines, "employee_id")

    @cached_property
    def known_measures(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Each measure by person; who has none is absent."""
        return WhenAsked(self.ground.measures, lambda name: _known(self.ground.measures[name]))


def group_of(person: Row, scope: Scope) -> str:
    """Which group of a 范围 a person belongs to; with 公司 there is one."""
    column = GROUP_COLUMN.get(scope)
    return "" if column is None else str(person[column] or "")


def groups(people: Iterable[Row], scope: Scope) -> dict[str, list[Row]]:
    """People by the group of a 范围, in order of the groups; who has no region is in none, as in a measure's 范围."""
    found: dict[str, list[Row]] = {}
    for person in people:
        if not is_without_group(person, scope):
            found.setdefault(group_of(person, scope), []).append(person)
    return dict(sorted(found.items()))


def is_without_group(person: Row, scope: Scope) -> bool:
    """Whether a person has no region where a 范围 goes by region."""
    return scope is Scope.REGION and not person["region"]


def _known(values: pd.Series) -> dict[str, Fraction]:
    there = values[values.notna()]
    return dict(zip(map(str, there.index), there.tolist(), strict=True))
