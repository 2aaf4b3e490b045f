"""A parent target spread over its children by shares or by history, to the cent (SPEC 3, 目标分解)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from pipeline.history import History
from pipeline.money import ZERO, spread
from pipeline.period import Period, parse_period
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import amount, day, text
from schemas.export_terms import TreeDimension
from schemas.terms import CreditStatus, Cycle

PEOPLE = "人员"
"""Over people a team's target becomes rows of 目标; over everything else rows of 目标分解."""
COLUMNS = {
    TreeDimension.REGION: "region",
    TreeDimension.PRODUCT: "product",
    TreeDimension.CUSTOMER_TYPE: "customer_type",
}
QUARTER_MONTHS = 3


def spread_target(target: Fraction, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The children's targets by largest remainder: they always add up to the parent; weights below 0 count as 0."""
    names = sorted(weights)
    parts = spread(target, [max(weights[name], ZERO) for name in names])
    return dict(zip(names, parts, strict=True))


def sales_history(history: History, over: str, period: Period, parent: str = "") -> dict[str, Fraction]:
    """What each child was credited for orders in the sealed periods, each order once; periods by earlier years.

    A parent that is a team or region of those periods keeps to its own; a year falls into quarters, a quarter into
    months.
    """
    places = {text(row, "employee_id"): row for sealed in history.sealed for row in rows(sealed.results)}
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for row in _sold(history):
        if _below(row, parent, places):
            sums[_child(row, over, places, period)] += amount(row, "credited")
    return {name: value for name, value in sums.items() if name}


def dimension_of(parent: str, history: History, fiscal: tuple[Period, ...]) -> TreeDimension:
    """What a parent is: a period, a team or region of the sealed periods, else the company."""
    if parse_period(parent, fiscal) is not None:
        return TreeDimension.PERIOD
    known = [row for sealed in history.sealed for row in rows(sealed.results)]
    for dimension, column in ((TreeDimension.TEAM, "team"), (TreeDimension.REGION, "region")):
        if any(text(row, column) == parent for row in known):
            return dimension
    return TreeDimension.COMPANY


def _sold(history: History) -> list[Row]:
    """Each counted order once, as the latest seal has it: a month and its quarter hold the same ones."""
    found = {
        (text(row, "employee_id"), text(row, "row_id")): row
        for sealed in history.sealed
        for row in rows(sealed.credits)
        if text(row, "table") == "orders" and text(row, "status") == CreditStatus.COUNTED and not row.get("overlay")
    }
    return list(found.values())


def _below(row: Row, parent: str, places: Mapping[str, Row]) -> bool:
    """Whether a sale belongs to the parent, where that is a team or region people are in."""
    own = places.get(text(row, "employee_id"), {})
    for column in ("team", "region"):
        if any(text(one, column) == parent for one in places.values()):
            return text(own, column) == parent
    return True


def _child(row: Row, over: str, places: Mapping[str, Row], period: Period) -> str:
    if over == PEOPLE:
        return text(row, "employee_id")
    if over == TreeDimension.TEAM:
        return text(places.get(text(row, "employee_id"), {}), "team")
    if over == TreeDimension.PERIOD:
        return _shorter(day(row, "date"), period)
    return text(row, COLUMNS[TreeDimension(over)])


def _shorter(signed: date | None, period: Period) -> str:
    """The quarter of a year, the month of a quarter, that a day of any year stands for; empty outside."""
    if signed is None or period.cycle is Cycle.MONTH:
        return ""
    if period.cycle is Cycle.YEAR:
        return f"{period.start.year}Q{(signed.month - 1) // QUARTER_MONTHS + 1}"
    months = {one.month: f"{one:%Y-%m}" for one in period.dates()}
    return months.get(signed.month, "")
