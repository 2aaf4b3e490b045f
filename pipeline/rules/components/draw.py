"""预支: tops up the sum of phases 1 to 4 to 金额 × proration.

With 可追回 the top-ups are taken back from later earnings above 金额, their balance carried over 期数 periods at most;
otherwise they are a guarantee.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from pipeline.money import ONE, ZERO, money_text
from pipeline.plan.model import Component
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Paid, Phase, line_of, table_of, total_by_person
from pipeline.rules.past import of_cycle, sealed_lines
from pipeline.rules.rows import Row
from schemas.terms import Kind


def draw(component: Component, facts: Facts, lines: pd.DataFrame) -> Paid:
    """A top-up, or what is taken back of earlier ones."""
    return Paid(table_of(_lines(component, facts, lines)))


def _lines(component: Component, facts: Facts, lines: pd.DataFrame) -> Iterator[Line]:
    earned = total_by_person(lines)
    owed = balances(component, facts) if component.recoverable else {}
    for person in facts.entitled_rows(component):
        employee = person["employee_id"]
        line = _top_up(component, person, earned.get(employee, ZERO)) or _taken_back(
            component, employee, earned.get(employee, ZERO), owed.get(employee, ZERO)
        )
        if line is not None:
            yield line


def balances(component: Component, facts: Facts) -> dict[str, Fraction]:
    """What of earlier top-ups is still to be taken back: the oldest first, none older than 期数 periods."""
    periods = of_cycle(facts.ground)
    open_draws: dict[str, list[tuple[int, Fraction]]] = {}
    for at, sealed in enumerate(periods):
        for line in sealed_lines(sealed, Kind.DRAW):
            if line["component"] == component.component:
                mine = [
                    (when, left)
                    for when, left in open_draws.get(line["employee_id"], [])
                    if _alive(component, at - when)
                ]
                open_draws[line["employee_id"]] = _after(mine, at, line["amount"])
    now = len(periods)
    return {
        person: sum((left for when, left in mine if _alive(component, now - when)), start=ZERO)
        for person, mine in open_draws.items()
    }


def _alive(component: Component, age: int) -> bool:
    return component.terms is None or age <= component.terms


def _after(mine: list[tuple[int, Fraction]], at: int, amount: Fraction) -> list[tuple[int, Fraction]]:
    """The open top-ups after one more, or after something was taken back of the oldest."""
    if amount > 0:
        return [*mine, (at, amount)]
    kept, back = [], -amount
    for when, left in mine:
        taken = min(left, back)
        back -= taken
        if left > taken:
            kept.append((when, left - taken))
    return kept


def _top_up(component: Component, person: Row, earned: Fraction) -> Line | None:
    amount = component.amount or ZERO
    goal = amount * person["proration"]
    if earned >= goal:
        return None
    share = "" if person["proration"] == ONE else f" × {person['proration_text']}"
    formula = f"{money_text(amount)}{share} − {_bracketed(earned)}"
    return line_of(component, person["employee_id"], goal - earned, formula, phase=Phase.DRAW)


def _taken_back(component: Component, employee_id: str, earned: Fraction, owed: Fraction) -> Line | None:
    amount = component.amount or ZERO
    back = min(owed, earned - amount)
    if back <= 0:
        return None
    formula = f"-min({money_text(owed)}, {money_text(earned)} − {money_text(amount)})"
    return line_of(component, employee_id, -back, formula, phase=Phase.DRAW)


def _bracketed(amount: Fraction) -> str:
    return money_text(amount) if amount >= 0 else f"({money_text(amount)})"
