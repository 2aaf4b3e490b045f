"""The rows of the scorecards: each participant with the KPIs of the grade, their targets and actuals (SPEC 3, 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import take

from pipeline.money import MISSING
from pipeline.plan.model import Kpi, Plan, Weight
from pipeline.rationals import RationalDtype, rationals
from pipeline.rules.lookup import UNKNOWN, looked_up, places
from pipeline.tables import SHEET_ID, SHEET_ROW, Tables
from schemas.terms import Cycle

KPI_COLUMNS = ("category", "scoring", "direction", "denominator", "table", "score_cap", "unit", "missing", "advice")
CARD_COLUMNS = ("grade", "kpi", "scorecard_weight", *KPI_COLUMNS, "deduction")
PERSON_COLUMNS = ["employee_id", "plan", "proration"]
CARD_NUMBERS = ("scorecard_weight", "score_cap", "deduction")
TARGETS = ["employee_id", "kpi", "baseline", "challenge", SHEET_ID, SHEET_ROW]
OF_TARGETS: dict[str, tuple[str, Any]] = {
    "full_baseline": ("baseline", RationalDtype()),
    "full_challenge": ("challenge", RationalDtype()),
    SHEET_ID: (SHEET_ID, "Int64"),
    SHEET_ROW: (SHEET_ROW, "Int64"),
}


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
    person, card = _pairs(scored["grade"], cards["grade"])
    frame = pd.concat(
        [
            scored[PERSON_COLUMNS].iloc[person].reset_index(drop=True),
            cards.drop(columns="grade").iloc[card].reset_index(drop=True),
        ],
        axis=1,
    )
    return frame.assign(actual=_of_each_kpi(frame, actuals, RationalDtype()), **_targets(frame, tables))


def _cards(plan: Plan, cycle: Cycle) -> pd.DataFrame:
    """The rows of the grades' scorecards, those of a grade together and as the plan lists them."""
    rows = [_card(row, plan.kpis[row.kpi]) for row in plan.weights if row.cycle == cycle]
    cards = pd.DataFrame(rows, columns=list(CARD_COLUMNS), dtype=object)
    cards = cards.assign(**{name: rationals(cards[name]) for name in CARD_NUMBERS})
    return cards.sort_values("grade", kind="stable", ignore_index=True)


def _card(row: Weight, kpi: Kpi) -> list[object]:
    deduction = MISSING if kpi.deduction is None else kpi.deduction
    return [row.grade, row.kpi, row.weight, *(getattr(kpi, name) for name in KPI_COLUMNS), deduction]


def _pairs(grade: pd.Series, of_card: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Each person's place with the place of each row of the grade's scorecard."""
    first = of_card.drop_duplicates()
    known = places(grade, first)
    starts, sizes = first.index.to_numpy(), of_card.groupby(of_card).size().reindex(first).to_numpy()
    person = np.flatnonzero(known >= 0)
    count = sizes[known[person]]
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(person, count), np.repeat(starts[known[person]], count) + within


def _of_each_kpi(frame: pd.DataFrame, columns: Mapping[str, pd.Series], dtype: Any) -> pd.Series:
    """For each row the figure that its KPI's column holds for its person; missing where there is none."""
    found: pd.Series = pd.Series(MISSING, index=frame.index, dtype=dtype)
    for kpi, column in columns.items():
        mine = frame["kpi"] == kpi
        found[mine] = looked_up(frame.loc[mine, "employee_id"], column.astype(dtype))
    return found


def _targets(frame: pd.DataFrame, tables: Tables) -> dict[str, pd.Series]:
    """The target of each row and where it stands."""
    given = tables.frames["targets"] if tables.has("targets") else pd.DataFrame(columns=TARGETS)
    given = given[TARGETS].drop_duplicates(["employee_id", "kpi"]).reset_index(drop=True)
    rows = {str(kpi): pd.Series(mine.index, index=mine["employee_id"]) for kpi, mine in given.groupby("kpi")}
    place = _of_each_kpi(frame, rows, "Int64").fillna(UNKNOWN).to_numpy(dtype=np.int64)
    return {
        name: pd.Series(take(given[column].astype(dtype).array, place, allow_fill=True), index=frame.index)
        for name, (column, dtype) in OF_TARGETS.items()
    }
