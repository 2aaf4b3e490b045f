"""The rows of the scorecards: each participant with the KPIs of the grade, their targets and actuals (SPEC 3, 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
CARD_WORDS = tuple(name for name in ("kpi", *KPI_COLUMNS) if name != "score_cap")
CARD_COLUMNS = ("grade", "kpi", "scorecard_weight", *KPI_COLUMNS, "deduction")
PERSON_COLUMNS = ["employee_id", "plan", "proration"]
CARD_NUMBERS = ("scorecard_weight", "score_cap", "deduction")
TARGETS = ["employee_id", "kpi", "baseline", "challenge", SHEET_ID, SHEET_ROW]
OF_TARGETS: dict[str, tuple[str, Any]] = {
    SHEET_ID: (SHEET_ID, "Int64"),
    SHEET_ROW: (SHEET_ROW, "Int64"),
    "full_baseline": ("baseline", RationalDtype()),
    "full_challenge": ("challenge", RationalDtype()),
}


def scorecards(
    plan: Plan, cycle: Cycle, people: pd.DataFrame, tables: Tables, actuals: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """One row per participant of the plan and KPI, ordered by employee_id, then as the plan lists them.

    Columns: employee_id, plan, proration, kpi, scorecard_weight, what the sheet 指标 says of the KPI, actual,
    full_baseline and full_challenge (of a whole period), sheet_id and sheet_row of the target. Numbers are Fractions.
    A person whose proration is 0 has no row. People and words are categories: whole numbers into the different ones.
    """
    cards = _cards(plan, cycle)
    scored = people[people["proration"] != 0].sort_values("employee_id")
    person, card = _pairs(scored["grade"], cards["grade"])
    kpis, ids = pd.Series(list(plan.kpis), dtype="str"), scored["employee_id"]
    cell = places(cards["kpi"], kpis)[card] * len(ids) + person
    who = scored[PERSON_COLUMNS].assign(employee_id=pd.Categorical(ids, categories=ids))
    parts = (who.iloc[person], cards.drop(columns="grade").iloc[card])
    frame = pd.concat([part.reset_index(drop=True) for part in parts], axis=1)
    figures = {"actual": _actuals([actuals[kpi] for kpi in kpis], ids, cell), **_targets(tables, kpis, ids, cell)}
    return frame.assign(**figures)


def _cards(plan: Plan, cycle: Cycle) -> pd.DataFrame:
    """The rows of the grades' scorecards, those of a grade together and as the plan lists them."""
    rows = [_card(row, plan.kpis[row.kpi]) for row in plan.weights if row.cycle == cycle]
    cards = pd.DataFrame(rows, columns=list(CARD_COLUMNS), dtype=object)
    cards = cards.assign(
        **{name: rationals(cards[name]) for name in CARD_NUMBERS},
        **{name: _recurring(cards[name]) for name in CARD_WORDS},
    )
    return cards.sort_values("grade", kind="stable", ignore_index=True)


def _recurring(words: pd.Series) -> pd.Series:
    """Words that stand in the rows of everybody, held once each."""
    return words.astype(pd.CategoricalDtype(pd.Index(words.unique(), dtype=object)))


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


def _actuals(columns: Sequence[pd.Series], ids: pd.Series, cell: np.ndarray) -> Any:
    """The actual of each row, from the KPIs' columns; a cell counts the people KPI by KPI."""
    nothing = pd.Series(dtype=RationalDtype())
    found = pd.concat([nothing, *(rationals(looked_up(ids, column)) for column in columns)])
    return take(found.array, cell, allow_fill=True)


def _targets(tables: Tables, kpis: pd.Series, ids: pd.Series, cell: np.ndarray) -> dict[str, Any]:
    """The target of each row and where it stands; of two targets of a person and KPI the first."""
    given = tables.frames["targets"] if tables.has("targets") else pd.DataFrame(columns=TARGETS)
    kpi, person = places(given["kpi"], kpis), places(given["employee_id"], ids)
    known = np.flatnonzero((kpi != UNKNOWN) & (person != UNKNOWN))[::-1]
    row = np.full(len(kpis) * len(ids), UNKNOWN)
    row[kpi[known] * len(ids) + person[known]] = known
    return {
        name: take(given[column].astype(dtype).array, row[cell], allow_fill=True)
        for name, (column, dtype) in OF_TARGETS.items()
    }
