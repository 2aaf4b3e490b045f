"""口径 年初至今 of a commission: the year's sums, earlier periods from their seals, and what those paid (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import pandas as pd

from pipeline.calculation import Ground
from pipeline.findings import Finding, warning
from pipeline.history import SealedPeriod
from pipeline.money import ZERO
from pipeline.plan.model import Component, Measure, Plan
from pipeline.rules.criteria import listed, reckoned_from
from pipeline.rules.measured import window_start
from pipeline.rules.measures import measure_values
from pipeline.rules.past import sealed_lines
from pipeline.rules.rows import Row, plain, rows
from pipeline.rules.scopes import contributors
from pipeline.rules.sealed import earlier_in
from schemas.terms import Direction, Kind, Window

Sums = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class YearToDate:
    """By employee_id: the measure from the year's start, the KPI's earlier actuals and baselines, what was paid."""

    measure: Sums = field(default_factory=dict)
    actual: Sums = field(default_factory=dict)
    baseline: Sums = field(default_factory=dict)
    paid: Sums = field(default_factory=dict)


def year_to_date(component: Component, ground: Ground) -> YearToDate | None:
    """What a component with 口径 年初至今 reckons with; None for one of the current period alone."""
    if component.window is not Window.YEAR_TO_DATE:
        return None
    start = window_start(Window.YEAR_TO_DATE, ground.period)
    earlier = earlier_in(start, ground.period, ground.history)
    scores = [
        row
        for one in earlier
        for row in rows(one.kpi_scores[one.kpi_scores["kpi"] == component.kpi])
        if not row["dropped"]
    ]
    paid = [row for one in ground.history.known if one.period.start >= start for row in _paid(one, component)]
    return YearToDate(
        _measure(component, ground),
        _sums(_counted(row, "actual", component, ground.plan) for row in scores),
        _sums(_counted(row, "baseline", component, ground.plan) for row in scores),
        _sums(paid),
    )


def divided(component: Component, plan: Plan) -> str:
    """What is divided for the attainment of a component's KPI: the actual, or the baseline where less is better.

    In a month that counts as zero (按零) or has no target it is 0, while what it would be divided by counts, if any: a
    figure that is missing never raises the year's attainment (SPEC 5, fine print 5).
    """
    return "baseline" if plan.kpis[component.kpi].direction is Direction.LOWER else "actual"


def _counted(score: Row, name: str, component: Component, plan: Plan) -> tuple[str, Fraction | None]:
    nothing = name == divided(component, plan) and (score["zeroed"] or score["baseline"] is None)
    return score["employee_id"], None if nothing else score[name]


def _measure(component: Component, ground: Ground) -> dict[str, Fraction]:
    """The year's sums; what a look expects of the running period beyond its rows is in them as well."""
    if not component.measure:
        return {}
    measure, expected = ground.plan.measures[component.measure], ground.measures[component.measure]
    whole, own = (_measured(one, ground) for one in (replace(measure, window=Window.YEAR_TO_DATE), measure))
    return {who: value + _beyond(who, expected, own) for who, value in whole.items()}


def _beyond(who: str, expected: pd.Series, measured: Sums) -> Fraction:
    """What a look expects of the running period beyond its rows; a close expects nothing."""
    value = plain(expected.get(who))
    return value - measured[who] if value is not None and who in measured else ZERO


def _measured(measure: Measure, ground: Ground) -> dict[str, Fraction]:
    people = contributors(measure.scope, ground)
    found = measure_values(measure, ground.period, ground.tables, people, ground.credits, ground.history)
    return {str(person): value for person, cell in found.items() if (value := plain(cell)) is not None}


def _paid(sealed: SealedPeriod, component: Component) -> list[tuple[str, Fraction]]:
    lines = sealed_lines(sealed, Kind.COMMISSION)
    return [(line["employee_id"], line["amount"]) for line in lines if line["component"] == component.component]


def paid_under_other_names(component: Component, people: pd.DataFrame, ground: Ground) -> Iterator[Finding]:
    """A warning: whose sales of the year count here and were paid under another name, which is not deducted."""
    if component.window is not Window.YEAR_TO_DATE:
        return
    start = window_start(Window.YEAR_TO_DATE, ground.period)
    seals = (one for one in ground.history.known if one.period.start >= start)
    lines = [line for one in seals for line in sealed_lines(one, Kind.COMMISSION)]
    known = {line["employee_id"] for line in lines if line["component"] == component.component}
    others: dict[str, set[str]] = {}
    for line in lines:
        if (
            line["amount"]
            and line["employee_id"] not in known
            and _same_sales(component, line["component"], ground.plan)
        ):
            others.setdefault(line["employee_id"], set()).add(line["component"])
    concerned = people[people["employee_id"].isin([*others])]
    if len(concerned):
        names = "、".join(sorted(set().union(*(others[one] for one in concerned["employee_id"]))))
        told = {"people": listed(concerned["name"].tolist()), "count": len(concerned), "others": names}
        yield warning("payout-year-paid-otherwise", component.place, component.component, **told)


def _same_sales(component: Component, other: str, plan: Plan) -> bool:
    """Whether a commission of another name pays on the same measure; taken for so where the plan has it no more."""
    rows_of_it = [one for one in plan.components if one.component == other]
    return not rows_of_it or any(_measured_by(one, plan) == _measured_by(component, plan) for one in rows_of_it)


def _measured_by(component: Component, plan: Plan) -> str:
    measure = reckoned_from(component, plan)
    return component.kpi if measure is None else measure.measure


def _sums(found: Iterable[tuple[str, Fraction | None]]) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = {}
    for person, amount in found:
        sums[person] = sums.get(person, ZERO) + (amount or ZERO)
    return sums
