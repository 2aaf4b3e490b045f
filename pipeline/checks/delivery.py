"""What is checked: the tables delivered for a period, the plans they are held against, and the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from pipeline.findings import Finding
from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.model import Kpi, Plan
from pipeline.rules.assignments import stretches
from pipeline.rules.coverage import covers
from pipeline.rules.participation import employment, positioned
from pipeline.rules.percent_units import percent_units
from pipeline.rules.rows import Row, rows
from pipeline.rules.sealed import sealed_credits
from pipeline.tables import Tables
from schemas import TABLES
from schemas.field import Table

BY_NAME = {table.name: table for table in TABLES}
Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The typed tables of a period, percentages read, and what they are held against.

    `employed`: people employed in the period with first_day, last_day, the position on the last day and its `cover`
    (None: 不参与). `spans`: the stretches of their assignments, with cover. `past`: what earlier seals credited.
    `tables` holds the rows that can be checked, `delivered` all of them.
    """

    period: Period
    tables: Tables
    delivered: Tables
    plans: tuple[Plan, ...]
    history: History
    employed: pd.DataFrame
    spans: pd.DataFrame
    past: pd.DataFrame

    def frame(self, table: str) -> pd.DataFrame:
        """The rows of a table; none where it was not delivered."""
        found = self.tables.frames.get(table)
        return _absent(table) if found is None else found

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table as plain values."""
        return rows(self.frame(table))

    def ids(self, table: str, column: str) -> set[str]:
        """The identifiers of a table, also those of rows that are wrong elsewhere: they exist."""
        frame = self.delivered.frames.get(table)
        return set() if frame is None else set(frame[column].dropna())

    def unread(self, table: str, column: str) -> set[str]:
        """The identifiers of rows with a cell that had to be read and could not be: the intake's findings."""
        frame = self.delivered.frames.get(table)
        return set() if frame is None else set(frame.loc[~_readable(frame, BY_NAME[table]), column].dropna())

    @property
    def kpis(self) -> Mapping[str, Kpi]:
        """The KPIs of all plans in force, by name."""
        return {name: kpi for plan in self.plans for name, kpi in plan.kpis.items()}

    @property
    def participants(self) -> pd.DataFrame:
        """The employed whose grade a plan covers."""
        return self.employed[self.employed["cover"].notna()]


@cache
def _absent(table: str) -> pd.DataFrame:
    fields = [field.name for field in BY_NAME[table].fields]
    return pd.DataFrame(columns=[*fields, "sheet_id", "sheet_row"], dtype=object)


def delivery(period: Period, tables: Tables, plans: Sequence[Plan], history: History) -> Delivery:
    """The delivery of a period, with everything that several checks need; the roster must be there."""
    read, _ = percent_units(sound(tables), plans)
    employed = employment(period, read.frames["people"])
    spans = stretches(read, employed)
    spans = spans.assign(cover=covers(plans, spans, period.cycle))
    past = sealed_credits(history)
    return Delivery(period, read, tables, tuple(plans), history, positioned(employed, spans), spans, past)


def sound(tables: Tables) -> Tables:
    """The rows that can be checked: those whose required cells could be read, and of repeated ones the first.

    The others are the intake's findings already.
    """
    return replace(tables, frames={name: _sound(frame, BY_NAME[name]) for name, frame in tables.frames.items()})


def _sound(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    whole = frame[_readable(frame, table)]
    for key in (*([field.name] for field in table.fields if field.unique), [*table.key]):
        whole = whole.drop_duplicates(key) if key else whole
    return whole


def _readable(frame: pd.DataFrame, table: Table) -> pd.Series:
    """Whether the required cells of a row, and those with a default, hold a value."""
    needed = [field.name for field in table.fields if field.required or field.default is not None]
    return frame[needed].notna().all(axis="columns")
