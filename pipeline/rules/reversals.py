"""Reversals and refunds of orders that a seal paid for: 追回 takes pay back instead of attainment (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from pipeline.history import History
from pipeline.money import ZERO
from pipeline.period import Period
from pipeline.plan.model import Component, Plan
from pipeline.rules.behind import orders_of
from pipeline.rules.coverage import NO_PLAN
from pipeline.rules.rows import Row, rows
from pipeline.rules.sealed import signing_days
from schemas.terms import Basis, Kind


def keeps_attainment(
    lines: pd.DataFrame, people: pd.DataFrame, period: Period, plans: Sequence[Plan], history: History
) -> pd.Series:
    """Negative lines that a 追回 with 依据 不降达成 takes back, so that they do not lower a measure as well.

    `lines` has employee_id, plan, date and `reverses`, the order that a negative line takes back. The line is taken
    back where a sealed commission was paid for that order, signed at most 期数 days before, to somebody whom a 追回
    reaches: its owner, or whoever is paid on the sales of others and whose measure counts the same line.
    """
    asked = lines[(lines["measure_amount"] < ZERO) & lines["reverses"].notna() & (lines["plan"] != NO_PLAN)]
    if asked.empty:
        return pd.Series(data=False, index=lines.index)
    paid = _paid_people(history)
    signed = signing_days(set(asked["reverses"]), lines, history)
    standing = people.set_index("employee_id")[["plan", "grade"]]
    taken = [
        any(
            _reaches(component, grade, row, signed, period)
            for plan, grade in standing[standing.index.isin(paid.get(row["reverses"], ()))].itertuples(index=False)
            for component in plans[plan].components
        )
        for row in rows(asked)
    ]
    return pd.Series(lines.index.isin(asked.index[taken]), index=lines.index)


def _paid_people(history: History) -> dict[str, set[str]]:
    """By order who was paid a commission for it by a seal: its owner, or somebody paid on others' sales."""
    found: dict[str, set[str]] = {}
    for one in history.sealed:
        lines = one.payout_lines
        for line in rows(lines[lines["kind"] == Kind.COMMISSION.value]):
            if line["amount"] > ZERO:
                for order in orders_of(line["orders"]):
                    found.setdefault(order, set()).add(line["employee_id"])
    return found


def _reaches(component: Component, grade: str, row: Row, signed: dict[str, date], period: Period) -> bool:
    """Whether a component is a 追回 that takes this line back."""
    if component.kind != Kind.CLAWBACK or component.basis not in {None, Basis.KEEPS_ATTAINMENT}:
        return False
    if not component.concerns(grade, period.cycle):
        return False
    return component.terms is None or bool((row["date"] - signed[row["reverses"]]).days <= component.terms)
