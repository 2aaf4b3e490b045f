"""提成 on 计量, or on the actual of 指标.

分段累进 and 全额 pay amount × rate, 查表, 插值, 累计定额 and 二维 pay the value itself; with 指标 the bounds are
percentages of the baseline; 对象 = 超额 counts from the baseline; without 档位表 amount × 比例, or × 金额 per unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.findings import Finding, warning
from pipeline.money import MISSING, ONE, ZERO
from pipeline.plan.model import Component
from pipeline.rate_columns import Readings, read_column, read_column_against
from pipeline.rationals import greatest, or_zero, rationals, scaled
from pipeline.rules.behind import orders_behind
from pipeline.rules.components.commission_words import Position, words_of
from pipeline.rules.criteria import meeting
from pipeline.rules.facts import Facts
from pipeline.rules.figures import all_sources, kpi_sources, measure_sources, no_attainment, table_problems
from pipeline.rules.lines import Paid, lines_of
from pipeline.rules.lookup import looked_up
from pipeline.rules.rows import cells
from pipeline.rules.year_to_date import YearToDate, divided, paid_under_other_names, year_to_date
from pipeline.worded import said
from schemas.terms import Direction, Kind, Release, Share


@dataclass(frozen=True, slots=True)
class Positions:
    """Where people stand, each a column on one index.

    `measure`, and the KPI's `actual` and `baseline` (0 and 1 where it counts as 0), missing without 计量 or 指标;
    `lower`: where less is better; `paid_on`: what is above the baseline with 对象 = 超额, else the measure or the
    actual, at least 0; `y` is 计量2; `paid` is what earlier periods of the year paid, with 口径 年初至今.
    """

    measure: pd.Series
    actual: pd.Series
    baseline: pd.Series
    lower: pd.Series
    paid_on: pd.Series
    y: pd.Series
    paid: pd.Series

    def of(self, people: pd.Series) -> Positions:
        """The positions of some of the people."""
        return Positions(*(getattr(self, field.name)[people] for field in fields(self)))


def commission(component: Component, facts: Facts) -> Paid:
    """One line for each person who meets the condition, also of 0."""
    people = meeting(facts, component, facts.entitled(component))
    positions = positions_of(component, facts, people["employee_id"])
    there = _has_figure(component, facts, people["employee_id"], positions)
    known, measured = positions.of(there), people[there]
    found = readings_of(component, facts, known)
    clear = found.problems.isna()
    lines = _lines(component, facts, measured.loc[clear, "employee_id"], found.numbers[clear], known.of(clear))
    unmeasured = _unmeasured(component, facts, people[~there])
    problems = table_problems(component, measured, found.problems)
    return Paid(lines, [*unmeasured, *problems, *paid_under_other_names(component, people, facts.ground)])


def positions_of(component: Component, facts: Facts, ids: pd.Series) -> Positions:
    """What the commission is reckoned from, with 年初至今 the year's sums."""
    nothing = rationals(pd.Series(MISSING, index=ids.index, dtype=object))
    year = year_to_date(component, facts.ground)
    measure = _measure(component, facts, ids, year) if component.measure else nothing
    paid = nothing if year is None else or_zero(_of_the_year(year.paid, ids))
    y = facts.measured(ids, component.measure2) if component.measure2 else nothing
    if not component.kpi:
        return Positions(measure, nothing, nothing, nothing.notna(), greatest(measure, ZERO), y, paid)
    actual, baseline, zero = _of_kpi(component, facts, ids, year)
    actual, baseline = actual.mask(zero, ZERO), baseline.mask(zero, ONE)
    lower = ~zero & (facts.ground.plan.kpis[component.kpi].direction is Direction.LOWER)
    beyond = (actual - baseline).mask(lower, baseline - actual)
    paid_on = beyond if component.applies_to is Share.EXCESS else measure if component.measure else actual
    return Positions(measure, actual, baseline, lower, greatest(paid_on, ZERO), y, paid)


def _measure(component: Component, facts: Facts, ids: pd.Series, year: YearToDate | None) -> pd.Series:
    return facts.measured(ids, component.measure) if year is None else _of_the_year(year.measure, ids)


