"""名单奖: the approved rows of 奖励名单; an empty amount takes 金额, one outside 最低–最高 is an error."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.findings import Finding, error, warning
from pipeline.money import money_text
from pipeline.plan.model import Component
from pipeline.rules.cells import cell_text
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Outcome, Paid, line_of, sorted_out
from pipeline.rules.rows import Row, rows


def nominated(component: Component, facts: Facts) -> Paid:
    """One line for each nomination of this award that was approved within the period."""
    return sorted_out(_outcomes(component, facts))


def _outcomes(component: Component, facts: Facts) -> Iterator[Outcome]:
    frame = facts.ground.tables.frames.get("nominations")
    mine = () if frame is None else rows(frame[frame["award"] == component.component])
    entitled = set(facts.entitled(component)["employee_id"])
    for row in sorted(mine, key=_order):
        if row["employee_id"] not in facts.participants or not _answers(component, facts, row["employee_id"]):
            continue
        found = _refused(component, facts, row, entitled)
        yield _line(component, facts, row) if found is None else found


def _answers(component: Component, facts: Facts, employee_id: str) -> bool:
    """Whether of the rows of one award this is the one of the person's grade, or the first where none is."""
    grade, cycle = facts.participants[employee_id]["grade"], facts.ground.period.cycle
    award = [one for one in facts.ground.plan.components if one.component == component.component]
    return component is next((one for one in award if one.concerns(grade, cycle)), award[0])


def _order(row: Row) -> tuple[str, str, str]:
    return row["employee_id"], str(row["approved_date"]), str(row["reason"])


def _refused(component: Component, facts: Facts, row: Row, entitled: set[str]) -> Finding | None:
    """Why a nomination is not paid, if so."""
    place = facts.ground.tables.place(row, "approved_date")
    name = facts.participants[row["employee_id"]]["name"]
    if not facts.ground.period.covers(row["approved_date"]):
        return warning("payout-approved-outside-period", place, row["approved_date"], name=name)
    if row["employee_id"] not in entitled:
        return warning("payout-nominee-not-entitled", place, component.component, name=name)
    amount = _amount(component, row)
    place = facts.ground.tables.place(row, "amount")
    if amount is None:
        return error("payout-nomination-without-amount", place, component.component, name=name)
    if not _inside(component, amount):
        limits = {"least": _limit(component.min), "most": _limit(component.max)}
        return error("payout-nomination-outside-limits", place, money_text(amount), name=name, **limits)
    return None


def _amount(component: Component, row: Row) -> Fraction | None:
    return component.amount if row["amount"] is None else Fraction(row["amount"])


def _inside(component: Component, amount: Fraction) -> bool:
    least = component.min or 0
    return least <= amount and (component.max is None or amount <= component.max)


def _limit(bound: Fraction | None) -> str:
    return "–" if bound is None else money_text(bound)


def _line(component: Component, facts: Facts, row: Row) -> Outcome:
    amount = _amount(component, row) or Fraction(0)
    sources = cell_text(facts.ground.tables, row, "amount")
    return line_of(
        component, row["employee_id"], amount, money_text(amount), sources=sources, note=str(row["reason"] or "")
    )
