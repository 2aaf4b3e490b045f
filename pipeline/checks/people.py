"""Checks of the roster, assignments and leaves (SPEC 3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from difflib import get_close_matches

import pandas as pd

from pipeline.checks.delivery import Delivery, Findings
from pipeline.checks.telling import each_row, each_value
from pipeline.findings import Finding, error, info, warning
from pipeline.money import ONE
from pipeline.rules.rows import rows

CLOSE = 0.5
LONGEST_PROBATION = pd.DateOffset(months=6)
"""劳动合同法 §19: no probation is longer."""
NAMED = 10
"""So many people without a plan are told by name; of more the first ones."""
PERSON_COLUMNS = ("employee_id", "manager_id", "mentor_id")


def unknown_people(given: Delivery) -> Findings:
    """An id that exists nowhere, in any table; a rater is no one's id."""
    known = given.ids("people", "employee_id")
    for table, frame in given.tables.frames.items():
        for column in PERSON_COLUMNS:
            if column in frame and (table, column) != ("people", "employee_id"):
                strange = frame[frame[column].notna() & ~frame[column].isin(known)]
                yield from each_value(error, "employee-unknown", given.tables, strange, column)


def left_before_hired(given: Delivery) -> Findings:
    """离职日期 before 入职日期."""
    people = given.frame("people")
    wrong = people[people["leave_date"] < people["hire_date"]]
    yield from each_row(error, "leave-before-hire", given.tables, wrong, "leave_date", params={"name": "name"})


def confirmed_before_hired(given: Delivery) -> Findings:
    """转正日期 before 入职日期."""
    people = given.frame("people")
    wrong = people[people["confirmed_date"] < people["hire_date"]]
    yield from each_row(
        warning, "confirmed-before-hire", given.tables, wrong, "confirmed_date", params={"name": "name"}
    )


def probation_undated(given: Delivery) -> Findings:
    """Somebody who may be on probation, in a grade with a 试用期系数, without 转正日期: all days count (SPEC 5.6)."""
    reduced = given.spans["cover"].map(lambda one: one is not None and one.rule.probation_factor != ONE).astype(bool)
    people = given.frame("people").drop_duplicates("employee_id")
    newcomers = people.loc[people["confirmed_date"].isna(), ["employee_id", "hire_date"]]
    spans = given.spans[reduced].merge(newcomers, on="employee_id")
    early = spans[spans["start"] < spans["hire_date"] + LONGEST_PROBATION]
    wrong = early[["employee_id", "grade"]].drop_duplicates("employee_id")
    wrong = wrong.merge(people.drop(columns="grade"), on="employee_id")
    told = {"name": "name", "hired": "hire_date", "grade": "grade"}
    yield from each_row(warning, "probation-undated", given.tables, wrong, "confirmed_date", params=told)


def own_mentor(given: Delivery) -> Findings:
    """A person who is their own 导师."""
    people = given.frame("people")
    wrong = people[people["mentor_id"].notna() & (people["mentor_id"] == people["employee_id"])]
    yield from each_row(warning, "mentor-is-oneself", given.tables, wrong, "mentor_id", params={"name": "name"})


def manager_rings(given: Delivery) -> Findings:
    """People who are, over some steps, their own manager: one finding per ring, at its smallest id."""
    people = given.frame("people").drop_duplicates("employee_id").set_index("employee_id", drop=False)
    known = people.dropna(subset=["manager_id"])
    above = dict(zip(known["employee_id"], known["manager_id"], strict=True))
    for ring in _rings(above):
        row = rows(people.loc[[ring[0]]])[0]
        yield error("manager-ring", given.tables.place(row, "manager_id"), " → ".join([*ring, ring[0]]))


def leaves_reversed(given: Delivery) -> Findings:
    """A leave that ends before it begins."""
    leaves = given.frame("leaves")
    wrong = leaves[leaves["end_date"] < leaves["start_date"]]
    yield from each_row(error, "leave-reversed", given.tables, wrong, "end_date", params={"start": "start_date"})


