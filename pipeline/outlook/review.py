"""复盘 as values: what a plan did over sealed periods (SPEC 7, `review`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pipeline.outlook.progress import round_ratio
from pipeline.plan.diff import Change
from pipeline.statements.statement import Scheme
from pipeline.statements.summary import Count


@dataclass(frozen=True, slots=True)
class PeriodReview:
    """One period: `gain` is what was sold more than in the period before; None where none is known.

    `attainment` and `on_target` are None where the plan has no 主指标.
    """

    period: str
    revision: int
    people: int
    attainment: Fraction | None
    on_target: int | None
    total_score: Fraction | None
    ratings: tuple[Count, ...]
    bonus: Fraction
    fixed: Fraction
    sales: Fraction
    gain: Fraction | None

    @property
    def cost_rate(self) -> Fraction | None:
        """Bonus as a share of sales."""
        return round_ratio(self.bonus, self.sales)

    @property
    def gain_per_yuan(self) -> Fraction | None:
        """Sales gained per yuan of bonus."""
        return round_ratio(self.gain, self.bonus)


@dataclass(frozen=True, slots=True)
class Mix:
    """Pay of a grade over all periods in shares, each with the range that the plan gives (None: open)."""

    grade: str
    fixed: Fraction | None
    bonus: Fraction | None
    special: Fraction | None
    ranges: tuple[tuple[Fraction | None, Fraction | None], ...]

    @property
    def outside(self) -> tuple[bool, ...]:
        """Whether each share lies outside its range."""
        pairs = zip((self.fixed, self.bonus, self.special), self.ranges, strict=True)
        return tuple(_outside(share, *bounds) for share, bounds in pairs)


@dataclass(frozen=True, slots=True)
class Appeals:
    """Appeals of a period by what was decided."""

    period: str
    upheld: int
    corrected: int
    pending: int


@dataclass(frozen=True, slots=True)
class Improvement:
    """Those on a period's improvement list, and what became of them in the next: None where none is sealed yet."""

    period: str
    listed: int
    recovered: int | None
    still: int | None
    gone: int | None


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A version that took over: what it changed, and bonus cost and attainment before and after."""

    period: str
    old: Scheme
    new: Scheme
    since: date
    changes: tuple[Change, ...]
    cost_rates: tuple[Fraction | None, Fraction | None]
    attainments: tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Review:
    """The review of sealed periods, oldest first."""

    scheme: Scheme
    start: date
    end: date
    periods: tuple[PeriodReview, ...]
    mixes: tuple[Mix, ...]
    appeals: tuple[Appeals, ...]
    improvements: tuple[Improvement, ...]
    changes: tuple[PlanChange, ...]


def rating_labels(made: Review) -> list[str]:
    """Every rating of the periods, best first as the plans say."""
    return list(dict.fromkeys(one.label for period in made.periods for one in period.ratings))


def rating_counts(period: PeriodReview) -> Mapping[str, int]:
    """How many people have each rating."""
    return {one.label: one.count for one in period.ratings}


def _outside(share: Fraction | None, low: Fraction | None, high: Fraction | None) -> bool:
    if share is None:
        return False
    return (low is not None and share < low) or (high is not None and share > high)
