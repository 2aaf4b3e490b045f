"""A trial of another plan as values: per person, team and kind of pay, with winners, losers and cost (SPEC 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from pipeline.money import ZERO
from pipeline.period import Period
from pipeline.plan.diff import Change
from pipeline.statements.contests import rate
from pipeline.statements.statement import Scheme
from pipeline.statements.summary import Count


@dataclass(frozen=True, slots=True)
class Moved:
    """An amount under the plan in force and under the trial's."""

    old: Fraction
    new: Fraction

    @property
    def difference(self) -> Fraction:
        """What the trial pays more."""
        return self.new - self.old

    @property
    def rate(self) -> Fraction | None:
        """The difference to what the plan in force pays; None where it pays nothing."""
        return rate_of(self.difference, self.old)


@dataclass(frozen=True, slots=True)
class PersonTrial:
    """A person over all periods of the trial; coefficient and rating are those of the last one.

    `kinds` are the kinds of pay that moved.
    """

    employee_id: str
    name: str
    team: str
    grade: str
    attainment: Fraction | None
    pay: Moved
    coefficients: tuple[Fraction | None, Fraction | None]
    ratings: tuple[str, str]
    kinds: tuple[tuple[str, Moved], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A team, a grade, or a kind of pay."""

    label: str
    people: int
    winners: int
    losers: int
    pay: Moved


@dataclass(frozen=True, slots=True)
class Budget:
    """What a plan allows in a period, and what both sides cost; None where it sets no budget."""

    period: str
    limit: Fraction | None
    pay: Moved
    sales: Fraction

    @property
    def rates(self) -> tuple[Fraction | None, Fraction | None]:
        """Bonus as a share of sales, in force and in the trial."""
        return rate_of(self.pay.old, self.sales), rate_of(self.pay.new, self.sales)


@dataclass(frozen=True, slots=True)
class Trial:
    """The trial of a plan over closed periods, exact; percentages are fractions of 1."""

    periods: tuple[Period, ...]
    pilot: tuple[str, ...]
    old: Scheme
    new: Scheme
    people: tuple[PersonTrial, ...]
    teams: tuple[Group, ...]
    grades: tuple[Group, ...]
    kinds: tuple[Group, ...]
    by_attainment: tuple[Group, ...]
    budgets: tuple[Budget, ...]
    ratings: tuple[tuple[Count, ...], tuple[Count, ...]]
    changes: tuple[Change, ...]

    @property
    def pay(self) -> Moved:
        """Both sides in all."""
        return summed(one.pay for one in self.people)

    @property
    def winners(self) -> tuple[PersonTrial, ...]:
        """Those whom the trial pays more, most first."""
        return tuple(one for one in self.people if one.pay.difference > 0)

    @property
    def losers(self) -> tuple[PersonTrial, ...]:
        """Those whom the trial pays less, most first."""
        return tuple(one for one in reversed(self.people) if one.pay.difference < 0)


def rate_of(part: Fraction, whole: Fraction) -> Fraction | None:
    """A part, also a negative one, of a whole, rounded to four places."""
    found = rate(abs(part), whole)
    return None if found is None else found if part >= 0 else -found


def summed(amounts: Iterable[Moved]) -> Moved:
    """Amounts added up side by side."""
    found = list(amounts)
    return Moved(sum((one.old for one in found), start=ZERO), sum((one.new for one in found), start=ZERO))
