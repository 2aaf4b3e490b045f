"""Phase 8: a sum below zero pays 0, and the shortfall comes as 上期结转 in the next period of the cycle (SPEC 5.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.money import money_text
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Phase, total_by_person
from pipeline.rules.past import newest_results
from schemas.terms import LineKind


def carried(facts: Facts, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines so far with what was brought forward, and what is carried on."""
    everything = [*lines, *_brought_forward(facts)]
    yield from everything
    for person, amount in total_by_person(everything).items():
        if amount < 0:
            formula = f"0 − ({money_text(amount)}) = {money_text(-amount)}"
            yield Line(person, LineKind.CARRY.header, LineKind.CARRY, -amount, formula, Phase.CARRY, row=1)


def _brought_forward(facts: Facts) -> Iterator[Line]:
    """The shortfall of the last period of the cycle that the person took part in."""
    kind = LineKind.BROUGHT_FORWARD
    for row in newest_results(facts.ground):
        if row["employee_id"] in facts.participants and row["carried"]:
            amount = -row["carried"]
            yield Line(row["employee_id"], kind.header, kind, amount, money_text(amount), Phase.CARRY)
