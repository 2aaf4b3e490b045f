"""A plan as frozen values: every sheet of the plan workbook, each row with its place (SPEC 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from string import ascii_uppercase

from pipeline.findings import Place
from pipeline.period import Period
from pipeline.plan.conditions import Condition
from pipeline.plan.settings import GradeRule, Parameters
from pipeline.tables import Source
from schemas.export_terms import RaterRole
from schemas.terms import (
    Aggregate,
    Basis,
    Boundary,
    Category,
    Cycle,
    Dimension,
    Direction,
    FactorTarget,
    GateEffect,
    GateOf,
    Kind,
    Method,
    Missing,
    Release,
    Scope,
    Scoring,
    Share,
    Window,
)

__all__ = [
    "BUILT_IN",
    "Component",
    "Factor",
    "Gate",
    "GradeRule",
    "Kpi",
    "Measure",
    "Parameters",
    "Plan",
    "RateTable",
    "RaterWeight",
    "Tier",
    "Weight",
]

BUILT_IN = Place()
"""The place of a measure that needs no definition."""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A row of 指标."""

    kpi: str
    category: Category
    scoring: Scoring
    source: str
    place: Place
    definition: str = ""
    numerator: str = ""
    denominator: str = ""
    direction: Direction = Direction.HIGHER
    table: str = ""
    deduction: Fraction | None = None
    score_cap: Fraction = Fraction(100)
    unit: str = ""
    missing: Missing = Missing.ERROR
    quality: bool = False
    advice: str = ""

    @property
    def is_percent(self) -> bool:
        """Whether targets and actuals are percentages."""
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Weight:
    """One weight of a scorecard: a fraction of 1."""

    grade: str
    cycle: Cycle
    kpi: str
    weight: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class Tier:
    """A row of 档位. `lower` None is unbounded; `bare` tells that the bound was written without a percent sign."""

    lower: Fraction | None
    value: Fraction | str | None
    place: Place
    lower2: Fraction | None = None
    upper: Fraction | None = None
    bare: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class RateTable:
    """The tiers of one 档位表, in the order written, and how to read them."""

    table: str
    method: Method
    boundary: Boundary
    tiers: tuple[Tier, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Component:
    """A row of 奖金项; `order` is its place among them. Empty `grades` or `cycles` mean all."""

    component: str
    kind: Kind
    order: int
    place: Place
    grades: tuple[str, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    measure: str = ""
    measure2: str = ""
    kpi: str = ""
    table: str = ""
    condition: Condition | None = None
    amount: Fraction | None = None
    rate: Fraction | None = None
    basis: Basis | None = None
    scope: Scope = Scope.COMPANY
    related: str = ""
    applies_to: Share = Share.ALL
    window: Window = Window.CURRENT
    terms: int | None = None
    recoverable: bool = False
    release: Release = Release.SIGNING
    holdback: Fraction | None = None
    min: Fraction | None = None
    max: Fraction | None = None
    floor: Fraction | None = None
    cap: Fraction | None = None
    note: str = ""

    def concerns(self, grade: str, cycle: Cycle) -> bool:
        """Whether it is for people of a grade in a period of a cycle."""
        return (not self.cycles or cycle in self.cycles) and (not self.grades or grade in self.grades)


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of 计量, or one of the measures that need no definition (then `place` is empty)."""

    measure: str
    table: str
    field: str
    aggregate: Aggregate
    place: Place = BUILT_IN
    filter: Condition | None = None
    date_field: str = ""
    window: Window = Window.CURRENT
    scope: Scope = Scope.SELF
    per_head: bool = False
    weighted: bool = False


@dataclass(frozen=True, slots=True)
class RaterWeight:
    """A row of 评分权重."""

    kpi: str
    rater_role: RaterRole
    weight: Fraction
    place: Place


@dataclass(frozen=True, slots=True)
class Factor:
    """A row of 系数."""

    dimension: Dimension
    key: str
    factor: Fraction
    applies_to: FactorTarget
    place: Place


@dataclass(frozen=True, slots=True)
class Gate:
    """A row of 门槛: `condition` is a comparison with a bound, e.g. `<80%`."""

    kpi: str
    of: GateOf
    operator: str
    bound: Fraction
    effect: GateEffect
    place: Place
    factor: Fraction | None = None
    component: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of one plan.

    `blanks` are the rows of 指标权重 whose weight is empty, `written` the cells of 方案's parameters by identifier,
    `notes` what stands beside them, `sources` the sheets read.
    """

    workbook: str
    parameters: Parameters
    grades: tuple[GradeRule, ...]
    kpis: Mapping[str, Kpi]
    weights: tuple[Weight, ...]
    tables: Mapping[str, RateTable]
    components: tuple[Component, ...]
    measures: Mapping[str, Measure]
    rater_weights: tuple[RaterWeight, ...] = ()
    factors: tuple[Factor, ...] = ()
    gates: tuple[Gate, ...] = ()
    blanks: tuple[Weight, ...] = ()
    written: Mapping[str, Place] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()

    def at(self, place: Place, name: str) -> Place:
        """The cell of one field in the row that a place names; the place itself where the sheet lacks the column."""
        for source in self.sources:
            if source.sheet == place.sheet and name in source.columns:
                row = place.cell.partition(":")[0].lstrip(ascii_uppercase)
                return replace(place, cell=f"{source.columns[name]}{row}", header=source.headers.get(name, name))
        return place

    def in_force(self, period: Period) -> bool:
        """In force when it starts by the period's last day and has not ended before it (SPEC 4)."""
        ends = self.parameters.effective_to
        return self.parameters.effective_from <= period.end and (ends is None or ends >= period.end)

    def grade_rule(self, grade: str, cycle: Cycle) -> GradeRule | None:
        """What a grade has in a cycle; None when the plan does not cover it."""
        return next((rule for rule in self.grades if (rule.grade, rule.cycle) == (grade, cycle)), None)
