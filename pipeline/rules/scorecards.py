"""The rows of the scorecards: each participant with the KPIs of the grade, their targets and actuals (SPEC 3, 4)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.money import MISSING
from pipeline.plan.model import Kpi, Plan, Weight
from pipeline.rationals import RationalDtype, rationals
from pipeline.tables import SHEET_ID, SHEET_ROW, Tables
from schemas.terms import Cycle

KPI_COLUMNS = ("category", "scoring", "direction", "denominator", "table", "score_cap", "unit", "missing", "advice")
PERSON_COLUMNS = ("employee_id", "plan", "proration")
NUMBERS = ("proration", "scorecard_weight", "score_cap", "deduction")
TARGET_COLUMNS = ("full_baseline", "full_challenge", SHEET_ID, SHEET_ROW)


def scorecards(
    plan: Plan, cycle: Cycle, people: pd.DataFrame, tables: Tables, actuals: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """One row per participant of the plan and KPI, ordered by employee_id, then as the plan lists them.

    Columns: employee_id, plan, proration, kpi, scorecard_weight, what the sheet 指标 says of the KPI, actual,
    full_baseline and full_challenge (of a whole period), sheet_id and sheet_row of the target. Numbers are Fractions.
    A person whose proration is 0 has no row.
    """
    cards = _cards(plan, cycle)
    scored = people[people["proration"] != 0].sort_values("employee_id")
    rows = [
        [*person, *kpi]
        for *person, grade in zip(*(scored[name] for name in (*PERSON_COLUMNS, "grade")), strict=True)
        for kpi in cards.get(grade, ())
    ]
    columns = [*PERSON_COLUMNS, "kpi", "scorecard_weight", *KPI_COLUMNS, "deduction"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    frame = frame.assign(**{name: rationals(frame[name]) for name in NUMBERS})
    return _with_targets(frame.assign(actual=_looked_up(frame, actuals)), tables)


def _cards(plan: Plan, cycle: Cycle) -> dict[str, list[list[object]]]:
    """Per grade the KPIs of its scorecard."""
    cards: dict[str, list[list[object]]] = {}
    for row in plan.weights:
        if row.cycle == cycle:
            cards.setdefault(row.grade, []).append(_card(row, plan.kpis[row.kpi]))
    return cards


def _card(row: Weight, kpi: Kpi) -> list[object]:
    deduction = MISSING if kpi.deduction is None else kpi.deduction
    return [row.kpi, row.weight, *(getattr(kpi, name) for name in KPI_COLUMNS), deduction]


def _looked_up(frame: pd.DataFrame, actuals: Mapping[str, pd.Series]) -> pd.Series:
    found = {kpi: values.to_dict() for kpi, values in actuals.items()}
    pairs = zip(frame["kpi"], frame["employee_id"], strict=True)
    asked = [found[kpi].get(person, MISSING) for kpi, person in pairs]
    return rationals(pd.Series(asked, index=frame.index, dtype=object))


def _with_targets(frame: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    key = ["employee_id", "kpi"]
    if not tables.has("targets"):
        nothing = pd.Series(MISSING, index=frame.index, dtype=RationalDtype())
        return frame.assign(
            full_baseline=nothing, full_challenge=nothing, **dict.fromkeys((SHEET_ID, SHEET_ROW), MISSING)
        )
    rows = tables.frames["targets"].drop_duplicates(key)
    targets = rows[[*key, SHEET_ID, SHEET_ROW]].assign(
        full_baseline=rationals(rows["baseline"]), full_challenge=rationals(rows["challenge"])
    )
    return frame.merge(targets.astype({SHEET_ID: "Int64", SHEET_ROW: "Int64"}), on=key, how="left")
