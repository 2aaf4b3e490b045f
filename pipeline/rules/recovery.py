"""Phase 6: 追回, limited by 追回上限比例 and 追回保底 of what is payable so far; the rest is 待追回 (SPEC 5.7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import pandas as pd

from pipeline.findings import Finding, info, warning
from pipeline.money import CENT, ZERO, money_text
from pipeline.plan.model import Component, Parameters
from pipeline.rules.components.clawback import clawback, untaken
from pipeline.rules.facts import Facts
from pipeline.rules.lines import Line, Outcome, Paid, sorted_out, stacked, total_by_person

LEAST = re.compile(r"min\([^()]*\)")


def recovered(facts: Facts, lines: pd.DataFrame) -> Paid:
    """The lines so far and what is taken back."""
    claims = clawback(facts)
    found = sorted_out(_outcomes(facts, claims, total_by_person(lines) if claims else {}))
    return Paid(stacked(lines, found.lines), (*found.findings, *_untaken(facts)))


def _outcomes(
    facts: Facts, claimed: Iterable[tuple[Component, list[Line]]], payable: Mapping[str, Fraction]
) -> Iterator[Outcome]:
    taken: dict[str, Fraction] = {}
    for component, claims in claimed:
        lines = list(_of_component(component, facts, claims, payable, taken))
        for line in lines:
            taken[line.employee_id] = taken.get(line.employee_id, ZERO) - line.amount
        yield from lines
        yield from (_left(component, facts, line) for line in lines if line.outstanding)


def _of_component(
    component: Component,
    facts: Facts,
    claims: Iterable[Line],
    payable: Mapping[str, Fraction],
    taken: Mapping[str, Fraction],
) -> Iterator[Line]:
    """A 追回's lines, within what all of them together may take of the person's pay and within its own 封顶."""
    own: dict[str, Fraction] = {}
    for claim in claims:
        person = claim.employee_id
        mine = own.get(person, ZERO)
        allowed = may_take(facts.ground.plan.parameters, payable.get(person, ZERO))
        left = None if allowed is None else allowed - taken.get(person, ZERO) - mine
        line = _taken(claim, _least(left, None if component.cap is None else component.cap - mine))
        own[person] = mine - line.amount
        yield line


def _untaken(facts: Facts) -> Iterator[Finding]:
    for employee, left in untaken(facts).items():
        person = facts.participants[employee]
        place = facts.ground.tables.place(person, "grade")
        yield warning("payout-recovery-untaken", place, money_text(left), name=person["name"])


def _left(component: Component, facts: Facts, line: Line) -> Finding:
    name = facts.participants[line.employee_id]["name"]
    return info("payout-recovery-carried", component.place, money_text(line.outstanding), name=name)


def may_take(parameters: Parameters, payable: Fraction) -> Fraction | None:
    """What may be taken of a person's pay; None without a limit."""
    share, floor = parameters.clawback_cap, parameters.clawback_floor
    by_share = None if share is None else share * max(ZERO, payable)
    by_floor = None if floor is None else payable - floor
    return _least(by_share, by_floor)


def _least(*bounds: Fraction | None) -> Fraction | None:
    given = [bound for bound in bounds if bound is not None]
    return min(given) if given else None


def _taken(claim: Line, room: Fraction | None) -> Line:
    """The claim as a line: what is taken of it now, and what is left for later."""
    due = claim.outstanding
    amount = due if room is None else max(ZERO, min(due, room // CENT * CENT))
    alone = " " not in claim.formula or LEAST.fullmatch(claim.formula)
    words = f"-{claim.formula}" if alone else f"-({claim.formula})"
    less = f" + {money_text(due - amount)}" if due != amount else ""
    formula = f"{words}{less} = {money_text(-amount)}"
    reasons = "limited" if due != amount else ""
    return replace(claim, amount=-amount, outstanding=due - amount, formula=formula, reasons=reasons)
