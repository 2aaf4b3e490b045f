"""Reversals and refunds of orders that a seal paid for: 追回 takes pay back instead of attainment (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.history import History
from pipeline.money import ZERO
from pipeline.period import Period
from pipeline.plan.model import Component, Plan
from pipeline.rules.amounts import is_negative
from schemas.terms import Basis, CreditStatus, Kind


def keeps_attainment(
    lines: pd.DataFrame, people: pd.DataFrame, period: Period, plans: Sequence[Plan], history: History
) -> pd.Series:
    """Negative lines that a 追回 with 依据 不降达成 takes back, so that they do not lower a measure as well.

    `lines` has employee_id, plan, date, measure_amount and `reverses`, the order that a negative line takes back. The
    line counts as taken back where a seal credited that order to the same person, paid the person a commission, and
    the order was signed at most 期数 days before.
    """
    grade = people.set_index("employee_id")["grade"]
    paid = _paid_orders(history)
    found = [
        index
        for index, plan in enumerate(plans)
        for component in plan.components
        if _spares_attainment(component, period)
    ]
    if not found or paid.empty:
        return pd.Series(data=False, index=lines.index)
    negative = lines[is_negative(lines["measure_amount"]) & lines["reverses"].notna() & lines["plan"].isin(found)]
    met = negative.reset_index(names="line").merge(paid, on=["employee_id", "reverses"])
    met = met.assign(grade=met["employee_id"].map(grade), age=(met["date"] - met["signed"]).dt.days)
    taken = [
        line
        for line, plan, held_grade, age in zip(met["line"], met["plan"], met["grade"], met["age"], strict=True)
        if any(_reaches(one, held_grade, age) for one in plans[plan].components if _spares_attainment(one, period))
    ]
    return pd.Series(lines.index.isin(taken), index=lines.index)


def _paid_orders(history: History) -> pd.DataFrame:
    """Orders that a seal counted for a person whom it paid a commission: employee_id, reverses, signed."""
    parts = []
    for one in history.sealed:
        paid = one.payout_lines[one.payout_lines["kind"] == Kind.COMMISSION.value]
        earners = paid.loc[paid["amount"].map(lambda amount: amount > ZERO), "employee_id"]
        counted = one.credits[
            (one.credits["table"] == "orders") & (one.credits["status"] == CreditStatus.COUNTED.value)
        ]
        parts.append(counted[counted["employee_id"].isin(earners)][["employee_id", "order_id", "date"]])
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=["employee_id", "order_id", "date"])
    named = rows.rename(columns={"order_id": "reverses", "date": "signed"})
    return named.astype({"signed": "datetime64[s]"}).drop_duplicates(["employee_id", "reverses"], keep="last")


def _spares_attainment(component: Component, period: Period) -> bool:
    spares = component.basis in {None, Basis.KEEPS_ATTAINMENT}
    return component.kind == Kind.CLAWBACK and spares and (not component.cycles or period.cycle in component.cycles)


def _reaches(component: Component, grade: str, age: int) -> bool:
    within = component.terms is None or age <= component.terms
    return within and (not component.grades or grade in component.grades)