def _of_kpi(
    component: Component, facts: Facts, ids: pd.Series, year: YearToDate | None
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The KPI's actual and baseline, where what a person lacks counts as 0; and for whom the KPI counts as 0."""
    now = {name: or_zero(facts.scored(ids, component.kpi, name)) for name in ("actual", "baseline")}
    zeroed = looked_up(ids, facts.cards[component.kpi]["zeroed"]).eq(other=True)
    if year is None:
        return now["actual"], now["baseline"], zeroed | (now["baseline"] == ZERO)
    lost = divided(component, facts.ground.plan)
    now[lost] = now[lost].mask(zeroed, ZERO)
    actual = now["actual"] + or_zero(_of_the_year(year.actual, ids))
    baseline = now["baseline"] + or_zero(_of_the_year(year.baseline, ids))
    return actual, baseline, baseline == ZERO


def _of_the_year(sums: Mapping[str, Fraction], ids: pd.Series) -> pd.Series:
    return rationals(looked_up(ids, pd.Series(dict(sums), dtype=object)))


def _has_figure(component: Component, facts: Facts, ids: pd.Series, positions: Positions) -> pd.Series:
    """Who has the measures, and an attainment of the KPI, as far as the component reads them."""
    there = pd.Series(data=True, index=ids.index)
    if component.measure:
        there &= positions.measure.notna()
    if component.measure2:
        there &= positions.y.notna()
    if component.kpi:
        there &= facts.scored(ids, component.kpi, "attainment_exact").notna()
    return there


def _unmeasured(component: Component, facts: Facts, people: pd.DataFrame) -> Iterator[Finding]:
    """Why people have no line: the measure or the attainment is missing; a KPI not scored is told once for all."""
    scored, blank = people, people.iloc[:0]
    if component.kpi:
        scored = people[facts.is_scored(people["employee_id"], component.kpi)]
        blank = scored[facts.scored(scored["employee_id"], component.kpi, "attainment_exact").isna()]
    without = set(blank["employee_id"])
    for employee_id, name in zip(scored["employee_id"].tolist(), scored["name"].tolist(), strict=True):
        if employee_id in without:
            yield no_attainment(component, name)
        else:
            yield warning("payout-measure-missing", component.place, component.component, name=name)


def readings_of(component: Component, facts: Facts, positions: Positions) -> Readings:
    """What the component pays at each position."""
    if not component.table:
        per_unit = component.amount or ZERO if component.rate is None else component.rate
        return Readings(
            scaled(positions.paid_on, per_unit), pd.Series(MISSING, index=positions.paid_on.index, dtype=object)
        )
    if not component.kpi:
        y = positions.y if component.measure2 else None
        return read_column(facts.ground.plan.tables[component.table], positions.paid_on, y=y)
    lower = positions.lower
    found = [
        _against(component, facts, positions.of(mine), direction)
        for mine, direction in ((lower, Direction.LOWER), (~lower, Direction.HIGHER))
        if mine.any() or mine.empty
    ]
    both = ([getattr(one, name) for one in found] for name in ("numbers", "problems"))
    return Readings(*(pd.concat(columns).reindex(lower.index) for columns in both))


def _against(component: Component, facts: Facts, positions: Positions, direction: Direction) -> Readings:
    excess = component.applies_to is Share.EXCESS
    return read_column_against(
        facts.ground.plan.tables[component.table],
        positions.actual,
        positions.baseline,
        direction=direction,
        excess=excess,
        y=positions.y if component.measure2 else None,
        amount=None if excess or not component.measure else positions.measure,
    )


def _lines(component: Component, facts: Facts, ids: pd.Series, values: pd.Series, positions: Positions) -> pd.DataFrame:
    """What the readings pay; with 年初至今 less what earlier periods of the year paid, never below 0."""
    measured = (measure_sources(facts, ids, name) for name in (component.measure, component.measure2))
    return lines_of(
        component,
        ids,
        amount=values if positions.paid.isna().all() else greatest(values - positions.paid, ZERO),
        formula=_formula(component, facts, values, positions),
        sources=all_sources(*measured, kpi_sources(facts, ids, component.kpi)),
        orders=_orders(component, facts, ids) if needed_later(component, facts) else "",
    )


def _formula(component: Component, facts: Facts, values: pd.Series, positions: Positions) -> pd.Series:
    table = facts.ground.plan.tables[component.table] if component.table else None

    def words() -> list[str]:
        rows = zip(
            *(cells(getattr(positions, field.name)) for field in fields(positions)), values.tolist(), strict=True
        )
        return [words_of(component, table, _position(*row), value) for *row, value in rows]

    return said(words, values.index)


def _position(measure: Any, actual: Any, baseline: Any, lower: bool, *rest: Any) -> Position:
    return Position(measure, actual, baseline, Direction.LOWER if lower else Direction.HIGHER, *rest)


def needed_later(component: Component, facts: Facts) -> bool:
    """Whether later phases or periods ask which orders a line was paid for: to release it or to take it back."""
    waits = component.release is Release.RECEIPT or bool(component.holdback)
    return waits or any(one.kind is Kind.CLAWBACK for one in facts.ground.plan.components)


def _orders(component: Component, facts: Facts, ids: pd.Series) -> pd.Series | str:
    """The orders or receipts that the commission was reckoned from."""
    measure = component.measure or facts.ground.plan.kpis[component.kpi].numerator
    return orders_behind(facts, facts.ground.plan.measures[measure], ids) if measure else ""
