"""Payout lines: signed amounts for one person, each with its formula, rule and sources (SPEC 1, 5.7 and 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.findings import Finding
from pipeline.money import ZERO, money_text
from pipeline.plan.model import Component
from pipeline.rational_array import Rationals
from pipeline.rationals import rationals, rounded, sums_by
from pipeline.rules.ordering import numbers_within, order_and_ties
from pipeline.whole_numbers import filled
from pipeline.worded import Worded, WordedDtype, worded
from schemas.field import Choice
from schemas.outputs import PAYOUT_LINES


class Phase(IntEnum):
    """The phases of SPEC 5.7, in which lines come about."""

    OWN = 1
    DERIVED = 2
    BUDGET = 3
    RELEASE = 4
    DRAW = 5
    RECOVERY = 6
    ADJUSTMENT = 7
    CARRY = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One payout line: a row of the table of lines, whose columns have these names.

    `row` is its component's place among the 奖金项, `rule` that row in the plan. `formula` is the calculation with its
    numbers; until the line is rounded, without the result. `item` orders the lines of one component: the order_id or
    the apprentice. `note` is written by people of the firm or the plan's own words, `reasons` are slugs of the
    catalogue (`line.reason.<slug>`), `reference` names the document or the sealed line behind it. `orders` are the
    orders behind a commission with what each gave to its measure (`id=amount; …`). For later periods: `release` and
    `holdback` are the terms on which a withheld amount falls due, `outstanding` is what a recovery still has to take.
    """

    employee_id: str
    component: str
    kind: Choice
    amount: Fraction
    formula: str
    phase: Phase
    row: int = 0
    rule: str = ""
    sources: str = ""
    item: str = ""
    order_id: str = ""
    note: str = ""
    reference: str = ""
    reasons: str = ""
    orders: str = ""
    release: str = ""
    holdback: Fraction = ZERO
    outstanding: Fraction = ZERO


Outcome = Line | Finding
EXTRA = ("phase", "order_id", "note", "reference", "reasons", "orders", "release", "holdback", "outstanding")
COLUMNS = tuple(field.name for field in fields(Line))
NUMBERS = ("amount", "holdback", "outstanding")
TEXTS = ("formula", "sources", "note", "orders")
TYPES: dict[str, Any] = {"employee_id": "str", "phase": "int64", "row": "int64", **dict.fromkeys(TEXTS, WordedDtype())}
SORTED_BY = ("employee_id", "phase", "row", "item", "kind", "reference")


class Paid(NamedTuple):
    """A table of lines with what people should know or mend."""

    lines: pd.DataFrame
    findings: Sequence[Finding] = ()


def line_of(
    component: Component,
    employee_id: str,
    amount: Fraction,
    formula: str,
    *,
    phase: Phase = Phase.OWN,
    sources: str = "",
    item: str = "",
    order_id: str = "",
    note: str = "",
    reference: str = "",
) -> Line:
    """A line that a component pays, not yet rounded."""
    return Line(
        employee_id,
        component.component,
        component.kind,
        amount,
        formula,
        phase,
        row=component.order,
        rule=rule_of(component),
        sources=sources,
        item=item,
        order_id=order_id,
        note=note,
        reference=reference,
    )


def lines_of(component: Component, employee_id: pd.Series, **columns: Any) -> pd.DataFrame:
    """The lines that a component pays people, not yet rounded: a value, or a column on their index, by field."""
    named = {"component": component.component, "kind": component.kind.value, "phase": int(Phase.OWN)}
    placed = {"row": component.order, "rule": rule_of(component)}
    given = {"employee_id": employee_id, **named, **placed, **columns}
    return _table({name: given.get(name, DEFAULTS.get(name)) for name in COLUMNS}, employee_id.index)


def table_of(lines: Iterable[Line]) -> pd.DataFrame:
    """Single lines as a table."""
    listed = list(lines)
    if not listed:
        return _no_lines()
    columns = {name: pd.Series([getattr(line, name) for line in listed], dtype=object) for name in COLUMNS}
    kinds = pd.Series([line.kind.value for line in listed], dtype=object)
    return _table({**columns, "kind": kinds}, columns["kind"].index)


@cache
def _no_lines() -> pd.DataFrame:
    nothing = pd.Series(dtype=object)
    return _table(dict.fromkeys(COLUMNS, nothing), nothing.index)


