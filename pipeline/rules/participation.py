"""Participation: who takes part in a period, for how many days, on which base (SPEC 1, 3 and 5.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from pipeline.columns import add_columns
from pipeline.findings import Finding, warning
from pipeline.money import MISSING
from pipeline.period import Period, full_months
from pipeline.plan.model import GradeRule, Plan
from pipeline.rationals import RationalDtype, rationals, rounded, sums_by
from pipeline.rules.assignments import POSITION, stretches
from pipeline.rules.coverage import covers
from pipeline.rules.lookup import asked_of_each, asked_once, looked_up
from pipeline.rules.proration import DayCounts, days_text
from pipeline.rules.rows import rows
from pipeline.rules.segments import SEGMENTS, counts_of_plans, days_of_plans, weighted_segments
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.terms import Leaver

PEOPLE = [
    *["employee_id", "name", "team", "region", "grade", "manager_id", "mentor_id"],
    *["hire_date", "confirmed_date", "leave_date", "email", "fixed_pay", "own_base", "plan", "first_day", "last_day"],
    *["proration", "proration_text", "base", "months_employed", "forfeited", "sheet_id", "sheet_row"],
]
NOT_COVERED = ["employee_id", "name", "team", "region", "grade", "first_day", "last_day", "sheet_id", "sheet_row"]


@dataclass(frozen=True, slots=True)
class Participation:
    """Participants (one row each, by employee_id), their segments, people whose grade no plan covers, findings."""

    people: pd.DataFrame
    segments: pd.DataFrame
    not_covered: pd.DataFrame
    findings: tuple[Finding, ...]


def participants(period: Period, tables: Tables, plans: Sequence[Plan], workdays: WorkCalendar) -> Participation:
    """Everyone employed on a day of the period whose grade a plan in force covers, with proration and base."""
    employed = employment(period, tables.frames["people"])
    spans = stretches(tables, employed)
    spans = spans.assign(cover=covers(plans, spans, period.cycle))
    placed = positioned(employed, spans)
    taking_part = _covered(placed[placed["cover"].notna()])
    counts, findings = counts_of_plans(period, plans, workdays)
    segments = weighted_segments(tables, spans, taking_part, counts)
    people = _people(period, taking_part, segments, counts)
    return Participation(
        people[PEOPLE],
        segments[SEGMENTS],
        placed.loc[placed["cover"].isna(), NOT_COVERED].reset_index(drop=True),
        (*findings, *_nobody(employed), *_uncovered(tables, people, segments)),
    )


def employment(period: Period, roster: pd.DataFrame) -> pd.DataFrame:
    """People employed on at least one day of the period, by employee_id, with first_day and last_day within it."""
    days = {"period_start": pd.Timestamp(period.start), "period_end": pd.Timestamp(period.end)}
    spans = add_columns(roster, first_day, last_day, **days)
    employed = spans[spans["first_day"] <= spans["last_day"]]
    return employed.sort_values("employee_id", ignore_index=True)


def positioned(employed: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The employed with the team, region, grade and cover of the assignment on their last day."""
    latest = spans.drop_duplicates("employee_id", keep="last").set_index("employee_id")
    return employed.assign(**{name: looked_up(employed["employee_id"], latest[name]) for name in [*POSITION, "cover"]})


def first_day(hire_date: pd.Series, period_start: pd.Timestamp) -> pd.Series:
    """The first day employed within the period."""
    return hire_date.where(hire_date > period_start, period_start)


def last_day(leave_date: pd.Series, period_end: pd.Timestamp) -> pd.Series:
    """The last day employed within the period."""
    return leave_date.where(leave_date < period_end, period_end)


def months_employed(hire_date: pd.Series, period: Period) -> pd.Series:
    """Full months from the hire date to the day after the period's last day (SPEC 5.22)."""
    days = hire_date.drop_duplicates()
    months = [full_months(day.date(), period.end) for day in days]
    return looked_up(hire_date, pd.Series(months, index=days, dtype=int))


def forfeited(leave_date: pd.Series, rule: pd.Series, period: Period) -> pd.Series:
    """Left within the period, its last day included, in a grade whose 离职处理 is 不发."""
    left = leave_date.between(pd.Timestamp(period.start), pd.Timestamp(period.end))
    return left & asked_of_each(lambda one: one.leaver == Leaver.NOTHING, rule, dtype=bool)


def fixed_pay(own_fixed_pay: pd.Series, rule: pd.Series) -> pd.Series:
    """The person's own fixed pay of the period, else the grade's."""
    return own_fixed_pay.where(own_fixed_pay.notna(), asked_of_each(_fixed_pay, rule, dtype=RationalDtype()))


def proration(weight: pd.Series, days: pd.Series) -> pd.Series:
    """The sum of day weights divided by the days of the period, exact."""
    return weight / days


def proration_text(weight: pd.Series, days: pd.Series) -> pd.Series:
    """The proration as printed, not reduced."""
    return asked_once(days_text, weight, days)


def base(base_part: pd.Series) -> pd.Series:
    """The sum of the segments' parts of the base, rounded once to 0.01."""
    return rounded(base_part, 2)


def _covered(placed: pd.DataFrame) -> pd.DataFrame:
    return placed.assign(
        plan=asked_of_each(lambda one: one.plan, placed["cover"], dtype=int),
        rule=asked_of_each(lambda one: one.rule, placed["cover"]),
        own_base=rationals(placed["base"]),
        own_fixed_pay=rationals(placed["fixed_pay"]),
    )


def _people(
    period: Period, taking_part: pd.DataFrame, segments: pd.DataFrame, counts: Sequence[DayCounts]
) -> pd.DataFrame:
    who, ids = segments["employee_id"], taking_part["employee_id"]
    sums = {name: looked_up(ids, sums_by(segments[name], who)) for name in ("weight", "base_part")}
    joined = taking_part.assign(**sums, days=days_of_plans(taking_part["plan"], counts))
    rules = (months_employed, forfeited, fixed_pay, proration, proration_text, base)
    return add_columns(joined, *rules, period=period).reset_index(drop=True)


def _fixed_pay(rule: GradeRule) -> Fraction | float:
    return MISSING if rule.fixed_pay is None else rule.fixed_pay


def _nobody(employed: pd.DataFrame) -> list[Finding]:
    return [] if len(employed) else [warning("nobody-employed")]


def _uncovered(tables: Tables, people: pd.DataFrame, segments: pd.DataFrame) -> list[Finding]:
    """Participants who spent part of the period in a grade without a plan: those days have no base of a grade."""
    bare = segments[segments["cover"].isna() & segments["own_base"].isna()]
    if bare.empty:
        return []
    uncovered = bare.merge(people[["employee_id", "name", "sheet_id", "sheet_row"]], on="employee_id")
    return [
        warning("segment-not-covered", tables.place(row, "grade"), row["grade"], name=row["name"], start=row["start"])
        for row in rows(uncovered)
    ]
