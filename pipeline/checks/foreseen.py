"""Gaps of the scorecards, foreseen where an error keeps the calculation from telling them: all comes at once (SPEC 2).

Only rows that are absent are told: one that is there but could not be read has its own finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.checks.delivery import sound
from pipeline.findings import Finding
from pipeline.money import MISSING, ONE
from pipeline.period import Period
from pipeline.plan.model import Plan
from pipeline.rules.actuals import kpi_actuals
from pipeline.rules.gaps import score_gaps
from pipeline.rules.measures import is_delivered
from pipeline.rules.participation import participants
from pipeline.rules.percent_units import percent_units
from pipeline.rules.ratings import rated_actuals
from pipeline.rules.scorecards import scorecards
from pipeline.rules.scores import lacks
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar

GIVEN_IN = {"target": ("targets",), "actual": ("actuals", "ratings")}


def gaps_foreseen(period: Period, tables: Tables, plans: Sequence[Plan], workdays: WorkCalendar) -> Sequence[Finding]:
    """What the calculation would say of who takes part, and of targets and actuals that were not delivered at all."""
    if not plans or not tables.has("people"):
        return ()
    read, _ = percent_units(sound(tables), plans)
    taking_part = participants(period, read, plans, workdays)
    unclear = {lack: _unclear(tables, read, plans, names) for lack, names in GIVEN_IN.items()}
    groups = ((plan, taking_part.people[taking_part.people["plan"] == number]) for number, plan in enumerate(plans))
    gaps = [finding for plan, people in groups for finding in _gaps(plan, period, read, people, unclear)]
    return (*taking_part.findings, *gaps)


def _gaps(
    plan: Plan, period: Period, read: Tables, people: pd.DataFrame, unclear: Mapping[str, AbstractSet[str]]
) -> list[Finding]:
    actuals = kpi_actuals(plan, read, _delivered(plan, read, people), rated_actuals(plan, read))
    cards = scorecards(plan, period.cycle, people, read, actuals)
    lacking = lacks(cards["actual"], cards["full_baseline"], cards["scoring"])
    for lack, persons in unclear.items():
        lacking = lacking.mask((lacking == lack) & cards["employee_id"].isin(persons), "")
    return score_gaps(plan, read, people, cards.assign(lacks=lacking, reading=MISSING, attainment=MISSING))


def _delivered(plan: Plan, read: Tables, people: pd.DataFrame) -> dict[str, pd.Series]:
    """Something for every measure whose table was delivered: what it comes to does not matter here."""
    everyone = pd.Index(people["employee_id"])
    return {
        name: pd.Series(ONE if is_delivered(measure, read) else MISSING, index=everyone, dtype=object)
        for name, measure in plan.measures.items()
    }


def _unclear(tables: Tables, read: Tables, plans: Sequence[Plan], names: Sequence[str]) -> set[str]:
    """People with a row that could not be read or names no KPI; everybody where not one row could be read."""
    kpis = {kpi for plan in plans for kpi in plan.kpis}
    persons: set[str] = set()
    for name in names:
        if tables.has(name):
            frame, sound_rows = tables.frames[name], read.frames[name]
            understood = frame.index.isin(sound_rows.index) & frame["kpi"].isin(kpis)
            whose = (
                frame.loc[~understood, "employee_id"] if understood.any() else tables.frames["people"]["employee_id"]
            )
            persons |= set(whose.dropna()) if len(frame) else set()
    return persons
