"""A look into a running period as values, exact, worded by keys only (SPEC 7, `progress`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pipeline.money import round_half_up
from pipeline.outlook.pace import Share
from pipeline.period import Period
from pipeline.statements.entries import NextStep
from pipeline.statements.statement import Scheme
from pipeline.statements.summary import Customers, Stage

RATE_PLACES = 4


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands, or would stand: what the plan makes of one set of measures."""

    attainment: Fraction | None
    total_score: Fraction | None
    coefficient: Fraction | None
    rating: str
    payable: Fraction
    next_steps: tuple[NextStep, ...]


@dataclass(frozen=True, slots=True)
class KpiPace:
    """A KPI to date against what is due by now: the share of the target where results grow with the days, else all.

    What does not grow is forecast as it stands.
    """

    kpi: str
    category: str
    unit: str
    grows: bool
    baseline: Fraction | None
    due: Fraction | None
    actual: Fraction | None
    attainment: Fraction | None
    score: Fraction | None
    forecast: Fraction | None
    forecast_score: Fraction | None

    @property
    def pace(self) -> Fraction | None:
        """The actual against what is due, rounded to four places."""
        known = self.actual is not None and self.due is not None and self.due > 0
        return round_ratio(self.actual, self.due) if known else None


@dataclass(frozen=True, slots=True)
class Week:
    """A week: its result, the sum up to it, the target due by its end; None where there is no result or target."""

    start: date
    end: date
    value: Fraction | None
    so_far: Fraction | None
    due: Fraction | None


@dataclass(frozen=True, slots=True)
class Idle:
    """An open opportunity whose stage has not moved for longer than the plan allows."""

    opportunity_id: str
    customer_id: str
    stage: str
    amount: Fraction | None
    days: int


@dataclass(frozen=True, slots=True)
class Contact:
    """An A or B customer: the last valid activity, and whether it is longer ago than the tier allows."""

    customer_id: str
    tier: str
    bought: Fraction
    last: date | None
    days: int | None
    allowed: int

    @property
    def overdue(self) -> bool:
        """Nobody was there for too long, or ever."""
        return self.days is None or self.days > self.allowed


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """One person; `forecast` is None before the first working day, `missed` the longest run below the daily target.

    `leading` is the KPI that attainment and weeks are about (empty: none), `by_day` whether its days add up.
    """

    employee_id: str
    name: str
    team: str
    grade: str
    leading: str
    by_day: bool
    share: Share
    now: Standing
    forecast: Standing | None
    kpis: tuple[KpiPace, ...]
    weeks: tuple[Week, ...]
    activities: tuple[tuple[str, int], ...]
    idle: tuple[Idle, ...]
    contacts: tuple[Contact, ...]
    missed: int
    missed_bound: int

    @property
    def pace(self) -> Fraction | None:
        """Attainment to date against the share of the working days passed, or against all where days do not add up."""
        due = self.share.ratio if self.by_day or self.share.ratio is None else Fraction(1)
        return None if due is None else round_ratio(self.now.attainment, due)


@dataclass(frozen=True, slots=True)
class TeamProgress:
    """A team, or everybody (`team` empty), with its people by pace, slowest first.

    `summed` are the KPIs that its sums and weeks are about; without one, or without exports, sums are None.
    """

    team: str
    members: tuple[PersonProgress, ...]
    summed: tuple[str, ...]
    target: Fraction | None
    actual: Fraction | None
    due: Fraction | None
    forecast: Fraction | None
    weeks: tuple[Week, ...]
    activities: tuple[tuple[str, tuple[int, ...]], ...]
    funnel: tuple[Stage, ...]
    customers: Customers | None

    @property
    def pace(self) -> Fraction | None:
        """The team's result against what is due."""
        return round_ratio(self.actual, self.due)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a figure lacks: a table that was not delivered, a KPI without figures; `people` is how many it concerns."""

    cause: str
    subject: str
    people: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """The whole look: the company first, then the teams by name."""

    period: Period
    as_of: date
    scheme: Scheme
    share: Share
    groups: tuple[TeamProgress, ...]
    missing: tuple[Missing, ...]


def round_ratio(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    """A part of a whole, rounded to four places."""
    return round_half_up(part / whole, RATE_PLACES) if part is not None and whole else None
