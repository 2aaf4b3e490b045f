"""The rows of a pay statement as values: assignments, KPIs, payout lines, steps ahead, the past, own orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pipeline.statements.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Assignment:
    """A stretch of the period in one team and grade; `base_part` is its share of the base."""

    start: date
    end: date
    team: str
    region: str
    grade: str
    base_part: Fraction | None


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A row of the scorecard. `dropped`: left out by 剔除, its weight spread over the others.

    `target_share`: the part of the target that counts (目标折算). `score_cap`: the 得分上限 that cut the score, if any.
    """

    kpi: str
    category: str
    unit: str
    weight: Fraction
    baseline: Fraction | None
    challenge: Fraction | None
    actual: Fraction | None
    attainment: Fraction | None
    score: Fraction | None
    weighted_score: Fraction | None
    dropped: bool
    target_share: Fraction
    score_cap: Fraction | None


@dataclass(frozen=True, slots=True)
class Line:
    """A payout line as printed.

    `section` is where it stands: earned, awards, withheld, release, adjustments, recoveries, carried, budget.
    `reasons` are keys of the catalogue (`line.reason.<key>`): why the amount is not what the component alone gives.
    `place` is that of a prize by place, else None.
    """

    number: int
    component: str
    kind: str
    section: str
    amount: Fraction
    formula: str
    note: str
    reference: str
    order_id: str
    meaning: Meaning
    reasons: tuple[str, ...]
    place: int | None


@dataclass(frozen=True, slots=True)
class Unreleased:
    """What a component earned that is not due yet, earlier periods included."""

    component: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class NextStep:
    """How far the next band is: score (next coefficient), target (100 %), a component's next rate or tier.

    `gap` is in points for a score, else in the unit of `subject`; `value` is what the next band gives.
    """

    kind: str
    subject: str
    unit: str
    current: Fraction
    bound: Fraction
    gap: Fraction
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Advice:
    """A weak KPI, the points that it costs in the total, and the plan's advice."""

    kpi: str
    score: Fraction
    lost: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of a person's past; the last point is the period itself."""

    period: str
    payable: Fraction
    total_score: Fraction | None


@dataclass(frozen=True, slots=True)
class Appeal:
    """The person's own appeal of this period."""

    appeal_id: str
    submitted: date | None
    decision: str


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An order or receipt of the person's, counted or not; `status` says why not."""

    table: str
    row_id: str
    order_id: str
    day: date | None
    customer: str
    product: str
    amount: Fraction | None
    share: Fraction | None
    factor: Fraction | None
    credited: Fraction | None
    status: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of the person's orders or receipts were counted, and their credit in total."""

    count: int
    credited: Fraction
