"""A parent target spread over its children by shares or by history, to the cent (SPEC 3, 目标分解)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from pipeline.history import History
from pipeline.money import spread
from pipeline.period import MONTHS_OF_A_YEAR, Period
from pipeline.statements.facts import Row, amount, day, rows, text
from schemas.terms import CreditStatus, TreeDimension

ZERO = Fraction(0)
COLUMNS = {
    TreeDimension.REGION: "region",
    TreeDimension.PRODUCT: "product",
    TreeDimension.CUSTOMER_TYPE: "customer_type",
}


def spread_target(target: Fraction, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The children's targets by largest remainder: they always add up to the parent; weights below 0 count as 0."""
    names = sorted(weights)
    parts = spread(target, [max(weights[name], ZERO) for name in names])
    return dict(zip(names, parts, strict=True))


def sales_history(history: History, dimension: TreeDimension, period: Period) -> dict[str, Fraction]:
    """What each child was credited for orders in the sealed periods; months by the same month of earlier years."""
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for sealed in history.sealed:
        teams = {text(row, "employee_id"): text(row, "team") for row in rows(sealed.results)}
        for row in rows(sealed.credits):
            if (
                text(row, "table") == "orders"
                and text(row, "status") == CreditStatus.COUNTED
                and not row.get("overlay")
            ):
                sums[_child(row, dimension, teams, period)] += amount(row, "credited")
    return {name: value for name, value in sums.items() if name}


def _child(row: Row, dimension: TreeDimension, teams: Mapping[str, str], period: Period) -> str:
    if dimension is TreeDimension.TEAM:
        return teams.get(text(row, "employee_id"), "")
    if dimension is TreeDimension.PERIOD:
        return _month(day(row, "date"), period)
    return text(row, COLUMNS[dimension])


def _month(signed: date | None, period: Period) -> str:
    """The month of the period that a day of an earlier year stands for; empty outside."""
    months = {f"{day.month:02}": f"{day:%Y-%m}" for day in period.dates()} if period.days > MONTHS_OF_A_YEAR else {}
    return months.get(f"{signed.month:02}", "") if signed else ""
