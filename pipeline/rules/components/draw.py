"""预支: tops up the sum of phases 1 to 4 to 金额 × proration.

With 可追回 the top-ups are taken back from later earnings above 金额, their balance carried over 期数 periods at most;
otherwise they are a guarantee.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

import pandas as pd

from pipeline.findings import Finding, warning
from pipeline.money import ONE, ZERO, money_text
from pipeline.plan.model import Component
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Paid, Phase, line_of, table_of, total_by_person
from pipeline.rules.past import of_cycle, of_name_or_first, sealed_lines
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
    """What of earlier top-ups is still to be taken back: the oldest first, none older than 期数 periods.

    Also of another rule of the plan that no longer concerns the person, where this is the first that does.
    """
    return _balances(component, facts, lambda line: _heir(facts, line) is component)


def untaken(facts: Facts) -> Iterator[Finding]:
    """Balances of people whom no 可追回 concerns any more: nothing takes them back."""
    for component in _recoverable(facts):
        mine = _balances(component, facts, partial(_is_nobodys, component, facts))
        for employee, left in mine.items():
            if left > 0:
                name = facts.participants[employee]["name"]
                yield warning("payout-draw-untaken", component.place, money_text(left), name=name)


def _balances(component: Component, facts: Facts, belongs: Callable[[Row], bool]) -> dict[str, Fraction]:
    periods = of_cycle(facts.ground)
    open_draws: dict[str, list[tuple[int, Fraction]]] = {}
    for at, sealed in enumerate(periods):
        for line in filter(belongs, sealed_lines(sealed, Kind.DRAW)):
            mine = [
                (when, left) for when, left in open_draws.get(line["employee_id"], []) if _alive(component, at - when)
            ]
            open_draws[line["employee_id"]] = _after(mine, at, line["amount"])
    now = len(periods)
    return {
        person: sum((left for when, left in mine if _alive(component, now - when)), start=ZERO)
        for person, mine in open_draws.items()
    }


def _recoverable(facts: Facts) -> list[Component]:
    return [one for one in facts.ground.plan.components if one.kind is Kind.DRAW and one.recoverable]


def _heir(facts: Facts, line: Row) -> Component | None:
    """Who takes a top-up back: the rule that paid it, or the first 可追回 that concerns the person by now."""
    rules, person = _recoverable(facts), facts.participants.get(line["employee_id"])
    if person is None or line["component"] not in {one.component for one in rules}:
        return None
    mine = [one for one in rules if one.concerns(person["grade"], facts.ground.period.cycle)]
    return of_name_or_first(line["component"], mine)


def _is_nobodys(component: Component, facts: Facts, line: Row) -> bool:
    first = next(one for one in _recoverable(facts) if one.component == component.component)
    known = line["employee_id"] in facts.participants and line["component"] == component.component
    return known and first is component and _heir(facts, line) is None


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
