"""Segments: stretches of a person's assignments in a period, each with its day weights and its part of the base."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from pipeline.columns import add_columns
from pipeline.findings import Finding, error
from pipeline.money import ONE, ZERO
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.rationals import RationalDtype
from pipeline.rules.coverage import Cover
from pipeline.rules.lookup import UNKNOWN, asked_of_each, looked_up, places
from pipeline.rules.proration import DayCounts, absences, day_counts, day_weights
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.terms import ProrationBasis

SEGMENTS = ["employee_id", "start", "end", "team", "region", "grade", "weight", "base_part"]


def counts_of_plans(
    period: Period, plans: Sequence[Plan], workdays: WorkCalendar
) -> tuple[list[DayCounts], list[Finding]]:
    """The days that each plan counts; where its working days are not known, or none, an error and calendar days."""
    calendar = day_counts(period, ProrationBasis.CALENDAR_DAYS, workdays)
    by_working_days = [plan.parameters.proration_basis == ProrationBasis.WORKING_DAYS for plan in plans]
    if not any(by_working_days):
        return [calendar] * len(plans), []
    if missing := sorted(set(range(period.start.year, period.end.year + 1)) - workdays.years):
        return [calendar] * len(plans), [error("calendar-year-missing", value=year) for year in missing]
    working = day_counts(period, ProrationBasis.WORKING_DAYS, workdays)
    if not working.total:
        return [calendar] * len(plans), [error("no-workdays", value=period.id)]
    return [working if applies else calendar for applies in by_working_days], []


def weighted_segments(
    tables: Tables, spans: pd.DataFrame, taking_part: pd.DataFrame, counts: Sequence[DayCounts]
) -> pd.DataFrame:
    """The participants' stretches with weight (sum of day weights) and base_part; spans have their `cover`."""
    person = taking_part.set_index("employee_id")
    rows = spans[places(spans["employee_id"], person.index) != UNKNOWN].reset_index(drop=True)
    plan = looked_up(rows["employee_id"], person["plan"])
    rows = rows.assign(
        confirmed_date=looked_up(rows["employee_id"], person["confirmed_date"]),
        own_base=looked_up(rows["employee_id"], person["own_base"]),
        days=days_of_plans(plan, counts),
    )
    rows = add_columns(rows, probation_factor, segment_base)
    absent = absences(tables.frames["leaves"] if tables.has("leaves") else None)
    parts = [day_weights(rows[plan == index], absent, counts[index]) for index in range(len(counts))]
    return add_columns(rows.assign(weight=pd.concat(parts)), base_part)


def days_of_plans(plan: pd.Series, counts: Sequence[DayCounts]) -> np.ndarray:
    """The days of the period by each row's plan, its index among those in force."""
    days: np.ndarray = np.array([one.total for one in counts], dtype=np.int64)[plan.to_numpy(dtype=np.int64)]
    return days


def probation_factor(cover: pd.Series) -> pd.Series:
    """The 试用期系数 of the segment's grade."""
    return asked_of_each(lambda one: one.rule.probation_factor if one else ONE, cover, dtype=RationalDtype())


def segment_base(own_base: pd.Series, cover: pd.Series) -> pd.Series:
    """The person's own base, else that of the segment's grade; 0 where no plan covers the segment."""
    return own_base.where(own_base.notna(), asked_of_each(_base, cover, dtype=RationalDtype()))


def _base(cover: Cover | None) -> Fraction:
    return cover.rule.base if cover else ZERO


def base_part(segment_base: pd.Series, weight: pd.Series, days: pd.Series) -> pd.Series:
    """The base of a segment times its day weights, divided by the days of the period, exact."""
    return segment_base * weight / days
