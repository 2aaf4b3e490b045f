"""What keeps a person from a score, a coefficient or a rating: each an error for that person (SPEC 4, 5.2)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pipeline.findings import Finding, Place, error, info, warning
from pipeline.money import number_text, percent_text
from pipeline.plan.model import Plan, RateTable
from pipeline.rate_tables import Reading
from pipeline.rules.lookup import asked_of_each, looked_up
from pipeline.rules.rows import Row, rows
from pipeline.tables import SHEET_ID, SHEET_ROW, Tables
from schemas.terms import Missing

PERSON = ["employee_id", "name", SHEET_ID, SHEET_ROW]
MISSING_IS = {Missing.ERROR: (error, ""), Missing.ZERO: (warning, "-zero"), Missing.DROP: (info, "-dropped")}


def score_gaps(plan: Plan, tables: Tables, people: pd.DataFrame, scores: pd.DataFrame) -> list[Finding]:
    """KPIs without the actual or target that they need, and those whose rate table has nothing for the attainment.

    What nobody has is one finding: a table that was not delivered, rather than a row missing for each person.
    """
    lacks, unread = scores["lacks"] != "", _unreadable(scores["reading"])
    if not (lacks | unread).any():
        return []
    lacking, unreadable = scores[lacks], scores[unread]
    scored = scores["kpi"].value_counts()
    everybody = looked_up(lacking["kpi"], scored)
    nobodys = lacking.groupby(["kpi", "lacks"])["employee_id"].transform("size") == everybody
    nobodys &= everybody > 1
    each_person = rows(pd.concat([lacking[~nobodys], unreadable]).sort_index())
    persons = {row["employee_id"]: row for row in rows(people[PERSON]) if each_person}
    everyone = rows(lacking[nobodys].drop_duplicates("kpi"))
    return [
        *(_nobody_has(plan, row, int(scored[row["kpi"]])) for row in everyone),
        *(_score_gap(plan, tables, persons[row["employee_id"]], row) for row in each_person),
    ]


def total_gaps(plan: Plan, tables: Tables, people: pd.DataFrame, scores: pd.DataFrame) -> list[Finding]:
    """People of whose scorecard nothing counts, and those whose total no coefficient or rating answers to."""
    names = plan.parameters
    return [
        *_nothing_counts(tables, people, scores),
        *_unread_totals(plan.tables[names.coefficient_table], people, "coefficient_reading"),
        *_unread_totals(plan.tables[names.rating_table], people, "rating_reading"),
    ]


def _nothing_counts(tables: Tables, people: pd.DataFrame, scores: pd.DataFrame) -> list[Finding]:
    """A KPI that should have a score and has none already has a finding of its own."""
    untold = people["total_score"].isna()
    if not untold.any():
        return []
    unscored = set(scores.loc[scores["score"].isna() & ~scores["dropped"].astype(bool), "employee_id"])
    tried = set(scores["employee_id"]) - unscored
    return [
        error("nothing-to-score", _person_place(tables, row), row["employee_id"], name=row["name"])
        for row in rows(people.loc[untold & people["employee_id"].isin(tried), PERSON])
    ]


def _unread_totals(table: RateTable, people: pd.DataFrame, column: str) -> list[Finding]:
    unread = _unreadable(people[column])
    odd = rows(people.loc[unread, [*PERSON, "total_score", column]]) if unread.any() else ()
    return [_unread(table, row[column], row, number_text(row["total_score"])) for row in odd]


def _unreadable(readings: pd.Series) -> pd.Series:
    read = readings[readings.notna()]
    odd = asked_of_each(lambda one: one.problem is not None, read, dtype=bool)
    return odd.reindex(readings.index, fill_value=False)


def _score_gap(plan: Plan, tables: Tables, person: Row, row: Row) -> Finding:
    if row["lacks"]:
        return _lacking(plan, tables, person, row)
    return _unread(plan.tables[row["table"]], row["reading"], person, percent_text(row["attainment"]))


def _lacking(plan: Plan, tables: Tables, person: Row, row: Row) -> Finding:
    say, handling = MISSING_IS[Missing(row["missing"])]
    kpi = row["kpi"]
    params = {"name": person["name"], "kpi": kpi, "source": plan.kpis[kpi].source}
    return say(f"{row['lacks']}-missing{handling}", _person_place(tables, person), person["employee_id"], **params)


def _nobody_has(plan: Plan, row: Row, people: int) -> Finding:
    """Of everybody at once it is never only for the record: more likely a table is missing than every row of it."""
    say, handling = MISSING_IS[Missing(row["missing"])]
    say = warning if say is info else say
    kpi = plan.kpis[row["kpi"]]
    found = say(f"{row['lacks']}-missing{handling}-all", kpi.place, kpi.kpi, source=kpi.source, people=people)
    return replace(found, count=people)


def _unread(table: RateTable, reading: Reading, person: Row, x: str) -> Finding:
    return error(str(reading.problem), table.place, x, table=table.table, name=person["name"], id=person["employee_id"])


def _person_place(tables: Tables, person: Row) -> Place:
    return tables.place(person, "employee_id")