def _table(columns: dict[str, Any], index: pd.Index) -> pd.DataFrame:
    """A table of columns in their own types; one value stands for all lines."""
    return pd.DataFrame(
        {
            name: _typed(name, one) if isinstance(one, pd.Series) else _same_in_all(name, one, len(index))
            for name, one in columns.items()
        },
        copy=False,
    )


def _typed(name: str, column: pd.Series) -> Any:
    if name in NUMBERS:
        return rationals(column).array
    return column.astype(TYPES[name]).array if name in TYPES else column.array


def _same_in_all(name: str, value: Any, size: int) -> Any:
    if name in NUMBERS:
        return Rationals(*(filled(part, size) for part in value.as_integer_ratio()))
    if name in TEXTS:
        return Worded.of_one(value, size)
    if isinstance(value, str):
        return pd.array([value], dtype="str").take(np.zeros(size, dtype=np.int64))
    return np.full(size, value, dtype=TYPES.get(name, object))


DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Line) if field.name != "employee_id"}


def sorted_out(outcomes: Iterable[Outcome]) -> Paid:
    """Single lines as a table, apart from the findings among them."""
    found = list(outcomes)
    lines = table_of(one for one in found if isinstance(one, Line))
    return Paid(lines, [one for one in found if isinstance(one, Finding)])


def stacked(*tables: pd.DataFrame) -> pd.DataFrame:
    """Tables of lines as one."""
    some = [one for one in tables if len(one)]
    return pd.concat(some, ignore_index=True) if len(some) > 1 else (some or tables)[0]


def rule_of(component: Component) -> str:
    """Sheet and row of a component in the plan, like `奖金项!5`."""
    return _rule(component.place.sheet, component.place.cell)


@lru_cache
def _rule(sheet: str, cell: str) -> str:
    row = "".join(sign for sign in cell.split(":", maxsplit=1)[0] if sign.isdigit())
    return f"{sheet}!{row}"


def in_cents(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines rounded once, half-up, to 0.01, their formulas ending in the result (SPEC 5.7)."""
    return changed(lines, rounded(lines["amount"], 2), lines["formula"])


def changed(lines: pd.DataFrame, amount: pd.Series, formula: pd.Series, reason: str = "") -> pd.DataFrame:
    """The lines with other amounts, how those came about, and the slug of the reason."""
    because = lines["reasons"].map(lambda known: f"{known} {reason}".strip()) if reason else lines["reasons"]
    return lines.assign(amount=amount, formula=worded(with_result, formula, amount), reasons=because)


def with_result(formula: str, amount: Fraction) -> str:
    """A formula that ends in its result."""
    result = money_text(amount)
    return formula if formula == result or formula.endswith(f"→ {result}") else f"{formula} = {result}"


def replaced(lines: pd.DataFrame, where: np.ndarray, by: pd.DataFrame) -> pd.DataFrame:
    """The lines with some of them (`where`) as they are in another table, on the index of both."""
    return pd.concat([lines[~where], by]).sort_index(kind="stable")


def times(formula: str, factor: str) -> str:
    """A formula multiplied by one more factor; a sum is put in brackets."""
    return f"({formula}) × {factor}" if " + " in formula or " − " in formula else f"{formula} × {factor}"


def total_by_person(lines: pd.DataFrame) -> dict[str, Fraction]:
    """What the lines sum to for each person."""
    sums = sums_by(lines["amount"], lines["employee_id"])
    return dict(zip(sums.index.tolist(), sums.tolist(), strict=True))


def in_order(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines by person, then phase, row of 奖金项, order or apprentice (SPEC 5, fine print 14)."""
    if len(lines) <= 1:
        return lines.reset_index(drop=True)
    order, tied = order_and_ties(lines, *SORTED_BY)
    ordered = lines.take(order).reset_index(drop=True)
    if not tied.any():
        return ordered
    same = ordered[tied]
    words = same["note"].astype(object) + same["sources"].astype(object)
    places = same.assign(words=words).sort_values([*SORTED_BY, "amount", "words"], kind="stable").index
    rows = np.arange(len(ordered))
    rows[tied] = places.to_numpy()
    return ordered.iloc[rows].reset_index(drop=True)


def numbered(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines as the table payout_lines, in order and numbered from 1 for each person, then what `EXTRA` names."""
    ordered = in_order(lines)
    ordered["line"] = numbers_within(ordered["employee_id"])
    return ordered[[*PAYOUT_LINES, *EXTRA]]
