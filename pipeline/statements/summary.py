"""A summary of a team or of the company as a value: what SPEC 5 calls team figures, exact, worded by keys only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.period import Period
from pipeline.statements.entries import TrendPoint
from pipeline.statements.statement import Revision, Scheme

COMPANY = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the manager sees them; `weakest` is the KPI that costs most points."""

    employee_id: str
    name: str
    team: str
    grade: str
    attainment: Fraction | None
    total_score: Fraction | None
    rating: str
    payable: Fraction
    status: str
    rank: int | None
    weakest: str
    lost: Fraction
    advice: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many people, orders or customers have one label; `amount` where money belongs to it."""

    label: str
    count: int
    amount: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Contender:
    """A side of a PK: a team, region or product line with its credit; scores where people belong to it."""

    label: str
    people: int
    credited: Fraction
    attainment: Fraction | None
    total_score: Fraction | None
    payable: Fraction | None


@dataclass(frozen=True, slots=True)
class Contest:
    """A PK: `by` is team, region or product; contenders best first."""

    by: str
    contenders: tuple[Contender, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the funnel: how many opportunities reached it, and which part went on; lowest: `bottleneck`."""

    stage: str
    reached: int
    amount: Fraction
    conversion: Fraction | None
    bottleneck: bool


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers by tier on the last twelve months known, and those of the period."""

    tiers: tuple[Count, ...]
    buying: int
    new: int
    returning: int


@dataclass(frozen=True, slots=True)
class Target:
    """A KPI of the team: the sum of targets against the sum of results (not for percentages)."""

    kpi: str
    unit: str
    people: int
    baseline: Fraction
    actual: Fraction
    attainment: Fraction


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of 目标分解 with its result; `actual` is None where no result belongs to it."""

    dimension: str
    key: str
    kpi: str
    unit: str
    target: Fraction
    actual: Fraction | None
    attainment: Fraction | None


@dataclass(frozen=True, slots=True)
class MixPart:
    """A part of a grade's pay (fixed, bonus, special) against the plan's range; a bound may be missing."""

    key: str
    share: Fraction
    low: Fraction | None
    high: Fraction | None
    outside: bool


@dataclass(frozen=True, slots=True)
class GradeMix:
    """The pay mix of everybody of a grade."""

    grade: str
    people: int
    parts: tuple[MixPart, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Somebody or something to look at (SPEC 5, triggers). `cause` is a key; `value` stands against `bound`."""

    cause: str
    employee_id: str
    name: str
    team: str
    subject: str
    value: Fraction | None = None
    bound: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What the bonus costs, and its `rate` to the sales it was paid for; the parts add up to `payable`."""

    payable: Fraction
    performance: Fraction
    commission: Fraction
    awards: Fraction
    other: Fraction
    fixed_pay: Fraction
    sales: Fraction
    rate: Fraction | None
    held: Fraction


@dataclass(frozen=True, slots=True)
class Summary:
    """A team, or the company (`team` empty). `manual` is the part of the scored results that was typed in by hand.

    `figures_seal` stands at the foot of each page of the company's.
    """

    period: Period
    revision: Revision
    scheme: Scheme
    team: str
    manager: str
    members: tuple[Member, ...]
    cost: Cost
    targets: tuple[Target, ...]
    scores: tuple[Count, ...]
    ratings: tuple[Count, ...]
    contests: tuple[Contest, ...]
    funnel: tuple[Stage, ...]
    customers: Customers | None
    trend: tuple[TrendPoint, ...]
    triggers: tuple[Trigger, ...]
    branches: tuple[Branch, ...]
    mixes: tuple[GradeMix, ...]
    manual: Fraction | None
    figures_seal: str = ""
