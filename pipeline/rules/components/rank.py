"""排名奖: prizes by place within 范围; 1-2-2-4 ranking, ties share their places' prizes or each take their place's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import pandas as pd

from pipeline.history import SealedPeriod
from pipeline.money import ZERO, money_text, round_half_up, spread
from pipeline.plan.model import Component
from pipeline.rules.cells import cells_text
from pipeline.rules.criteria import meeting
from pipeline.rules.facts import Facts, groups
from pipeline.rules.figures import all_sources, kpi_sources, measure_sources, without_region
from pipeline.rules.lines import Line, Paid, line_of, table_of
from pipeline.rules.rows import Row, plain
from pipeline.worded import worded
from schemas.terms import Basis, Ties

Value = Callable[[Component, Facts, Row], Fraction | None]


def rank(component: Component, facts: Facts) -> Paid:
    """One line for each person whose place the table lists."""
    values = _ranked_values(component, facts)
    running = [person for person in facts.entitled_rows(component) if person["employee_id"] in values]
    lines = table_of(_prizes_of_all(component, facts, running, values))
    ids = lines["employee_id"]
    sources = (measure_sources(facts, ids, component.measure), kpi_sources(facts, ids, component.kpi))
    named = lines.assign(sources=all_sources(*sources, _order_sources(component, facts, ids)))
    return Paid(named, tuple(without_region(component, running)))


def _prizes_of_all(
    component: Component, facts: Facts, running: Sequence[Row], values: Mapping[str, Fraction]
) -> Iterator[Line]:
    for members in groups(running, component.scope).values():
        for tied, place in _places(members, values, fewest_first=component.basis is Basis.FASTEST):
            yield from _prizes(component, facts, tied, place)


def _ranked_values(component: Component, facts: Facts) -> dict[str, Fraction]:
    """What each person is ranked by; people without such a figure, or below 最低, do not rank."""
    value = VALUES[component.basis or Basis.TOTAL]
    if component.basis is Basis.IMPROVEMENT:
        before = _totals_before(facts.ground.history.last(facts.ground.period.cycle))
        value = _improvement(before)
    met = meeting(facts, component, facts.entitled(component))["employee_id"]
    found = {one: value(component, facts, facts.participants[one]) for one in met.tolist()}
    least = component.min
    return {
        person: figure for person, figure in found.items() if figure is not None and (least is None or figure >= least)
    }


def _places(
    members: Sequence[Row], values: Mapping[str, Fraction], *, fewest_first: bool
) -> Iterator[tuple[list[Row], int]]:
    """People by place, best first; equal values share the best of their places (1-2-2-4)."""
    tied: dict[Fraction, list[Row]] = {}
    for person in members:
        tied.setdefault(values[person["employee_id"]], []).append(person)
    place = 1
    for value in sorted(tied, reverse=not fewest_first):
        yield tied[value], place
        place += len(tied[value])


def _prizes(component: Component, facts: Facts, tied: Sequence[Row], place: int) -> Iterator[Line]:
    """The lines of people on one place; the members stand in order of employee_id."""
    listed = _listed(component, facts)
    if len(tied) == 1 or facts.ground.plan.parameters.ties is Ties.SAME_PRIZE:
        if place in listed:
            words = f"#{place} → {money_text(listed[place])}"
            yield from (line_of(component, person["employee_id"], listed[place], words) for person in tied)
        return
    places = [number for number in range(place, place + len(tied)) if number in listed]
    if places:
        whole = round_half_up(sum((listed[number] for number in places), start=ZERO), 2)
        parts = spread(whole, [Fraction(1)] * len(tied))
        words = f"#{place} → ({' + '.join(money_text(listed[number]) for number in places)}) ÷ {len(tied)}"
        for person, part in zip(tied, parts, strict=True):
            yield line_of(component, person["employee_id"], part, words)


def _listed(component: Component, facts: Facts) -> dict[int, Fraction]:
    """The prize of each place that the table lists."""
    tiers = facts.ground.plan.tables[component.table].tiers
    return {
        int(tier.lower): tier.value for tier in tiers if tier.lower is not None and isinstance(tier.value, Fraction)
    }


def _order_sources(component: Component, facts: Facts, ids: pd.Series) -> pd.Series:
    """The cells of the orders that people are ranked by, if they are."""
    orders = facts.orders if component.basis in FROM_ORDERS else {}
    return worded(lambda one: cells_text(facts.ground.tables, orders.get(one, ()), "amount"), ids)


def _total(_component: Component, _facts: Facts, person: Row) -> Fraction | None:
    total: Fraction | None = person["total_score"]
    return total


def _kpi(column: str) -> Value:
    def value(component: Component, facts: Facts, person: Row) -> Fraction | None:
        found: Fraction | None = plain(facts.cards[component.kpi][column].get(person["employee_id"]))
        return found

    return value


def _measure(component: Component, facts: Facts, person: Row) -> Fraction | None:
    """A measure ranks only above 0."""
    found = facts.known_measures[component.measure].get(person["employee_id"])
    return found if found is not None and found > 0 else None


def _fastest(_component: Component, facts: Facts, person: Row) -> Fraction | None:
    """Days from lead to signing of the person's fastest order."""
    orders = [order for order in _sold(facts, person) if order["lead_date"] is not None]
    days = [Fraction((order["signed_date"] - order["lead_date"]).days) for order in orders]
    return min((count for count in days if count >= 0), default=None)


def _largest(_component: Component, facts: Facts, person: Row) -> Fraction | None:
    return max((order["amount"] * order["share"] for order in _sold(facts, person)), default=None)


def _average_ticket(_component: Component, facts: Facts, person: Row) -> Fraction | None:
    """Amount per customer, without factors, reversals taken off."""
    orders = [order for order in facts.orders.get(person["employee_id"], ()) if order["customer_id"] is not None]
    customers = {order["customer_id"] for order in orders}
    amount = sum((order["amount"] * order["share"] for order in orders), start=ZERO)
    return amount / len(customers) if amount > 0 else None


def _sold(facts: Facts, person: Row) -> list[Row]:
    return [order for order in facts.orders.get(person["employee_id"], ()) if order["amount"] > 0]


def _totals_before(sealed: SealedPeriod | None) -> dict[str, Fraction]:
    if sealed is None:
        return {}
    totals = zip(sealed.results["employee_id"].tolist(), sealed.results["total_score"].tolist(), strict=True)
    return {person: total for person, cell in totals if (total := plain(cell)) is not None}


def _improvement(before: Mapping[str, Fraction]) -> Value:
    """The total against that of the last sealed period of the cycle; only who rose ranks."""

    def value(_component: Component, _facts: Facts, person: Row) -> Fraction | None:
        total, earlier = person["total_score"], before.get(person["employee_id"])
        return None if total is None or earlier is None or total <= earlier else total - earlier

    return value


FROM_ORDERS = (Basis.FASTEST, Basis.LARGEST, Basis.AVERAGE_TICKET)
VALUES: dict[Basis, Value] = {
    Basis.TOTAL: _total,
    Basis.ATTAINMENT: _kpi("attainment"),
    Basis.SCORE: _kpi("score"),
    Basis.MEASURE: _measure,
    Basis.FASTEST: _fastest,
    Basis.LARGEST: _largest,
    Basis.AVERAGE_TICKET: _average_ticket,
    Basis.IMPROVEMENT: _improvement({}),
}
