"""目标奖金: base × value of the table at the attainment of 指标, or at the total (依据 = 总分); 比例 of the base."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from pipeline.money import ZERO, money_text, percent_text
from pipeline.plan.model import Component, RateTable
from pipeline.rate_columns import Readings, read_column, read_column_against, read_column_factor
from pipeline.rate_tables import Reading, read_against, read_factor, read_table
from pipeline.rationals import rationals, scaled
from pipeline.rules.facts import Facts
from pipeline.rules.figures import all_sources, base_sources, kpi_sources, no_attainment, table_problems
from pipeline.rules.lines import Paid, lines_of
from pipeline.worded import worded
from schemas.terms import Direction, Method

ON_THE_RATIO = (Method.MARGINAL, Method.WHOLE)
"""These pay on what they read: here the attainment itself, a factor on the base, not money."""
FIGURES = ("attainment", "attainment_exact", "actual", "baseline")


def target_bonus(component: Component, facts: Facts) -> Paid:
    """One line for each person, also of 0; none for a person who was not scored on the KPI."""
    return _by_attainment(component, facts) if component.kpi else _by_total(component, facts)


def _by_total(component: Component, facts: Facts) -> Paid:
    """The table at the printed total."""
    people = facts.entitled(component)
    people = people[people["total_score"].notna()]
    table, total = facts.ground.plan.tables[component.table], rationals(people["total_score"])
    words = worded(lambda x: read_table(table, x).words, total)
    return _paid(component, facts, people, read_column(table, total), words)


def _by_attainment(component: Component, facts: Facts) -> Paid:
    """The table at the exact attainment."""
    everyone = facts.entitled(component)
    figures = {name: facts.scored(everyone["employee_id"], component.kpi, name) for name in FIGURES}
    there = figures["attainment"].notna()
    ratio, actual, baseline = (figures[name][there] for name in FIGURES[1:])
    table, direction = facts.ground.plan.tables[component.table], facts.ground.plan.kpis[component.kpi].direction

    def words(exactly: Fraction, of: Fraction, by: Fraction) -> str:
        return _reading(table, direction, exactly, of, by).words

    found = _readings(table, direction, ratio, actual, baseline)
    paid = _paid(component, facts, everyone[there], found, worded(words, ratio, actual, baseline))
    blank = everyone[~there & facts.is_scored(everyone["employee_id"], component.kpi)]
    return Paid(paid.lines, [*paid.findings, *(no_attainment(component, name) for name in blank["name"].tolist())])


def _readings(
    table: RateTable, direction: Direction, ratio: pd.Series, actual: pd.Series, baseline: pd.Series
) -> Readings:
    by_ratio = read_column_factor(table, ratio)
    if table.method in ON_THE_RATIO:
        return by_ratio
    none = ratio == ZERO
    against = read_column_against(table, actual, baseline.where(~none, Fraction(1)), direction=direction)
    parts = ((getattr(by_ratio, part), getattr(against, part)) for part in ("numbers", "problems"))
    return Readings(*(one.where(none, two) for one, two in parts))


def _reading(table: RateTable, direction: Direction, ratio: Fraction, actual: Fraction, baseline: Fraction) -> Reading:
    if table.method in ON_THE_RATIO or ratio == 0:
        return read_factor(table, ratio)
    return read_against(table, actual, baseline, direction=direction)


def _paid(component: Component, facts: Facts, people: pd.DataFrame, found: Readings, words: pd.Series) -> Paid:
    problems = table_problems(component, people, found.problems)
    there = found.problems.isna()
    people, words = people[there], words[there]
    base = rationals(people["base"])
    amount, rate = base * found.numbers[there], component.rate
    shown = "" if rate is None else f" × {percent_text(rate)}"
    formula = worded(lambda one, reading: f"{money_text(one)}{shown} × {_bracketed(reading)}", base, words)
    ids = people["employee_id"]
    sources = all_sources(base_sources(facts, people), kpi_sources(facts, ids, component.kpi))
    paid = amount if rate is None else scaled(amount, rate)
    return Paid(lines_of(component, ids, amount=paid, formula=formula, sources=sources), [*problems])


def _bracketed(words: str) -> str:
    return f"({words})" if " + " in words else words
