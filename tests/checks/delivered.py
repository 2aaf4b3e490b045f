"""Checks as HR meets them: typed tables in, findings out, each with words in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from pipeline.checks import check
from pipeline.findings import Finding
from pipeline.history import History, SealedPeriod
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.rules.credits import credits as credited
from pipeline.rules.participation import participants
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.terms import Cycle
from tests.rules.spoken import spoken
from tests.rules.typed import person, plan, tables

AUGUST = Period("2026-08", date(2026, 8, 1), date(2026, 8, 31), Cycle.MONTH)
SEPTEMBER = Period("2026-09", date(2026, 9, 1), date(2026, 9, 30), Cycle.MONTH)
TWO = [person("1001"), person("1002")]
Rows = Sequence[Mapping[str, Any]]


def checked(period_tables: Tables, *plans: Plan, history: History = History()) -> list[Finding]:
    found = check(SEPTEMBER, period_tables, plans or (plan(),), history)
    assert all(spoken(found))
    return found


def told(found: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """Severity, code and cell of each finding."""
    return [(one.severity.value, one.code, f"{one.place.sheet}!{one.place.cell}") for one in found]


def given(*plans: Plan, history: History = History(), people: Rows = TWO, **rows: Rows) -> list[tuple[str, str, str]]:
    return told(checked(tables(people=people, **rows), *plans, history=history))


def sealed_august(**rows: Rows) -> History:
    """August as it was closed and sealed."""
    august = tables(people=TWO, **rows)
    people = participants(AUGUST, august, [plan()], WorkCalendar()).people
    lines, _ = credited(AUGUST, august, people, [plan()], History())
    nothing = pd.DataFrame({"employee_id": [], "kind": [], "amount": []})
    return History((SealedPeriod(AUGUST, 1, nothing, nothing, nothing, lines),))
