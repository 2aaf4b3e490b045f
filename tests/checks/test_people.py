"""Checks of the roster, assignments and leaves (SPEC 3)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from pipeline.tables import Source
from schemas.terms import Cycle
from tests.checks.delivered import TWO, checked, given
from tests.rules.typed import grade, order, person, plan, tables


def test_a_sound_roster_has_no_findings() -> None:
    assert given(people=[person("1001", manager_id="1002", mentor_id="1002"), person("1002")]) == []


def test_no_roster_is_the_intakes_matter() -> None:
    assert checked(tables(orders=[])) == []


def test_an_empty_roster_is_checked() -> None:
    assert given(people=[], orders=[order("A1")]) == [("error", "employee-unknown", "订单!B2")]


@pytest.mark.parametrize("column", ["manager_id", "mentor_id"])
def test_unknown_people_of_the_roster(column: str) -> None:
    cell = {"manager_id": "F2", "mentor_id": "G2"}[column]
    assert given(people=[person("1001", **{column: "9999"})]) == [("error", "employee-unknown", f"人员!{cell}")]


def test_unknown_people_of_any_table_are_told_once_with_their_rows() -> None:
    leave = {"employee_id": "9999", "start_date": "2026-09-01", "end_date": "2026-09-02"}
    found = checked(tables(people=TWO, leaves=[leave, leave | {"start_date": "2026-09-05", "end_date": "2026-09-06"}]))
    assert [(one.code, one.place.cell, one.value, one.count) for one in found] == [
        ("employee-unknown", "A2", "9999", 2)
    ]


@pytest.mark.parametrize(
    ("cells", "severity", "code", "cell"),
    [
        ({"leave_date": "2019-12-31"}, "error", "leave-before-hire", "J2"),
        ({"confirmed_date": "2019-12-31"}, "warning", "confirmed-before-hire", "I2"),
        ({"mentor_id": "1001"}, "warning", "mentor-is-oneself", "G2"),
        ({"manager_id": "1001"}, "error", "manager-ring", "F2"),
        ({"grade": "骨干员工"}, "warning", "grade-near", "E2"),
    ],
)
def test_rows_of_the_roster(cells: dict[str, Any], severity: str, code: str, cell: str) -> None:
    assert given(people=[person("1001", **cells)]) == [(severity, code, f"人员!{cell}")]


NEWCOMERS = plan(grades=(grade(probation_factor=Fraction("0.8")), grade("新人")))
"""骨干 have a 试用期系数, 新人 have none."""


@pytest.mark.parametrize(
    ("cells", "is_told"),
    [
        ({"hire_date": "2026-08-01"}, True),
        ({"hire_date": "2026-03-02"}, True),
        ({"hire_date": "2026-03-01"}, False),
        ({"hire_date": "2026-08-01", "confirmed_date": "2026-08-01"}, False),
        ({"hire_date": "2026-08-01", "grade": "新人"}, False),
    ],
)
def test_who_may_be_on_probation_without_a_date(cells: dict[str, Any], is_told: bool) -> None:
    told = [("warning", "probation-undated", "人员!I2")]
    assert given(NEWCOMERS, people=[person("1001", **cells)]) == (told if is_told else [])


def test_a_column_that_was_not_delivered_is_not_called_by_its_identifier() -> None:
    roster = tables(people=[person("1001")])
    lacking = replace(roster, sources=(Source("人员.xlsx", "人员", {"employee_id": "A"}, {"employee_id": "工号"}),))
    place = lacking.place({"sheet_id": 0, "sheet_row": 2}, "confirmed_date")
    assert (place.cell, place.header) == ("2:2", "")


def test_leaving_on_the_first_day_is_no_mistake() -> None:
    assert given(people=[person("1001", hire_date="2026-09-02", leave_date="2026-09-02")]) == []


def test_a_ring_of_managers_is_told_once() -> None:
    people = [
        person("1", manager_id="2"),
        person("2", manager_id="3"),
        person("3", manager_id="1"),
        person("4", manager_id="1"),
    ]
    found = checked(tables(people=people))
    assert [(one.code, one.value) for one in found] == [("manager-ring", "1 → 2 → 3 → 1")]


def test_a_team_much_like_one_of_the_plan() -> None:
    the_plan = plan(parameters={"teams": ("华东一组",)})
    assert given(the_plan, people=[person(team="华东一组"), person("1002", team="华东1组")]) == [
        ("warning", "team-near", "人员!C3")
    ]


def test_a_grade_unlike_any_is_no_mistake_but_told_for_the_record() -> None:
    people = [person("1001"), person("1002", grade="内勤"), person("1003"), person("1004", grade="行政")]
    (one,) = checked(tables(people=people))
    assert (one.severity.value, one.code, one.place.cell, one.value, one.count) == (
        *("info", "not-covered", "E3:E5"),
        *("内勤、行政", 2),
    )
    assert dict(one.params) == {"people": "员工1002（1002）、员工1004（1004）", "rows": "2"}


def test_people_without_a_plan_are_told_once() -> None:
    """Whoever has a warning of their own is not told again; of many the first are named."""
    people = [person("1001", grade="骨干员工"), *(person(f"2{number:03}", grade="行政") for number in range(12))]
    near, others = checked(tables(people=people))
    assert (near.code, others.code, others.place.cell, others.count) == ("grade-near", "not-covered", "E3:E14", 12)
    assert dict(others.params)["people"].endswith("员工2009（2009）…")


def test_where_no_plan_pays_in_the_cycle_nobody_is_named() -> None:
    assert given(plan([grade(cycle=Cycle.QUARTER)]), people=[person(grade="行政")]) == []


@pytest.mark.parametrize(("end", "wrong"), [("2026-09-03", True), ("2026-09-04", False)])
def test_leaves_end_after_they_begin(end: str, wrong: bool) -> None:
    found = given(leaves=[{"employee_id": "1001", "start_date": "2026-09-04", "end_date": end}])
    assert found == ([("error", "leave-reversed", "请假!C2")] if wrong else [])


def assignment(effective_date: str, **cells: str) -> dict[str, str]:
    return {"employee_id": "1001", "effective_date": effective_date, "team": "一队", "grade": "骨干", **cells}


@pytest.mark.parametrize(
    ("hired", "effective", "wrong"),
    [
        ("2020-01-01", "2026-09-02", True),
        ("2020-01-01", "2026-09-01", False),
        ("2026-09-02", "2026-09-02", False),
        ("2026-09-02", "2026-09-03", True),
    ],
)
def test_someone_with_assignments_needs_one_on_the_first_day(hired: str, effective: str, wrong: bool) -> None:
    found = given(people=[person(hire_date=hired), person("1002")], assignments=[assignment(effective)])
    assert found == ([("error", "assignment-missing", "人员!A2")] if wrong else [])


def test_someone_who_leaves_coverage_is_told() -> None:
    rows = [assignment("2026-01-01"), assignment("2026-09-20", grade="行政")]
    assert given(assignments=rows) == [("warning", "left-coverage", "人员!E2")]


def test_a_grade_of_another_plan_is_known() -> None:
    assert given(plan(), plan([grade("骨干员工")]), people=[person(grade="骨干员工")]) == []
