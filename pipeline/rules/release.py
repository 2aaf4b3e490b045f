"""Phase 4: what of a commission is not due yet (待释放), and what earlier periods withheld that is due now (释放).

发放 = 回款: due = line × min(1, receipts to date ÷ 应收 of the orders behind it). 留存: that percentage falls due with
the last period of the year (SPEC 5.7, fine print 18). What was withheld for an order undone since lapses (`lapse`);
receipts release what the line earned with what still stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction

import pandas as pd

from pipeline.history import SealedPeriod
from pipeline.money import ONE, ZERO, money_text, percent_text, round_half_up
from pipeline.period import Period
from pipeline.plan.model import Component
from pipeline.rules.behind import orders_of
from pipeline.rules.facts import Facts
from pipeline.rules.lapse import Lapsed, lapsed
from pipeline.rules.lines import Line, Paid, Phase, rule_of, stacked, table_of
from pipeline.rules.past import line_reference, sealed_lines
from pipeline.rules.receipts_to_date import ReceiptsToDate, receipts_to_date
from pipeline.rules.rows import Row, rows
from schemas.terms import Cycle, Kind, LineKind, Release

READ = ("employee_id", "component", "amount", "orders", "row")


@dataclass(frozen=True, slots=True)
class Withheld:
    """A line of an earlier period with the terms on which it falls due, and what of it is still withheld.

    `undone`: what it earned with what was reversed or refunded since, by order; `lapsed`: what is never released of
    it because of that, and no longer in `left`.
    """

    employee_id: str
    component: str
    origin: Period
    reference: str
    whole: Fraction
    left: Fraction
    orders: str
    release: str
    holdback: Fraction
    undone: Mapping[str, Fraction] = field(default_factory=dict)
    lapsed: Fraction = ZERO

    @property
    def standing(self) -> Fraction:
        """What the line earned with what still stands of its orders."""
        return self.whole - sum(self.undone.values(), start=ZERO)

    @property
    def undone_parts(self) -> Mapping[str, Fraction]:
        """Which part of each order was undone."""
        given = orders_of(self.orders)
        rate = self.whole / sum(given.values(), start=ZERO) if self.undone else ZERO
        return {order: earned / (given[order] * rate) for order, earned in self.undone.items()}


def released(earlier: Sequence[Withheld], facts: Facts, lines: pd.DataFrame) -> Paid:
    """The lines so far, what of them is withheld, and what falls due of earlier ones."""
    if not earlier and not any(map(_withholds, facts.ground.plan.components)):
        return Paid(lines)
    return Paid(stacked(lines, table_of(_lines(earlier, facts, lines))))


def _lines(earlier: Sequence[Withheld], facts: Facts, lines: pd.DataFrame) -> Iterator[Line]:
    components = facts.ground.plan.components
    names, withhold = (
        {one.component: one for one in components},
        {one.order: one for one in components if _withholds(one)},
    )
    mine = rows(lines.loc[lines["row"].isin(list(withhold)), list(READ)])
    withholding = [(line, withhold[line["row"]]) for line in mine]
    texts = [line["orders"] for line, _ in withholding] + [one.orders for one in earlier]
    orders = {order for text in texts for order in orders_of(text)}
    known = receipts_to_date(facts.ground, orders)
    of_others = receipts_to_date(facts.ground, orders, sealed=True)
    for line, component in withholding:
        yield from _withheld(facts, line, component, known)
    for one in earlier:
        own = one.origin.cycle == facts.ground.period.cycle
        yield from _released(facts, one, names.get(one.component), known if own else of_others)


def still_withheld(facts: Facts) -> tuple[Withheld, ...]:
    """What earlier periods of the cycle withheld and no later one released, for people who can earn or take part.

    A year takes what its months and quarters withheld. What lapsed with orders undone since is told apart.
    """
    earlier = list(_not_released(facts))
    gone = lapsed(facts, {order for one in earlier for order in orders_of(one.orders)})
    return tuple(_standing(one, gone) for one in earlier)


def _not_released(facts: Facts) -> Iterator[Withheld]:
    taken = _released_before(facts)
    for sealed in facts.ground.history.known:
        if facts.ground.period.cycle not in (sealed.period.cycle, Cycle.YEAR):
            continue
        paid = {(row["employee_id"], row["component"]): row for row in sealed_lines(sealed, Kind.COMMISSION)}
        for row in sealed_lines(sealed, LineKind.WITHHELD):
            one = _of_seal(sealed, row, paid, taken)
            if one.left > 0 and not facts.participants.get(one.employee_id, {"forfeited": True})["forfeited"]:
                yield one


def _standing(one: Withheld, gone: Lapsed) -> Withheld:
    """What is still withheld, without what lapsed with orders that were undone since."""
    keys = {order: (one.employee_id, one.reference, order) for order in orders_of(one.orders)}
    left = one.left - sum((gone.amounts.get(key, ZERO) for key in keys.values()), start=ZERO)
    undone = {order: gone.earned[key] for order, key in keys.items() if gone.earned.get(key)}
    return replace(one, left=left, undone=undone, lapsed=one.left - max(ZERO, left))


def lapsed_sums(earlier: Iterable[Withheld]) -> dict[tuple[str, str], Fraction]:
    """By person and component what stays withheld for ever, because the orders behind it were undone."""
    sums: dict[tuple[str, str], Fraction] = {}
    for one in earlier:
        if one.lapsed:
            key = one.employee_id, one.component
            sums[key] = sums.get(key, ZERO) + one.lapsed
    return sums


def _of_seal(
    sealed: SealedPeriod,
    row: Row,
    paid: Mapping[tuple[str, str], Row],
    taken: Mapping[tuple[str, str, str], Fraction],
) -> Withheld:
    employee, component, origin = row["employee_id"], row["component"], sealed.period
    left = -row["amount"] - taken.get((employee, component, origin.id), ZERO)
    line = paid[employee, component]
    terms = row["orders"], row["release"], row["holdback"]
    return Withheld(employee, component, origin, line_reference(sealed, line), line["amount"], left, *terms)


def _released_before(facts: Facts) -> dict[tuple[str, str, str], Fraction]:
    sums: dict[tuple[str, str, str], Fraction] = {}
    for sealed in facts.ground.history.known:
        for row in sealed_lines(sealed, LineKind.RELEASED):
            key = (row["employee_id"], row["component"], row["reference"])
            sums[key] = sums.get(key, ZERO) + row["amount"]
    return sums


def _withholds(component: Component) -> bool:
    """Whether a row withholds of its lines; another row of its name, for other grades, may not."""
    return component.release is Release.RECEIPT or bool(component.holdback)


def _withheld(facts: Facts, line: Row, component: Component, known: ReceiptsToDate) -> Iterator[Line]:
    one = Withheld(
        line["employee_id"],
        line["component"],
        facts.ground.period,
        "",
        line["amount"],
        ZERO,
        line["orders"],
        component.release.value,
        component.holdback or ZERO,
    )
    open_still, words = _open(facts, one, known)
    amount = -round_half_up(open_still, 2)
    if amount:
        yield _line(one, LineKind.WITHHELD, amount, f"-{words} = {money_text(amount)}", component)


def _released(facts: Facts, one: Withheld, component: Component | None, known: ReceiptsToDate) -> Iterator[Line]:
    """What fell due since: the amount withheld less what is not due yet."""
    open_still, words = _open(facts, one, known)
    amount = one.left - round_half_up(open_still, 2)
    if amount > 0:
        formula = f"{money_text(one.left)} − {words} = {money_text(amount)}"
        yield _line(one, LineKind.RELEASED, amount, formula, component)


def _open(facts: Facts, one: Withheld, known: ReceiptsToDate) -> tuple[Fraction, str]:
    """What of a line is not due yet, and how that is reckoned: 留存 of the whole line, receipts for what stands."""
    by_receipts = one.release == Release.RECEIPT
    paid = known.share_paid(one.employee_id, orders_of(one.orders), one.undone_parts) if by_receipts else ONE
    now = ONE - one.holdback
    kept = ZERO if not one.holdback or year_over(facts, one) else one.holdback
    amount = one.whole * kept + one.standing * now * (1 - paid)
    if one.standing != one.whole and one.holdback:
        waits = f"{money_text(one.standing)} × {percent_text(now)} × (1 − {percent_text(paid)})"
        return amount, f"({money_text(one.whole)} × {percent_text(kept)} + {waits})"
    words = f"{percent_text(now)} × {percent_text(paid)}" if one.holdback else percent_text(paid)
    words = f"({words} + {percent_text(one.holdback)})" if one.holdback and not kept else words
    return amount, f"{money_text(one.standing)} × (1 − {words})"


def year_over(facts: Facts, one: Withheld) -> bool:
    """Whether the year's last period is reached: the one of cycle 年度 where the grade has it, else the year's end.

    Once a year is sealed, its 留存 is released and no longer withheld from what its months still wait for.
    """
    period, grade = facts.ground.period, facts.participants[one.employee_id]["grade"]
    if facts.ground.plan.grade_rule(grade, Cycle.YEAR) is not None:
        periods = (period, *(sealed.period for sealed in facts.ground.history.known))
        return any(year.cycle is Cycle.YEAR and year.end >= one.origin.end for year in periods)
    if period.year is not None:
        start, end = period.year
        return one.origin.end < start or period.end == end
    return (period.end + timedelta(days=1)).year > one.origin.end.year


def _line(one: Withheld, kind: LineKind, amount: Fraction, formula: str, component: Component | None) -> Line:
    return Line(
        one.employee_id,
        one.component,
        kind,
        amount,
        formula,
        Phase.RELEASE,
        row=0 if component is None else component.order,
        rule="" if component is None else rule_of(component),
        item=one.origin.id,
        reference=one.origin.id,
        orders=one.orders,
        release=one.release,
        holdback=one.holdback,
    )
