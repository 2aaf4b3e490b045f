"""Phase 8: a sum below zero pays 0, and the shortfall comes as 上期结转 in the next period of the cycle (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from pipeline.money import ZERO, money_text
from pipeline.rationals import sums_by
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Paid, Phase, stacked, table_of
from pipeline.rules.past import newest_results
from schemas.terms import LineKind


def carried(facts: Facts, lines: pd.DataFrame) -> Paid:
    """The lines so far with what was brought forward, and what is carried on."""
    everything = stacked(lines, table_of(_brought_forward(facts)))
    sums = sums_by(everything["amount"], everything["employee_id"])
    short = sums[sums < ZERO]
    onward = (_carry(person, amount) for person, amount in zip(short.index.tolist(), short.tolist(), strict=True))
    return Paid(stacked(everything, table_of(onward)))


def _carry(employee_id: str, amount: Fraction) -> Line:
    formula = f"0 − ({money_text(amount)}) = {money_text(-amount)}"
    return Line(employee_id, LineKind.CARRY.header, LineKind.CARRY, -amount, formula, Phase.CARRY, row=1)


def _brought_forward(facts: Facts) -> Iterator[Line]:
    """The shortfall of the last period of the cycle that the person took part in."""
    kind = LineKind.BROUGHT_FORWARD
    for row in newest_results(facts.ground):
        if row["employee_id"] in facts.participants and row["carried"]:
            amount = -row["carried"]
            yield Line(row["employee_id"], kind.header, kind, amount, money_text(amount), Phase.CARRY)
