"""What pay is made of: fixed pay, and each grade's mix against the ranges of the plan (SPEC 4, 职级)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.plan.model import GradeRule
from pipeline.rules.rows import Row
from pipeline.statements.contests import column, rate
from pipeline.statements.facts import by_key, number, text
from pipeline.statements.summary import GradeMix, MixPart

PARTS: Mapping[str, tuple[str, ...]] = {
    "fixed": (),
    "bonus": ("performance_bonus", "commission"),
    "special": ("awards", "mentor", "other"),
}


def grade_mixes(calculation: Calculation, people: Sequence[Row]) -> tuple[GradeMix, ...]:
    """Per grade with a range: fixed pay, bonus and commission, and special awards as shares of the three together.

    Adjustments and recoveries belong to other periods and are left out.
    """
    found = []
    for grade, members in by_key(people, "grade").items():
        rule = _rule(calculation, members[0])
        sums = _sums(calculation, members)
        whole = sum(sums.values(), start=Fraction(0))
        if rule is not None and _ranged(rule) and whole > 0:
            found.append(GradeMix(grade, len(members), tuple(_part(rule, key, sums[key], whole) for key in PARTS)))
    return tuple(sorted(found, key=lambda one: one.grade))


def fixed_pay(calculation: Calculation, row: Row) -> Fraction:
    """The person's own fixed pay, else the grade's."""
    own, rule = number(row, "fixed_pay"), _rule(calculation, row)
    return own if own is not None else (rule.fixed_pay if rule else None) or Fraction(0)


def _rule(calculation: Calculation, row: Row) -> GradeRule | None:
    return calculation.plans[int(row["plan"])].grade_rule(text(row, "grade"), calculation.period.cycle)


def _ranged(rule: GradeRule) -> bool:
    return any(bound is not None for key in PARTS for bound in _range(rule, key))


def _range(rule: GradeRule, key: str) -> tuple[Fraction | None, Fraction | None]:
    return getattr(rule, f"{key}_min"), getattr(rule, f"{key}_max")


def _sums(calculation: Calculation, members: Sequence[Row]) -> dict[str, Fraction]:
    fixed = sum((fixed_pay(calculation, row) for row in members), start=Fraction(0))
    paid = {
        key: sum((value for name in names for value in column(members, name)), start=Fraction(0))
        for key, names in PARTS.items()
    }
    return paid | {"fixed": fixed}


def _part(rule: GradeRule, key: str, value: Fraction, whole: Fraction) -> MixPart:
    share = rate(value, whole) or Fraction(0)
    low, high = _range(rule, key)
    outside = (low is not None and share < low) or (high is not None and share > high)
    return MixPart(key, share, low, high, outside)
