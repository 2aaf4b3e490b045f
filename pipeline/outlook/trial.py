"""What another plan would have paid: per person, team and kind of pay, with winners, losers and cost (SPEC 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.calculation import Calculation, Ground
from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.diff import Change
from pipeline.plan.model import Plan
from pipeline.rules.budget import budget_limit
from pipeline.rules.preparation import facts
from pipeline.statements.build import scheme
from pipeline.statements.contests import rate, rating_mix
from pipeline.statements.facts import Row, amount, by_key, number, rows, text
from pipeline.statements.statement import Scheme
from pipeline.statements.summary import Count
from pipeline.tables import Tables
from schemas.terms import CreditStatus

ZERO = Fraction(0)
KINDS = ("performance_bonus", "commission", "awards", "mentor", "other", "adjustments", "recoveries")


@dataclass(frozen=True, slots=True)
class Side:
    """One period under one plan or several: the figures, and the tables and the history that they were made from."""

    calculation: Calculation
    tables: Tables
    history: History


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


def trial(
    old: Sequence[Side], new: Sequence[Side], pilot: Iterable[str], plans: tuple[Plan, Plan], changes: Iterable[Change]
) -> Trial:
    """Two ways of paying the same closed periods, compared; `plans` are the one in force and the trial's."""
    people = _people(old, new)
    return Trial(
        periods=tuple(side.calculation.period for side in old),
        pilot=tuple(sorted(pilot)),
        old=scheme(plans[0]),
        new=scheme(plans[1]),
        people=people,
        teams=_groups(people, "team"),
        grades=_groups(people, "grade"),
        kinds=_kinds(people, old, new),
        by_attainment=_by_attainment(people),
        budgets=tuple(_budget(*pair) for pair in zip(old, new, strict=True)),
        ratings=(_ratings(old[-1], plans[0]), _ratings(new[-1], plans[1])),
        changes=tuple(changes),
    )


def _people(old: Sequence[Side], new: Sequence[Side]) -> tuple[PersonTrial, ...]:
    """Everybody who takes part on either side, the largest gain first."""
    before, after = (_by_id(side) for side in (old, new))
    found = [_person(before.get(who, []), after.get(who, [])) for who in {**before, **after}]
    return tuple(sorted(found, key=lambda one: (-one.pay.difference, one.employee_id)))


def _by_id(sides: Sequence[Side]) -> Mapping[str, list[Row]]:
    return by_key([row for side in sides for row in rows(side.calculation.people)], "employee_id")


def _person(before: Sequence[Row], after: Sequence[Row]) -> PersonTrial:
    last_old, last_new = (found[-1] if found else {} for found in (before, after))
    last = {**last_old, **last_new}
    kinds = {kind: _moved(before, after, kind) for kind in KINDS}
    return PersonTrial(
        employee_id=text(last, "employee_id"),
        name=text(last, "name"),
        team=text(last, "team"),
        grade=text(last, "grade"),
        attainment=number(last, "headline_attainment"),
        pay=_moved(before, after, "payable"),
        coefficients=(number(last_old, "coefficient"), number(last_new, "coefficient")),
        ratings=(text(last_old, "rating"), text(last_new, "rating")),
        kinds=tuple((kind, moved) for kind, moved in kinds.items() if moved.difference),
    )


def _moved(before: Sequence[Row], after: Sequence[Row], column: str) -> Moved:
    old, new = (sum((amount(row, column) for row in found), start=ZERO) for found in (before, after))
    return Moved(old, new)


def _groups(people: Sequence[PersonTrial], by: str) -> tuple[Group, ...]:
    labels = sorted({str(getattr(one, by)) for one in people})
    return tuple(_group(label, [one for one in people if getattr(one, by) == label]) for label in labels)


def _group(label: str, people: Sequence[PersonTrial]) -> Group:
    differences = [one.pay.difference for one in people]
    counts = (len(people), sum(one > 0 for one in differences), sum(one < 0 for one in differences))
    return Group(label, *counts, summed(one.pay for one in people))


def _by_attainment(people: Sequence[PersonTrial]) -> tuple[Group, ...]:
    """Those below target, on target and without an attainment: whom the trial moves money to."""
    found: dict[str, list[PersonTrial]] = {"below": [], "reached": [], "none": []}
    for one in people:
        found["none" if one.attainment is None else "below" if one.attainment < 1 else "reached"].append(one)
    return tuple(_group(label, group) for label, group in found.items() if group)


def _kinds(people: Sequence[PersonTrial], old: Sequence[Side], new: Sequence[Side]) -> tuple[Group, ...]:
    """Each kind of pay that either side has, with those whom it moved."""
    before, after = ([row for side in sides for row in rows(side.calculation.people)] for sides in (old, new))
    found = []
    for kind in KINDS:
        pay = _moved(before, after, kind)
        moved = [dict(one.kinds)[kind].difference for one in people if kind in dict(one.kinds)]
        if pay.old or pay.new or moved:
            found.append(Group(kind, len(moved), sum(one > 0 for one in moved), sum(one < 0 for one in moved), pay))
    return tuple(found)


def _budget(old: Side, new: Side) -> Budget:
    pay = _moved(rows(old.calculation.people), rows(new.calculation.people), "payable")
    return Budget(new.calculation.period.id, _limit(new), pay, _sales(new.calculation))


def _limit(side: Side) -> Fraction | None:
    """The budgets of all plans of a side; None where one of them sets none."""
    limits = [budget_limit(facts(_ground(side, place))) for place in range(len(side.calculation.plans))]
    return None if None in limits else sum((limit for limit in limits if limit is not None), start=ZERO)


def _ground(side: Side, place: int) -> Ground:
    made = side.calculation
    people = made.people[made.people["plan"] == place]
    scores = made.kpi_scores[made.kpi_scores["employee_id"].isin(people["employee_id"])]
    plan = made.plans[place]
    measures = {
        name: made.measures[name].reindex(people["employee_id"]) for name in plan.measures if name in made.measures
    }
    return Ground(made.period, plan, side.tables, people, scores, made.credits, measures, side.history)


def _sales(calculation: Calculation) -> Fraction:
    """Signed sales as credited, overlays left out."""
    credited = [row for row in rows(calculation.credits) if _is_sale(row)]
    return sum((amount(row, "credited") for row in credited), start=ZERO)


def _is_sale(row: Row) -> bool:
    return text(row, "table") == "orders" and text(row, "status") == CreditStatus.COUNTED and not row.get("overlay")


def _ratings(side: Side, plan: Plan) -> tuple[Count, ...]:
    return rating_mix(rows(side.calculation.people), plan)
