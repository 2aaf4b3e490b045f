"""A plan as frozen values: every sheet of the plan workbook, each row with its place (SPEC 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from string import ascii_uppercase

from pipeline.findings import Place
from pipeline.period import Period
from pipeline.plan.conditions import Condition
from pipeline.tables import Source
from schemas.terms import (
    Aggregate,
    Basis,
    Boundary,
    BudgetRule,
    Category,
    Cycle,
    Dimension,
    Direction,
    FactorTarget,
    GateEffect,
    GateOf,
    Kind,
    LateEntries,
    Leaver,
    Method,
    Missing,
    Notice,
    ProrationBasis,
    RaterRole,
    Release,
    Scope,
    Scoring,
    Share,
    Ties,
    Window,
)

BUILT_IN = Place()


@dataclass(frozen=True, slots=True)
class Parameters:
    """The sheet 方案. Ratios are fractions of 1; a rounding of None is 不舍入."""

    plan_name: str
    version: str
    company: str
    effective_from: date
    approver: str
    approved_date: date
    coefficient_table: str
    rating_table: str
    effective_to: date | None = None
    currency: str = "CNY"
    teams: tuple[str, ...] = ()
    headline_kpi: str = ""
    attainment_cap: Fraction = Fraction(3, 2)
    attainment_places: int | None = 2
    score_places: int | None = 2
    total_places: int | None = 2
    proration_basis: ProrationBasis = ProrationBasis.CALENDAR_DAYS
    prorates_targets: bool = False
    budget_rate: Fraction | None = None
    budget_measure: str = ""
    budget_rule: BudgetRule = BudgetRule.WARN
    ties: Ties = Ties.SHARE
    late_entries: LateEntries = LateEntries.LIST
    mentor_share: Fraction = Fraction(3, 10)
    clawback_cap: Fraction | None = None
    clawback_floor: Fraction | None = None
    improvement_line: Fraction = Fraction(1)
    satisfaction_kpi: str = ""
    satisfaction_line: Fraction = Fraction(4, 5)
    quality_floor: Fraction = Fraction(3, 10)
    result_floor: Fraction = Fraction(7, 10)
    result_ceiling: Fraction = Fraction(4, 5)
    large_order: Fraction = Fraction(100_000)
    customer_a: Fraction = Fraction(500_000)
    customer_b: Fraction = Fraction(100_000)
    idle_days: int = 7
    missed_days: int = 3
    anomaly_line: Fraction = Fraction(1, 2)
    self_review_days: int = 3
    rating_days: int = 5
    notice_days: int = 3
    appeal_days: int = 3
    answer_days: int = 5
    pay_days: int = 10
    appeal_channel: str = ""
    notice: Notice = Notice.RATING


@dataclass(frozen=True, slots=True)
class GradeRule:
    """A row of 职级: what a grade has in a cycle. Shares of pay are reported, never blocking."""

    grade: str
    cycle: Cycle
    base: Fraction
    place: Place
    fixed_pay: Fraction | None = None
    probation_factor: Fraction = Fraction(1)
    leaver: Leaver = Leaver.PRORATED
    fixed_min: Fraction | None = None
    fixed_max: Fraction | None = None
    bonus_min: Fraction | None = None
    bonus_max: Fraction | None = None
    special_min: Fraction | None = None
    special_max: Fraction | None = None


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
