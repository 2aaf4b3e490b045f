"""From two ways of paying the same closed periods to the trial that compares them (SPEC 7, `simulate`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipeline.calculation import Calculation, Ground
from pipeline.history import History
from pipeline.money import ZERO
from pipeline.outlook.trial import Budget, Group, Moved, PersonTrial, Trial, summed
from pipeline.plan.diff import Change
from pipeline.plan.model import Plan
from pipeline.rules.budget import budget_limit
from pipeline.rules.preparation import facts
from pipeline.rules.rows import Row, rows
from pipeline.statements.build import scheme
from pipeline.statements.contests import rating_mix
from pipeline.statements.facts import amount, by_key, number, text
from pipeline.statements.summary import Count
from pipeline.tables import Tables
from schemas.terms import CreditStatus

KINDS = ("performance_bonus", "commission", "awards", "mentor", "other", "adjustments", "recoveries")


@dataclass(frozen=True, slots=True)
class Side:
    """One period under one plan or several: the figures, and the tables and the history that they were made from."""

    calculation: Calculation
    tables: Tables
    history: History


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
    return Ground(made.period, plan, side.tables, people, made.people, scores, made.credits, measures, side.history)


def _sales(calculation: Calculation) -> Fraction:
    """Signed sales as credited, overlays left out."""
    credited = [row for row in rows(calculation.credits) if _is_sale(row)]
    return sum((amount(row, "credited") for row in credited), start=ZERO)


def _is_sale(row: Row) -> bool:
    return text(row, "table") == "orders" and text(row, "status") == CreditStatus.COUNTED and not row.get("overlay")


def _ratings(side: Side, plan: Plan) -> tuple[Count, ...]:
    return rating_mix(rows(side.calculation.people), (plan,))
