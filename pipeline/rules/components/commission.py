"""提成 on 计量, or on the actual of 指标.

分段累进 and 全额 pay amount × rate, 查表, 插值, 累计定额 and 二维 pay the value itself; with 指标 the bounds are
percentages of the baseline; 对象 = 超额 counts from the baseline; without 档位表 amount × 比例, or × 金额 per unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from pipeline.findings import Finding, warning
from pipeline.money import ONE, ZERO, money_text, number_text, percent_text
from pipeline.plan.model import Component, RateTable
from pipeline.rate_tables import Reading, read_against, read_table
from pipeline.rules.behind import orders_behind
from pipeline.rules.cells import joined
from pipeline.rules.criteria import meets
from pipeline.rules.facts import Facts
from pipeline.rules.figures import kpi_source, measure_source, no_attainment, table_problem
from pipeline.rules.lines import Outcome, line_of
from pipeline.rules.rows import Row
from pipeline.rules.year_to_date import YearToDate, year_to_date
from schemas.terms import Direction, Kind, Method, Release, Share

PAYS_ON_AMOUNT = (Method.MARGINAL, Method.WHOLE)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a person stands: the measure, and the KPI's actual and baseline (0 and 1 where it counts as 0).

    `paid` is what earlier periods of the year paid, with 口径 年初至今.
    """

    measure: Fraction | None
    actual: Fraction | None = None
    baseline: Fraction = ONE
    direction: Direction = Direction.HIGHER
    paid: Fraction | None = None

    @property
    def excess(self) -> Fraction:
        """By how much the actual is better than the baseline."""
        beyond = (self.actual or ZERO) - self.baseline
        return max(ZERO, -beyond if self.direction is Direction.LOWER else beyond)


def commission(component: Component, facts: Facts) -> Iterator[Outcome]:
    """One line for each person who meets the condition, also of 0."""
    year = year_to_date(component, facts.ground)
    for person in facts.entitled(component):
        if not meets(facts, component, person):
            continue
        position = position_of(component, facts, person, year)
        if position is not None:
            yield _outcome(component, facts, person, position)
        else:
            yield from _nothing_to_pay_on(component, facts, person)


def _nothing_to_pay_on(component: Component, facts: Facts, person: Row) -> Iterator[Finding]:
    """Why there is no line: the measure or the attainment is missing; a KPI not scored is told once for all people."""
    row = facts.score(person["employee_id"], component.kpi)
    if row is not None and row["attainment_exact"] is None:
        yield no_attainment(component, person)
    elif row is not None or not component.kpi:
        yield warning("payout-measure-missing", component.place, component.component, name=person["name"])


def position_of(component: Component, facts: Facts, person: Row, year: YearToDate | None) -> Position | None:
    """What the commission is reckoned from, with 年初至今 the year's sums; None when the person has no such figure."""
    employee = person["employee_id"]
    values = facts.values.get(component.measure, {}) if year is None else year.measure
    measure = values.get(employee)
    if component.measure and measure is None:
        return None
    paid = None if year is None else year.paid.get(employee, ZERO)
    if not component.kpi:
        return Position(measure, paid=paid)
    row = facts.score(employee, component.kpi)
    if row is None or row["attainment_exact"] is None:
        return None
    direction = facts.ground.plan.kpis[component.kpi].direction
    actual, baseline = _of_kpi(row, employee, year)
    if not baseline or (year is None and row["zeroed"]):
        return Position(measure, ZERO, paid=paid)
    return Position(measure, actual, baseline, direction, paid)


def _of_kpi(row: Row, employee: str, year: YearToDate | None) -> tuple[Fraction, Fraction]:
    """The KPI's actual and baseline; what a person lacks counts as 0."""
    actual, baseline = row["actual"] or ZERO, row["baseline"] or ZERO
    if year is None:
        return actual, baseline
    return actual + year.actual.get(employee, ZERO), baseline + year.baseline.get(employee, ZERO)


def reading_of(component: Component, facts: Facts, person: Row, position: Position) -> Reading:
    """What the component pays at a position."""
    if not component.table:
        return _flat(component, position)
    table = facts.ground.plan.tables[component.table]
    y = facts.value(component.measure2, person["employee_id"]) if component.measure2 else None
    excess = component.applies_to is Share.EXCESS
    if position.actual is None:
        paid_on = max(ZERO, position.measure or ZERO)
        return _shown(table, read_table(table, paid_on, y=y), money_text(paid_on))
    reading = read_against(
        table,
        position.actual,
        position.baseline,
        direction=position.direction,
        excess=excess,
        y=y,
        amount=None if excess else position.measure,
    )
    return _shown(table, reading, f"{money_text(position.actual)} ÷ {money_text(position.baseline)}")


def _flat(component: Component, position: Position) -> Reading:
    """Without a table: the amount × 比例, or × 金额 per unit."""
    own = position.measure if position.measure is not None else position.actual
    paid_on = position.excess if component.applies_to is Share.EXCESS else max(ZERO, own or ZERO)
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


def _outcome(component: Component, facts: Facts, person: Row, position: Position) -> Outcome:
    reading = reading_of(component, facts, person, position)
    if reading.problem is not None:
        return table_problem(component, person, reading.problem)
    employee = person["employee_id"]
    names = (component.measure, component.measure2)
    sources = joined(
        *(measure_source(facts, name, employee) for name in names), kpi_source(facts, employee, component.kpi)
    )
    orders = _orders(component, facts, employee) if needed_later(component, facts) else ""
    amount, formula = _less_paid(reading, position.paid)
    return line_of(component, employee, amount, formula, sources=sources, orders=orders)


def _less_paid(reading: Reading, paid: Fraction | None) -> tuple[Fraction, str]:
    """What the year's sums pay, less what earlier periods of the year paid; never below 0."""
    if paid is None:
        return reading.number, reading.words
    left, words = reading.number - paid, f"{reading.words} − {money_text(paid)}"
    return (left, words) if left >= 0 else (ZERO, f"max(0, {words})")


def needed_later(component: Component, facts: Facts) -> bool:
    """Whether later phases or periods ask which orders a line was paid for: to release it or to take it back."""
    waits = component.release is Release.RECEIPT or bool(component.holdback)
    return waits or any(one.kind is Kind.CLAWBACK for one in facts.ground.plan.components)


def _orders(component: Component, facts: Facts, employee_id: str) -> str:
    """The orders or receipts that the commission was reckoned from."""
    measure = component.measure or facts.ground.plan.kpis[component.kpi].numerator
    return orders_behind(facts, facts.ground.plan.measures[measure], employee_id) if measure else ""
