"""Checks of what measures read: windows that reach back further than what is known, columns with gaps (SPEC 4, 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pandas as pd

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_sheet
from pipeline.findings import Place, error, warning
from pipeline.plan.model import Measure, Plan
from pipeline.rules.measured import CREDITED, FIELDS, NUMERIC, window_start
from pipeline.rules.measures import FILLED_IN
from pipeline.rules.sealed import earlier_in
from schemas.terms import Window


def windows_not_sealed(given: Delivery) -> Findings:
    """A window of 订单 or 回款 that begins before the period, on days that no seal covers."""
    for name, place, window in _windows(given):
        start = window_start(window, given.period)
        day = start
        for one in earlier_in(start, given.period, given.history):
            if one.period.start <= day:
                day = max(day, one.period.end + timedelta(days=1))
        if day < given.period.start:
            yield warning("window-not-sealed", place, name, start=start, first=day)


def windows_not_delivered(given: Delivery) -> Findings:
    """A window of any other table that begins before the period, of which no earlier row was delivered."""
    for plan in given.plans:
        for measure in plan.measures.values():
            start = window_start(measure.window, given.period)
            if start < given.period.start and measure.table not in CREDITED and measure.date_field:
                days = given.frame(measure.table)[measure.date_field]
                if not (days < pd.Timestamp(given.period.start)).any():
                    yield warning("window-not-delivered", measure.place, measure.measure, start=start)


def columns_with_gaps(given: Delivery) -> Findings:
    """A measured column that is empty in some rows: those rows give nothing. Empty in all, the measure is missing."""
    for measure in _used(given):
        frame = given.frame(measure.table)
        if (measure.table, measure.field) in FILLED_IN or not _is_numeric(measure) or frame.empty:
            continue
        gaps = frame[frame[measure.field].isna()]
        make, code = (error, "column-empty") if len(gaps) == len(frame) else (warning, "column-gaps")
        yield from each_sheet(make, code, given.tables, gaps, measure.field, measure=measure.measure)


def _windows(given: Delivery) -> Iterator[tuple[str, Place, Window]]:
    for plan in given.plans:
        for measure in plan.measures.values():
            if measure.table in CREDITED and measure.window != Window.CURRENT:
                yield measure.measure, measure.place, measure.window
        for component in plan.components:
            if component.window != Window.CURRENT:
                yield component.component, component.place, component.window


def _used(given: Delivery) -> list[Measure]:
    """The measures that KPIs and components of the plans in force read, each once."""
    found = [plan.measures[name] for plan in given.plans for name in _names(plan) if name in plan.measures]
    return list({(one.table, one.field): one for one in reversed(found)}.values())


def _names(plan: Plan) -> list[str]:
    kpis = [name for kpi in plan.kpis.values() for name in (kpi.numerator, kpi.denominator)]
    components = [name for one in plan.components for name in (one.measure, one.measure2)]
    return [name for name in (*kpis, *components, plan.parameters.budget_measure) if name]


def _is_numeric(measure: Measure) -> bool:
    return bool(measure.field) and FIELDS[measure.table][measure.field] in NUMERIC


CHECKS = (windows_not_sealed, windows_not_delivered, columns_with_gaps)
