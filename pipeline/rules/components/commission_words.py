"""A commission in the words of its formula: the rate table read at one position, as the statement prints it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipeline.money import ONE, ZERO, money_text, number_text, percent_text
from pipeline.plan.model import Component, RateTable
from pipeline.rate_tables import Reading, read_against, read_table
from schemas.terms import Direction, Method, Share

PAYS_ON_AMOUNT = (Method.MARGINAL, Method.WHOLE)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a person stands: the measure, and the KPI's actual and baseline (0 and 1 where it counts as 0).

    `paid_on`: what a commission without a table pays on. `paid` is what earlier periods of the year paid, with 口径
    年初至今; `y` is 计量2.
    """

    measure: Fraction | None
    actual: Fraction | None
    baseline: Fraction | None
    direction: Direction
    paid_on: Fraction
    y: Fraction | None = None
    paid: Fraction | None = None


def words_of(component: Component, table: RateTable | None, position: Position, value: Fraction) -> str:
    """The formula without its result; `value` is what the commission was reckoned to be before what was paid."""
    reading = _flat(component, position.paid_on) if table is None else _read(component, table, position)
    if reading.number != value:
        raise ValueError(f"{component.component}: {reading.words} is {reading.number}, not {value}")
    if position.paid is None:
        return reading.words
    words = f"{reading.words} − {money_text(position.paid)}"
    return words if value >= position.paid else f"max(0, {words})"


def _read(component: Component, table: RateTable, position: Position) -> Reading:
    if position.actual is None:
        return _shown(table, read_table(table, position.paid_on, y=position.y), money_text(position.paid_on))
    baseline, excess = position.baseline or ONE, component.applies_to is Share.EXCESS
    reading = read_against(
        table,
        position.actual,
        baseline,
        direction=position.direction,
        excess=excess,
        y=position.y,
        amount=None if excess else position.measure,
    )
    return _shown(table, reading, f"{money_text(position.actual)} ÷ {money_text(baseline)}")


def _flat(component: Component, paid_on: Fraction) -> Reading:
    """Without a table: the amount × 比例, or × 金额 per unit."""
    if component.rate is not None:
        return Reading(paid_on * component.rate, f"{money_text(paid_on)} × {percent_text(component.rate)}")
    per_unit = component.amount or ZERO
    return Reading(paid_on * per_unit, f"{number_text(paid_on)} × {money_text(per_unit)}")


def _shown(table: RateTable, reading: Reading, at: str) -> Reading:
    """A value that the table pays by itself, shown with where it was read."""
    if reading.problem is not None or table.method in PAYS_ON_AMOUNT:
        return reading
    value = money_text(reading.number) if len(reading.tiers) == 1 else reading.words
    return Reading(reading.value, f"{at} → {value}", reading.tiers)
