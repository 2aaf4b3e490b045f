"""Payout lines: signed amounts for one person, each with its formula, rule and sources (SPEC 1, 5.7 and 8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache
from math import lcm

import pandas as pd

from pipeline.findings import Finding
from pipeline.money import ZERO, money_text, round_half_up
from pipeline.plan.model import Component
from pipeline.rationals import rationals
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
    """One payout line. `row` is its component's place among the 奖金项, `rule` that row in the plan.

    `formula` is the calculation with its numbers; until the line is rounded, without the result. `item` orders the
    lines of one component: the order_id or the apprentice. `note` is written by people of the firm or the plan's own
    words, `reasons` are slugs of the catalogue (`line.reason.<slug>`), `reference` names the document or the sealed
    line behind it. `orders` are the orders behind a commission with what each gave to its measure
    (`id=amount; …`). For later periods: `release` and `holdback` are the terms on which a withheld
    amount falls due, `outstanding` is what a recovery still has to take.
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
    orders: str = "",
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
        orders=orders,
    )


def rule_of(component: Component) -> str:
    """Sheet and row of a component in the plan, like `奖金项!5`."""
    return _rule(component.place.sheet, component.place.cell)


@lru_cache
def _rule(sheet: str, cell: str) -> str:
    row = "".join(sign for sign in cell.split(":", maxsplit=1)[0] if sign.isdigit())
    return f"{sheet}!{row}"


def rounded_line(line: Line) -> Line:
    """The line rounded once, half-up, to 0.01, its formula ending in the result (SPEC 5.7)."""
    return changed(line, round_half_up(line.amount, 2), line.formula)


def changed(line: Line, amount: Fraction, formula: str, reason: str = "") -> Line:
    """The line with another amount, how that came about, and the slug of the reason."""
    result = money_text(amount)
    shown = formula if formula == result or formula.endswith(f"→ {result}") else f"{formula} = {result}"
    return replace(line, amount=amount, formula=shown, reasons=" ".join(filter(None, (line.reasons, reason))))


def times(formula: str, factor: str) -> str:
    """A formula multiplied by one more factor; a sum is put in brackets."""
    return f"({formula}) × {factor}" if " + " in formula or " − " in formula else f"{formula} × {factor}"


def total_by_person(lines: Iterable[Line]) -> dict[str, Fraction]:
    """What the lines sum to for each person."""
    amounts = [(line.employee_id, line.amount.numerator, line.amount.denominator) for line in lines]
    unit = lcm(*{bottom for _, _, bottom in amounts})
    sums: dict[str, int] = {}
    for person, top, bottom in amounts:
        sums[person] = sums.get(person, 0) + top * (unit // bottom)
    return {person: Fraction(units, unit) for person, units in sums.items()}


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Lines by person, then phase, row of 奖金项, order or apprentice (SPEC 5, fine print 14)."""
    return sorted(lines, key=_sort_key)


def lines_frame(lines: Iterable[Line]) -> pd.DataFrame:
    """Lines as the table payout_lines, numbered from 1 for each person, then what `EXTRA` names."""
    ordered = in_order(lines)
    frame = pd.DataFrame(
        {field.name: pd.Series([getattr(line, field.name) for line in ordered], dtype=object) for field in fields(Line)}
    )
    frame = frame.assign(**{name: rationals(frame[name]) for name in ("amount", "holdback", "outstanding")})
    frame["kind"] = pd.Series([line.kind.value for line in ordered], dtype=object)
    frame["phase"] = pd.Series([int(line.phase) for line in ordered], dtype="int64")
    frame["line"] = _numbers(ordered)
    return frame[[*PAYOUT_LINES, *EXTRA]]


def _numbers(ordered: list[Line]) -> pd.Series:
    numbers: list[int] = []
    person = None
    for line in ordered:
        numbers.append(numbers[-1] + 1 if line.employee_id == person else 1)
        person = line.employee_id
    return pd.Series(numbers, dtype="int64")


def _sort_key(line: Line) -> tuple[str, int, int, str, str, str, Fraction, str]:
    return (
        line.employee_id,
        line.phase,
        line.row,
        line.item,
        line.kind.value,
        line.reference,
        line.amount,
        f"{line.note}{line.sources}",
    )
