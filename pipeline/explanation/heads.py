"""人均: who counts as a head of a measure, and for how much of one (SPEC 5.1)."""

from __future__ import annotations

from fractions import Fraction

from pipeline.calculation import Ground
from pipeline.explanation.shown import number
from pipeline.explanation.step import Step
from pipeline.plan.model import Measure
from pipeline.rules.rows import rows
from pipeline.rules.scopes import members, receivers


def heads_step(ground: Ground, measure: Measure, employee_id: str) -> tuple[Step, ...]:
    """What a measure of a person is divided by: the people whom it pools by their proration; nothing without 人均."""
    if not measure.per_head:
        return ()
    people = ground.everyone
    belonging = members(measure.scope, people, ground.tables.frames["people"])
    mine = belonging.loc[belonging["group"] == receivers(measure.scope, people).get(employee_id), "employee_id"]
    counted = rows(people.loc[people["employee_id"].isin(mine), ["employee_id", "name", "proration", "proration_text"]])
    heads = sum((row["proration"] for row in counted), start=Fraction(0))
    each = tuple(Step("head", f"{row['employee_id']} {row['name']}", row["proration_text"]) for row in counted)
    return (Step("heads", value=number(heads), parts=each),)
