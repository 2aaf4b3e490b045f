"""Two sealed closes side by side: who was paid otherwise, and which lines, scores and orders say why (SPEC 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from pipeline.history import SealedPeriod
from pipeline.money import ZERO
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import amount, number, text

SCORES = ("weight", "baseline", "challenge", "actual", "attainment", "score")


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person whose payable amount differs; None where the person was not there."""

    employee_id: str
    name: str
    before: Fraction | None
    after: Fraction | None

    @property
    def difference(self) -> Fraction:
        """After less before; who was not there was paid nothing."""
        return (self.after or ZERO) - (self.before or ZERO)


@dataclass(frozen=True, slots=True)
class LineChange:
    """A component (and order) that pays a person otherwise, with both formulas."""

    employee_id: str
    component: str
    order_id: str
    before: Fraction
    after: Fraction
    formula_before: str
    formula_after: str


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A figure of a person's KPI that differs."""

    employee_id: str
    kpi: str
    figure: str
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True, slots=True)
class CreditChange:
    """An order or receipt that is credited otherwise to a person."""

    employee_id: str
    table: str
    row_id: str
    before: Fraction | None
    after: Fraction | None
    status_before: str
    status_after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two sealed closes; orders and receipts only between revisions of one period."""

    people: tuple[PersonChange, ...]
    lines: tuple[LineChange, ...]
    scores: tuple[ScoreChange, ...]
    credits: tuple[CreditChange, ...]

    @property
    def difference(self) -> Fraction:
        """Of what is payable, over all people."""
        return sum((one.difference for one in self.people), start=ZERO)


def compare(before: SealedPeriod, after: SealedPeriod) -> Comparison:
    """Everything that differs, in the order of employee ids."""
    same = before.period == after.period
    return Comparison(
        tuple(_people(before.results, after.results)),
        tuple(_lines(before.payout_lines, after.payout_lines, ["component", "order_id"] if same else ["component"])),
        tuple(_scores(before.kpi_scores, after.kpi_scores)),
        tuple(_credits(before.credits, after.credits)) if same else (),
    )


def _people(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[PersonChange]:
    old, new = _keyed(before, "employee_id"), _keyed(after, "employee_id")
    for key in sorted(old.keys() | new.keys()):
        names = text(new.get(key) or old[key], "name")
        change = PersonChange(key[0], names, _figure(old.get(key), "payable"), _figure(new.get(key), "payable"))
        if change.before != change.after:
            yield change


def _lines(before: pd.DataFrame, after: pd.DataFrame, key: list[str]) -> Iterator[LineChange]:
    old, new = (_grouped(frame, ["employee_id", *key]) for frame in (before, after))
    for who in sorted(old.keys() | new.keys()):
        was, now = (sorted(_line(row) for row in side.get(who, ())) for side in (old, new))
        if was != now:
            employee_id, component, order_id = (*who, "")[:3]
            yield LineChange(employee_id, component, order_id, _sum(was), _sum(now), _formulas(was), _formulas(now))


def _line(row: Row) -> tuple[Fraction, str]:
    return amount(row, "amount"), text(row, "formula")


def _sum(lines: list[tuple[Fraction, str]]) -> Fraction:
    return sum((paid for paid, _ in lines), start=ZERO)


def _formulas(lines: list[tuple[Fraction, str]]) -> str:
    return "; ".join(formula for _, formula in lines)


def _credits(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[CreditChange]:
    old, new = (_keyed(frame, "employee_id", "table", "row_id") for frame in (before, after))
    for who, table, row_id in sorted(old.keys() | new.keys()):
        was, now = old.get((who, table, row_id)), new.get((who, table, row_id))
        change = (
            _figure(was, "credited"),
            _figure(now, "credited"),
            text(was or {}, "status"),
            text(now or {}, "status"),
        )
        if change[0] != change[1] or change[2] != change[3]:
            yield CreditChange(who, table, row_id, *change)


def _scores(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[ScoreChange]:
    old, new = _keyed(before, "employee_id", "kpi"), _keyed(after, "employee_id", "kpi")
    for who, kpi in sorted(old.keys() | new.keys()):
        for figure in SCORES:
            was, now = (_figure(side.get((who, kpi)), figure) for side in (old, new))
            if was != now:
                yield ScoreChange(who, kpi, figure, was, now)


def _figure(row: Row | None, column: str) -> Fraction | None:
    return None if row is None else number(row, column)


def _keyed(frame: pd.DataFrame, *columns: str) -> Mapping[tuple[str, ...], Row]:
    return {tuple(text(row, column) for column in columns): row for row in rows(frame)}


def _grouped(frame: pd.DataFrame, columns: list[str]) -> Mapping[tuple[str, ...], list[Row]]:
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows(frame):
        found[tuple(text(row, column) for column in columns)].append(row)
    return found
