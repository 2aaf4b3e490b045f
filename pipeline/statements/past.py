"""What a person's sealed periods say: the trend, and what was earned and is not yet released (SPEC 5.18, 10)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.history import History
from pipeline.period import Period
from pipeline.rules.rows import Row
from pipeline.statements.entries import Line, TrendPoint, Unreleased
from pipeline.statements.facts import amount, by_person, number, text
from schemas.terms import LineKind

SHOWN = 6
RESULTS = ["employee_id", "payable", "total_score"]
LINES = ["employee_id", "component", "kind", "amount"]


@dataclass(frozen=True, slots=True)
class Past:
    """Sealed periods as rows of each person: results with their period, oldest first, and payout lines of all."""

    results: tuple[tuple[Period, Mapping[str, list[Row]]], ...]
    lines: tuple[Mapping[str, list[Row]], ...]


def past(history: History) -> Past:
    """The history read once for everybody."""
    results = tuple((sealed.period, by_person(sealed.results[RESULTS])) for sealed in history.known)
    return Past(results, tuple(by_person(sealed.payout_lines[LINES]) for sealed in history.known))


def trends(period: Period, sealed: Past, person: Row) -> tuple[TrendPoint, ...]:
    """Payable and total of the last sealed periods of the cycle in which the person took part, then of this one."""
    who = text(person, "employee_id")
    before = [
        _point(earlier.id, row)
        for earlier, people in sealed.results
        if earlier.cycle == period.cycle
        for row in people.get(who, ())
    ]
    return (*before[-(SHOWN - 1) :], _point(period.id, person))


def unreleased(
    sealed: Past, employee_id: str, lines: tuple[Line, ...], lapsed: Mapping[tuple[str, str], Fraction]
) -> tuple[Unreleased, ...]:
    """Per component, what was withheld in this and earlier periods less what has been released since or lapsed."""
    balance: defaultdict[str, Fraction] = defaultdict(Fraction)
    for people in sealed.lines:
        for row in people.get(employee_id, ()):
            balance[text(row, "component")] -= _moved(text(row, "kind"), amount(row, "amount"))
    for line in lines:
        balance[line.component] -= _moved(line.kind, line.amount)
    left = {name: amount - lapsed.get((employee_id, name), Fraction(0)) for name, amount in sorted(balance.items())}
    return tuple(Unreleased(component, amount) for component, amount in left.items() if amount > 0)


def _point(period: str, row: Row) -> TrendPoint:
    return TrendPoint(period, amount(row, "payable"), number(row, "total_score"))


def _moved(kind: str, value: Fraction) -> Fraction:
    return value if kind in (LineKind.WITHHELD, LineKind.RELEASED) else Fraction(0)