def first_day_unassigned(given: Delivery) -> Findings:
    """A person with rows in 任职, none of which is in force on the first day employed in the period."""
    if not given.tables.has("assignments"):
        return
    assigned = given.frame("assignments")["employee_id"]
    gap = given.spans[~given.spans["assigned"] & given.spans["employee_id"].isin(assigned)]
    people = given.frame("people").drop_duplicates("employee_id")
    wrong = gap[["employee_id", "start"]].drop_duplicates("employee_id").merge(people, on="employee_id")
    told = {"name": "name", "day": "start"}
    yield from each_row(error, "assignment-missing", given.tables, wrong, "employee_id", params=told)


def grades_close_to_known(given: Delivery) -> Findings:
    """Employed people whose grade no plan covers in this cycle, but one much like it."""
    for closest, strange in _close(given, "grade", _grades(given)):
        yield from each_value(warning, "grade-near", given.tables, strange, "grade", closest=closest)


def teams_close_to_known(given: Delivery) -> Findings:
    """Employed people in a team that no plan covers, but one much like it."""
    for closest, strange in _close(given, "team", _teams(given)):
        yield from each_value(warning, "team-near", given.tables, strange, "team", closest=closest)


def left_coverage(given: Delivery) -> Findings:
    """People who spent days of the period in a covered grade but not the last one: they do not take part."""
    yield from each_row(warning, "left-coverage", given.tables, _left(given), "grade", params={"name": "name"})


def not_covered(given: Delivery) -> Findings:
    """Everybody else who is employed and does not take part, once per sheet: seen while it can still be mended.

    Where no plan pays in this cycle nobody takes part: that is told as such, and not of each person.
    """
    if not (grades := _grades(given)):
        return
    near = [strange for _, strange in (*_close(given, "grade", grades), *_close(given, "team", _teams(given)))]
    told = pd.concat([_left(given), *near])["employee_id"]
    outside = _outside(given).sort_values("sheet_row")
    for _, people in outside[~outside["employee_id"].isin(told)].groupby("sheet_id"):
        yield _without_plan(given, people)


def _grades(given: Delivery) -> set[str]:
    """The grades that a plan pays in this cycle."""
    return {rule.grade for plan in given.plans for rule in plan.grades if rule.cycle == given.period.cycle}


def _teams(given: Delivery) -> set[str]:
    return {team for plan in given.plans for team in plan.parameters.teams}


def _outside(given: Delivery) -> pd.DataFrame:
    """The employed whom no plan covers on their last day of the period."""
    return given.employed[given.employed["cover"].isna()]


def _left(given: Delivery) -> pd.DataFrame:
    """Those of them whom a plan covered earlier in the period."""
    outside, covered = _outside(given), given.spans[given.spans["cover"].notna()]["employee_id"]
    return outside[outside["employee_id"].isin(covered)]


def _close(given: Delivery, column: str, known: Collection[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """A known word and those whom no plan covers because theirs is only much like it."""
    outside = _outside(given)
    for word, strange in outside[~outside[column].isin(known)].groupby(column):
        if close := get_close_matches(str(word), sorted(known), 1, CLOSE):
            yield close[0], strange


def _without_plan(given: Delivery, people: pd.DataFrame) -> Finding:
    """People of one sheet by name and id, with the range of their cells, their grades and how many they are."""
    first, last = (given.tables.place(rows(one)[0], "grade") for one in (people.head(1), people.tail(1)))
    names = [f"{one['name']}（{one['employee_id']}）" for one in rows(people.head(NAMED))]
    shown = "、".join(names) + ("…" if len(people) > NAMED else "")
    place = first if first == last else replace(first, cell=f"{first.cell}:{last.cell}")
    grades = "、".join(people["grade"].drop_duplicates().head(NAMED))
    return replace(info("not-covered", place, grades, people=shown, rows=len(people)), count=len(people))


def _rings(above: dict[str, str]) -> list[list[str]]:
    """Each ring once, from its smallest id; every person is walked over once."""
    seen: set[str] = set()
    rings = []
    for start in sorted(above):
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in seen:
            seen.add(at)
            path.append(at)
            at = above.get(at)
        if at in path:
            ring = path[path.index(at) :]
            first = ring.index(min(ring))
            rings.append(ring[first:] + ring[:first])
    return rings


CHECKS = (
    *(unknown_people, left_before_hired, confirmed_before_hired, probation_undated, own_mentor, manager_rings),
    *(leaves_reversed, first_day_unassigned, grades_close_to_known, teams_close_to_known, left_coverage, not_covered),
)
