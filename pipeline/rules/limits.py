"""保底 and 封顶 of a component, per person: lifted, rounded once, then cut (SPEC 5.7, fine print 12 and 13)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from pipeline.money import ZERO, money_text, round_half_up
from pipeline.plan.model import Component
from pipeline.rules.gates import VETOED
from pipeline.rules.lines import Line, changed, in_order, rounded_line

RAISED, CAPPED = "raised", "capped"


def limited(component: Component, lines: Iterable[Line]) -> list[Line]:
    """A component's lines rounded, with each person's sum lifted to 保底 and cut to 封顶."""
    people: dict[str, list[Line]] = {}
    for line in in_order(lines):
        people.setdefault(line.employee_id, []).append(line)
    return [line for mine in people.values() for line in _cut(component.cap, _rounded(component.floor, mine))]


def _rounded(floor: Fraction | None, lines: list[Line]) -> list[Line]:
    return [rounded_line(line) for line in _lifted(floor, lines)]


def _lifted(floor: Fraction | None, lines: list[Line]) -> list[Line]:
    """The last line lifted so that the sum is 保底; "pays nothing" wins, and so does what is taken back."""
    if floor is None or any(VETOED in line.reasons or line.amount < 0 for line in lines):
        return lines
    short = floor - sum((line.amount for line in lines), start=ZERO)
    if short <= 0:
        return lines
    last = lines[-1]
    raised = replace(last, amount=last.amount + short, formula=f"{last.formula} + {money_text(short)}", reasons=RAISED)
    return [*lines[:-1], raised]


def _cut(cap: Fraction | None, lines: list[Line]) -> list[Line]:
    """Lines cut from the last backwards until their sum is 封顶; each cut stands in its formula."""
    if cap is None:
        return lines
    over = sum((line.amount for line in lines), start=ZERO) - round_half_up(cap, 2)
    kept: list[Line] = []
    for line in reversed(lines):
        cut = max(ZERO, min(over, line.amount))
        over -= cut
        less = changed(line, line.amount - cut, f"{line.formula} − {money_text(cut)}", CAPPED)
        kept.append(less if cut else line)
    return kept[::-1]
