"""Ratings handed in after their day in the calendar (SPEC 5, triggers)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.rules.rows import Row, rows
from pipeline.statements.deadlines import after
from pipeline.statements.facts import day, text
from pipeline.statements.missed import trigger
from pipeline.statements.summary import Trigger
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.export_terms import RaterRole


def late_ratings(
    calculation: Calculation, people: Mapping[str, Row], tables: Tables, workdays: WorkCalendar
) -> Iterator[Trigger]:
    """One trigger per person and rater, with the days that the latest of the rater's scores came after its day."""
    latest: dict[tuple[str, str], int] = {}
    for one in rows(tables.frames["ratings"]) if tables.has("ratings") else []:
        row = people.get(text(one, "employee_id"))
        late = _days_late(calculation, row, one, workdays) if row else 0
        if late > 0:
            key = (text(one, "employee_id"), f"{text(one, 'rater_role')} {text(one, 'rater')}".strip())
            latest[key] = max(late, latest.get(key, 0))
    for (who, rater), late in latest.items():
        yield trigger("late_rating", people[who], rater, Fraction(late))


def _days_late(calculation: Calculation, person: Row, rating: Row, workdays: WorkCalendar) -> int:
    parameters = calculation.plans[int(person["plan"])].parameters
    own = text(rating, "rater_role") == RaterRole.SELF
    due = after(workdays, calculation.period.end, parameters.self_review_days if own else parameters.rating_days)
    submitted = day(rating, "submitted_date")
    return (submitted - due).days if submitted and due else 0
