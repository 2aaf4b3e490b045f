"""What keeps a person from a score, a coefficient or a rating: each an error for that person (SPEC 4, 5.2)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.findings import Finding, Place, error, info, warning
from pipeline.money import number_text, percent_text
from pipeline.plan.model import Plan, RateTable
from pipeline.rate_tables import Reading
from pipeline.rules.rows import Row, rows
from pipeline.tables import Tables
from schemas.terms import Missing

MISSING_IS = {Missing.ERROR: (error, ""), Missing.ZERO: (warning, "-zero"), Missing.DROP: (info, "-dropped")}


def score_gaps(plan: Plan, tables: Tables, people: pd.DataFrame, scores: pd.DataFrame) -> list[Finding]:
    """KPIs without the actual or target that they need, and those whose rate table has nothing for the attainment."""
    persons = {row["employee_id"]: row for row in rows(people)}
    found = []
    for row in rows(scores):
        person = persons[row["employee_id"]]
        if row["lacks"]:
            found.append(_lacking(plan, tables, person, row))
        elif row["reading"] is not None and row["reading"].problem:
            table = plan.tables[row["table"]]
            found.append(_unread(table, row["reading"], person, percent_text(row["attainment"])))
    return found


def total_gaps(plan: Plan, tables: Tables, people: pd.DataFrame, scores: pd.DataFrame) -> list[Finding]:
    """People of whose scorecard nothing counts, and those whose total no coefficient or rating answers to."""
    persons, names = rows(people), plan.parameters
    return [
        *_nothing_counts(tables, persons, scores),
        *_unread_totals(plan.tables[names.coefficient_table], persons, "coefficient_reading"),
        *_unread_totals(plan.tables[names.rating_table], persons, "rating_reading"),
    ]


def _nothing_counts(tables: Tables, persons: Sequence[Row], scores: pd.DataFrame) -> list[Finding]:
    """A KPI that should have a score and has none already has a finding of its own."""
    unscored = set(scores.loc[scores["score"].isna() & ~scores["dropped"].astype(bool), "employee_id"])
    tried = set(scores["employee_id"]) - unscored
    return [
        error("nothing-to-score", _person_place(tables, row), row["employee_id"], name=row["name"])
        for row in persons
        if row["total_score"] is None and row["employee_id"] in tried
    ]


def _unread_totals(table: RateTable, persons: Sequence[Row], column: str) -> list[Finding]:
    return [
        _unread(table, row[column], row, number_text(row["total_score"]))
        for row in persons
        if row[column] is not None and row[column].problem
    ]


def _lacking(plan: Plan, tables: Tables, person: Row, row: Row) -> Finding:
    say, handling = MISSING_IS[Missing(row["missing"])]
    kpi = row["kpi"]
    params = {"name": person["name"], "kpi": kpi, "source": plan.kpis[kpi].source}
    return say(f"{row['lacks']}-missing{handling}", _person_place(tables, person), person["employee_id"], **params)


def _unread(table: RateTable, reading: Reading, person: Row, x: str) -> Finding:
    return error(
        str(reading.problem), table.place, x, table=table.table, name=person["name"], id=person["employee_id"]
    )


def _person_place(tables: Tables, person: Row) -> Place:
    return tables.place(person, "employee_id")
