"""A pay statement as a value: everything that SPEC 10 prints for one person, exact, worded by keys only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from pipeline.period import Period
from pipeline.statements.entries import (
    Advice,
    Appeal,
    Assignment,
    Counted,
    KpiRow,
    Line,
    NextStep,
    OwnRow,
    TrendPoint,
    Unreleased,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's places by total in the company and in the team, each with how many were ranked."""

    company: int
    of_company: int
    team: int
    of_team: int


@dataclass(frozen=True, slots=True)
class Revision:
    """Which version of a closed period a document belongs to, what it replaces and why.

    `payables`: what the replaced one paid, `standings`: where people stood in it, both by employee_id; a statement
    holds its own person's alone.
    """

    id: str = "r1"
    replaces: str = ""
    reason: str = ""
    payables: Mapping[str, Fraction] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def seen_by(self, employee_id: str) -> Revision:
        """The same without what others were paid, and where they stood."""
        paid = {employee_id: self.payables[employee_id]} if employee_id in self.payables else {}
        stood = {employee_id: self.standings[employee_id]} if employee_id in self.standings else {}
        return replace(self, payables=paid, standings=stood)

    @property
    def seen_by_nobody(self) -> Revision:
        """The same without what anybody was paid, and where people stood."""
        return replace(self, payables={}, standings={})


@dataclass(frozen=True, slots=True)
class Places:
    """Decimal places that the plan rounds to; None is 不舍入, printed with ≈ where the value does not end."""

    attainment: int | None = 2
    score: int | None = 2
    total: int | None = 2


@dataclass(frozen=True, slots=True)
class Scheme:
    """The plan that a person is paid by, as far as it is printed. Percentages are fractions of 1."""

    company: str
    plan: str
    version: str
    currency: str
    headline_kpi: str
    attainment_cap: Fraction
    appeal_channel: str
    places: Places


@dataclass(frozen=True, slots=True)
class Person:
    """Who the statement is for; of others only the manager's and the mentor's name."""

    employee_id: str
    name: str
    team: str
    region: str
    grade: str
    manager: str
    mentor: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last days of each step after a period (SPEC 4); a date is None where the calendar lacks its year."""

    ratings_by: date | None
    published: date | None
    notice_until: date | None
    appeal_by: date | None
    pay_by: date | None
    notice_days: int
    appeal_days: int
    answer_days: int
    pay_days: int


@dataclass(frozen=True, slots=True)
class Results:
    """Scores and pay of the person (SPEC 8, `results`); None where the person was not scored."""

    proration: Fraction
    proration_text: str
    base: Fraction
    result_score: Fraction | None
    process_score: Fraction | None
    total_score: Fraction | None
    coefficient: Fraction | None
    rating: str
    headline_attainment: Fraction | None
    rank_company: int | None
    ranked_company: int
    rank_team: int | None
    ranked_team: int
    payable: Fraction
    carried: Fraction
    status: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One person's pay statement."""

    period: Period
    revision: Revision
    scheme: Scheme
    person: Person
    results: Results
    assignments: tuple[Assignment, ...]
    kpis: tuple[KpiRow, ...]
    lines: tuple[Line, ...]
    unreleased: tuple[Unreleased, ...]
    next_steps: tuple[NextStep, ...]
    advice: tuple[Advice, ...]
    trend: tuple[TrendPoint, ...]
    deadlines: Deadlines
    appeals: tuple[Appeal, ...]
    rows: tuple[OwnRow, ...]
    counted: Mapping[str, Counted]

    @property
    def has_left(self) -> bool:
        """Whether the person left within the period, so that there is no next step."""
        return self.person.last_day is not None and self.person.last_day < self.period.end

    @property
    def score_caps(self) -> tuple[Fraction, ...]:
        """The 得分上限 that cut a score, each once."""
        return tuple(dict.fromkeys(row.score_cap for row in self.kpis if row.score_cap is not None))

    @property
    def replaced_payable(self) -> Fraction | None:
        """What the replaced revision paid the person; None where there was none, or the person was not in it."""
        return self.revision.payables.get(self.person.employee_id)

    @property
    def difference(self) -> Fraction | None:
        """The payable amount less what it replaces."""
        return None if self.replaced_payable is None else self.results.payable - self.replaced_payable

    @property
    def standing(self) -> Standing | None:
        """The person's places; None where the person is not ranked."""
        of = self.results
        if of.rank_company is None or of.rank_team is None:
            return None
        return Standing(of.rank_company, of.ranked_company, of.rank_team, of.ranked_team)

    @property
    def moved_from(self) -> Standing | None:
        """Where the person stood in the replaced revision, where that was elsewhere."""
        before = self.revision.standings.get(self.person.employee_id)
        return before if before is not None and self.standing not in {before, None} else None
