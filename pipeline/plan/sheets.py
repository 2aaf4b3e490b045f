"""The plain sheets of a plan: 职级, 指标, 指标权重, 评分权重, 系数, each row a frozen value (SPEC 4)."""

from __future__ import annotations

from fractions import Fraction

from pipeline.plan.model import Factor, GradeRule, Kpi, RaterWeight, Weight
from pipeline.plan.rows import Row
from schemas.export_terms import RaterRole
from schemas.terms import Category, Cycle, Dimension, Direction, FactorTarget, Leaver, Missing, Scoring


def grade_rule(row: Row) -> GradeRule:
    """A row of 职级."""
    probation = row.number("probation_factor")
    return GradeRule(
        grade=row.text("grade"),
        cycle=Cycle(row.text("cycle")),
        base=_number(row, "base"),
        place=row.place(),
        fixed_pay=row.number("fixed_pay"),
        probation_factor=Fraction(1) if probation is None else probation,
        leaver=row.member("leaver", Leaver) or Leaver.PRORATED,
        fixed_min=row.number("fixed_min"),
        fixed_max=row.number("fixed_max"),
        bonus_min=row.number("bonus_min"),
        bonus_max=row.number("bonus_max"),
        special_min=row.number("special_min"),
        special_max=row.number("special_max"),
    )


def kpi_of(row: Row) -> Kpi:
    """A row of 指标."""
    return Kpi(
        kpi=row.text("kpi"),
        category=Category(row.text("category")),
        scoring=Scoring(row.text("scoring")),
        source=row.text("source"),
        place=row.place(),
        definition=row.text("definition"),
        numerator=row.text("numerator"),
        denominator=row.text("denominator"),
        direction=row.member("direction", Direction) or Direction.HIGHER,
        table=row.text("table"),
        deduction=row.number("deduction"),
        score_cap=row.number("score_cap") or Fraction(100),
        unit=row.text("unit"),
        missing=row.member("missing", Missing) or Missing.ERROR,
        quality=row.flag("quality"),
        advice=row.text("advice"),
    )


def weight_of(row: Row) -> Weight:
    """A row of 指标权重 in long form, with the place of its weight; an empty weight counts 0."""
    place = row.place("weight")
    return Weight(row.text("grade"), Cycle(row.text("cycle")), row.text("kpi"), _number(row, "weight"), place)


def rater_weight(row: Row) -> RaterWeight:
    """A row of 评分权重."""
    return RaterWeight(row.text("kpi"), RaterRole(row.text("rater_role")), _number(row, "weight"), row.place())


def factor_of(row: Row) -> Factor:
    """A row of 系数."""
    target = row.member("applies_to", FactorTarget) or FactorTarget.CREDIT
    return Factor(Dimension(row.text("dimension")), row.text("key"), _number(row, "factor"), target, row.place())


def _number(row: Row, name: str) -> Fraction:
    return row.number(name) or Fraction(0)
