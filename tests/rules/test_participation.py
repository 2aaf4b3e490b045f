"""Who takes part, for how many days, on which base (SPEC 1, 3, 5.6)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.period import Period
from pipeline.plan.model import GradeRule
from pipeline.rules.assignments import stretches
from pipeline.rules.participation import Participation, participants
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.terms import Cycle, Leaver, ProrationBasis
from tests.rules.spoken import told
from tests.rules.typed import grade, person, plan, tables

SEPTEMBER = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30), Cycle.MONTH)
NO_CALENDAR = WorkCalendar()
CALENDAR_2026 = WorkCalendar(holidays=frozenset({date(2026, 9, 25)}), make_up_days=frozenset({date(2026, 9, 20)}))


def taken(
    period_tables: Tables, *grades: GradeRule, calendar: WorkCalendar = NO_CALENDAR, **parameters: Any
) -> Participation:
    return participants(SEPTEMBER, period_tables, [plan(grades, parameters=parameters)], calendar)


def only(frame: pd.DataFrame) -> pd.Series:
    assert len(frame) == 1
    return frame.iloc[0]


def test_a_whole_period_counts_whole() -> None:
    one = only(taken(tables(people=[person()])).people)
    assert (one["proration"], one["proration_text"], one["base"]) == (1, "30/30", 6000)
    assert one["months_employed"] == 81


def test_a_joiner_counts_from_the_hire_date_on() -> None:
    one = only(taken(tables(people=[person(hire_date="2026-09-09")])).people)
    assert (one["proration"], one["proration_text"], one["base"]) == (Fraction(22, 30), "22/30", 4400)
    assert one["months_employed"] == 0


def test_a_leaver_counts_up_to_the_last_day() -> None:
    found = taken(tables(people=[person(leave_date="2026-09-10")]))
    one = only(found.people)
    assert (one["proration"], one["base"], one["forfeited"]) == (Fraction(1, 3), 2000, False)
    assert one["last_day"] == pd.Timestamp("2026-09-10")


@pytest.mark.parametrize(
    ("leave_date", "forfeits"), [("2026-09-01", True), ("2026-09-30", True), ("2026-10-01", False), (None, False)]
)
def test_a_grade_may_pay_leavers_nothing(leave_date: str | None, forfeits: bool) -> None:
    found = taken(tables(people=[person(leave_date=leave_date)]), grade(leaver=Leaver.NOTHING))
    assert only(found.people)["forfeited"] == forfeits


def test_who_left_before_or_joins_later_takes_no_part() -> None:
    gone, coming = person("1001", leave_date="2026-08-31"), person("1002", hire_date="2026-10-01")
    found = taken(tables(people=[gone, coming]))
    assert found.people.empty
    assert found.not_covered.empty
    assert [one.code for one in found.findings] == ["nobody-employed"]


def test_a_grade_without_a_plan_is_listed() -> None:
    found = taken(tables(people=[person(grade="客服")]))
    assert found.people.empty
    assert only(found.not_covered)["grade"] == "客服"
    assert not found.findings


def test_an_empty_roster_gives_empty_frames() -> None:
    found = taken(tables(people=[]))
    assert found.people.empty
    assert found.segments.empty


def test_probation_weighs_by_the_grades_factor_until_confirmed() -> None:
    one = only(
        taken(tables(people=[person(confirmed_date="2026-09-11")]), grade(probation_factor=Fraction(4, 5))).people
    )
    assert one["proration"] == Fraction(10 * 4, 5 * 30) + Fraction(20, 30)
    assert one["proration_text"] == "28/30"


def test_a_fraction_of_a_day_prints_as_a_decimal() -> None:
    one = only(
        taken(tables(people=[person(confirmed_date="2026-09-02")]), grade(probation_factor=Fraction(1, 2))).people
    )
    assert one["proration_text"] == "29.5/30"


def test_without_a_confirmation_date_there_is_no_probation() -> None:
    assert only(taken(tables(people=[person()]), grade(probation_factor=Fraction(1, 2))).people)["proration"] == 1


def test_leaves_that_do_not_count_are_taken_out_once() -> None:
    leaves: list[dict[str, Any]] = [
        {"employee_id": "1001", "start_date": "2026-08-20", "end_date": "2026-09-03"},
        {"employee_id": "1001", "start_date": "2026-09-02", "end_date": "2026-09-05"},
        {"employee_id": "1001", "start_date": "2026-09-20", "end_date": "2026-09-21", "eligible": True},
    ]
    one = only(taken(tables(people=[person()], leaves=leaves)).people)
    assert one["proration_text"] == "25/30"


def test_leave_within_probation_is_taken_out_of_probation() -> None:
    leaves = [{"employee_id": "1001", "start_date": "2026-09-09", "end_date": "2026-09-12"}]
    found = taken(
        tables(people=[person(confirmed_date="2026-09-11")], leaves=leaves), grade(probation_factor=Fraction(1, 2))
    )
    assert only(found.people)["proration"] == Fraction(8 * 1, 2 * 30) + Fraction(18, 30)


def test_working_days_follow_holidays_and_make_up_days() -> None:
    found = taken(
        tables(people=[person(hire_date="2026-09-19")]),
        calendar=CALENDAR_2026,
        proration_basis=ProrationBasis.WORKING_DAYS,
    )
    assert only(found.people)["proration_text"] == "8/22"


def test_a_year_without_a_calendar_is_an_error_where_working_days_count() -> None:
    found = taken(tables(people=[person()]), proration_basis=ProrationBasis.WORKING_DAYS)
    assert [(one.code, one.value) for one in found.findings] == [("calendar-year-missing", "2026")]


def test_a_promotion_splits_the_base_and_is_rounded_once() -> None:
    rows = [
        {"employee_id": "1001", "effective_date": "2026-01-01", "team": "一队", "grade": "新人"},
        {"employee_id": "1001", "effective_date": "2026-09-12", "team": "二队", "region": "华南", "grade": "骨干"},
    ]
    found = taken(
        tables(people=[person()], assignments=rows), grade("新人", base=Fraction(1000)), grade(base=Fraction(2000))
    )
    one = only(found.people)
    assert (one["team"], one["region"], one["grade"]) == ("二队", "华南", "骨干")
    assert one["base"] == Fraction("1633.33")
    assert found.segments["weight"].tolist() == [11, 19]
    assert found.segments["region"].tolist() == ["华东", "华南"]
    assert sum(found.segments["base_part"]) == Fraction(11 * 1000 + 19 * 2000, 30)


def test_the_persons_own_base_overrides_the_grades() -> None:
    assert only(taken(tables(people=[person(base="5000.005")])).people)["base"] == Fraction("5000.01")


def test_an_own_base_of_zero_is_a_base() -> None:
    assert only(taken(tables(people=[person(base="0")])).people)["base"] == 0


def test_position_is_that_of_the_last_day_employed() -> None:
    rows = [
        {"employee_id": "1001", "effective_date": "2026-01-01", "team": "一队", "grade": "骨干"},
        {"employee_id": "1001", "effective_date": "2026-09-20", "team": "二队", "grade": "骨干"},
    ]
    found = taken(tables(people=[person(leave_date="2026-09-15")], assignments=rows))
    assert only(found.people)["team"] == "一队"
    assert only(found.segments)["weight"] == 15


def test_days_in_a_grade_without_a_plan_have_no_base() -> None:
    rows = [
        {"employee_id": "1001", "effective_date": "2026-01-01", "team": "一队", "grade": "客服"},
        {"employee_id": "1001", "effective_date": "2026-09-16", "team": "一队", "grade": "骨干"},
    ]
    found = taken(tables(people=[person()], assignments=rows))
    assert only(found.people)["base"] == 3000
    assert [one.code for one in found.findings] == ["segment-not-covered"]
    assert found.findings[0].place.cell == "E2"


def test_teams_choose_among_plans() -> None:
    people = [person("1001", team="一队"), person("1002", team="二队"), person("1003", team="三队")]
    plans = [plan(parameters={"teams": ("二队",)}), plan(parameters={"teams": ("一队",)})]
    found = participants(SEPTEMBER, tables(people=people), plans, NO_CALENDAR)
    assert found.people[["employee_id", "plan"]].to_numpy().tolist() == [["1001", 1], ["1002", 0]]
    assert found.not_covered["employee_id"].tolist() == ["1003"]


def test_a_grade_of_another_cycle_is_not_covered() -> None:
    found = taken(tables(people=[person()]), grade(cycle=Cycle.QUARTER))
    assert found.people.empty


DAYS = st.dates(date(2026, 7, 1), date(2026, 11, 30))
LEAVES = st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=4)


@settings(max_examples=40, deadline=None)
@given(hire=DAYS, stay=st.integers(0, 90), confirmed=st.none() | DAYS, leaves=LEAVES, move=DAYS, working=st.booleans())
def test_interval_arithmetic_equals_counting_day_by_day(  # noqa: PLR0917 - hypothesis passes them by name
    hire: date, stay: int, confirmed: date | None, leaves: list[tuple[date, int]], move: date, working: bool
) -> None:
    leave_date = hire + timedelta(days=stay)
    absent = [(start, start + timedelta(days=length)) for start, length in leaves]
    period_tables = tables(
        people=[person(hire_date=hire, leave_date=leave_date, confirmed_date=confirmed)],
        leaves=[{"employee_id": "1001", "start_date": start, "end_date": end} for start, end in absent],
        assignments=[
            {"employee_id": "1001", "effective_date": date(2020, 1, 1), "team": "一队", "grade": "新人"},
            {"employee_id": "1001", "effective_date": move, "team": "一队", "grade": "骨干"},
        ],
    )
    rules = [
        grade("新人", base=Fraction(100), probation_factor=Fraction(7, 10)),
        grade(probation_factor=Fraction(9, 10)),
    ]
    basis = ProrationBasis.WORKING_DAYS if working else ProrationBasis.CALENDAR_DAYS
    found = taken(period_tables, *rules, calendar=CALENDAR_2026, proration_basis=basis).people
    weight, part, days = Fraction(0), Fraction(0), 0
    for day in SEPTEMBER.dates():
        if working and not CALENDAR_2026.is_workday(day):
            continue
        days += 1
        rule = rules[day >= move]
        present = hire <= day <= leave_date and not any(start <= day <= end for start, end in absent)
        factor = rule.probation_factor if confirmed and day < confirmed else Fraction(1)
        weight += present * factor
        part += present * factor * rule.base
    if hire > SEPTEMBER.end or leave_date < SEPTEMBER.start:
        assert found.empty
    else:
        assert only(found)["proration"] == weight / days
        assert abs(only(found)["base"] - part / days) <= Fraction(1, 200)


def test_the_order_of_rows_changes_nothing() -> None:
    people = [person(str(number), hire_date="2026-09-04") for number in range(1001, 1010)]
    forth, back = taken(tables(people=people)).people, taken(tables(people=people[::-1])).people
    assert forth.drop(columns="sheet_row").equals(back.drop(columns="sheet_row"))


def test_a_period_without_a_working_day_cannot_be_prorated_by_working_days() -> None:
    all_off = WorkCalendar(holidays=frozenset(SEPTEMBER.dates()))
    found = taken(tables(people=[person()]), calendar=all_off, proration_basis=ProrationBasis.WORKING_DAYS)
    assert told(found.findings) == ["error : 期间 2026-09 内没有一个工作日，无法按工作日折算"]


def test_the_roster_holds_where_no_assignment_does() -> None:
    later = {"employee_id": "1001", "effective_date": "2026-09-11", "team": "二队", "grade": "骨干"}
    given = tables(people=[person("1001"), person("1002")], assignments=[later])
    employed = taken(given).people
    rows = stretches(given, employed)[["employee_id", "start", "end", "team", "region", "assigned"]]
    days = [pd.Timestamp(f"2026-09-{day:02}") for day in (1, 10, 11, 30)]
    assert rows.to_numpy().tolist() == [
        ["1001", days[0], days[1], "一队", "华东", False],
        ["1001", days[2], days[3], "二队", "华东", True],
        ["1002", days[0], days[3], "一队", "华东", False],
    ]
