"""目标分解 against results: what was planned per company, region, product line, customer type, team and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.period import parse_period
from pipeline.plan.model import Kpi
from pipeline.rules.rows import Row, rows
from pipeline.statements.contests import rate
from pipeline.statements.facts import amount, day, number, text
from pipeline.statements.summary import Branch
from pipeline.tables import Tables
from schemas.export_terms import TreeDimension
from schemas.terms import CreditStatus

TRADE = {"签约金额": "orders", "回款金额": "receipts"}
TRADED_BY = {
    TreeDimension.REGION: "region",
    TreeDimension.PRODUCT: "product",
    TreeDimension.CUSTOMER_TYPE: "customer_type",
}
PEOPLE_BY = {TreeDimension.REGION: "region", TreeDimension.TEAM: "team"}


def branches(calculation: Calculation, tables: Tables) -> tuple[Branch, ...]:
    """Every row of 目标分解 with its result, in the order written.

    KPIs that count signed or received money have results along every dimension, from the credited rows; others only
    where people belong to the dimension and their results add up. Without a result the row stands without one.
    """
    if not tables.has("target_tree"):
        return ()
    people = {text(row, "employee_id"): row for row in rows(calculation.people)}
    credited = [row for row in rows(calculation.credits) if _is_own(row)]
    scored = rows(calculation.kpi_scores)
    kpis = {name: kpi for plan in reversed(calculation.plans) for name, kpi in plan.kpis.items()}
    return tuple(_branch(kpis, row, people, credited, scored) for row in rows(tables.frames["target_tree"]))


def _is_own(row: Row) -> bool:
    return text(row, "status") == CreditStatus.COUNTED and not row.get("overlay")


def _branch(
    kpis: Mapping[str, Kpi], row: Row, people: Mapping[str, Row], credited: Sequence[Row], scored: Sequence[Row]
) -> Branch:
    kpi, target = kpis.get(text(row, "kpi")), amount(row, "target")
    table = TRADE.get(kpi.numerator) if kpi and not kpi.denominator else None
    actual: Fraction | None
    if table is not None:
        actual = _traded(row, [one for one in credited if text(one, "table") == table], people)
    else:
        adds_up = kpi is not None and not kpi.is_percent and not kpi.denominator
        actual = _scored(row, scored, people) if adds_up else None
    return Branch(
        dimension=text(row, "dimension"),
        key=text(row, "key"),
        kpi=text(row, "kpi"),
        unit=kpi.unit if kpi else "",
        target=target,
        actual=actual,
        attainment=None if actual is None else rate(actual, target),
    )


def _traded(row: Row, credited: Sequence[Row], people: Mapping[str, Row]) -> Fraction | None:
    """What was credited in a branch; None for a period that only the calendar knows."""
    if text(row, "dimension") == TreeDimension.PERIOD and parse_period(text(row, "key")) is None:
        return None
    return sum((amount(one, "credited") for one in credited if _belongs(row, one, people)), start=Fraction(0))


def _belongs(row: Row, sold: Row, people: Mapping[str, Row]) -> bool:
    """Whether a credited row lies in a branch of the tree."""
    dimension, key = TreeDimension(text(row, "dimension")), text(row, "key")
    if dimension is TreeDimension.PERIOD:
        period, when = parse_period(key), day(sold, "date")
        return period is not None and when is not None and period.covers(when)
    if dimension is TreeDimension.TEAM:
        return text(people.get(text(sold, "employee_id"), {}), "team") == key
    return dimension is TreeDimension.COMPANY or text(sold, TRADED_BY[dimension]) == key


def _scored(row: Row, scored: Sequence[Row], people: Mapping[str, Row]) -> Fraction | None:
    """The sum of people's own results; None along dimensions that people do not belong to."""
    dimension, key = TreeDimension(text(row, "dimension")), text(row, "key")
    if dimension is not TreeDimension.COMPANY and dimension not in PEOPLE_BY:
        return None
    own = [one for one in scored if text(one, "kpi") == text(row, "kpi")]
    if dimension is not TreeDimension.COMPANY:
        by = PEOPLE_BY[dimension]
        own = [one for one in own if text(people.get(text(one, "employee_id"), {}), by) == key]
    values = [value for one in own if (value := number(one, "actual")) is not None]
    return sum(values, start=Fraction(0)) if values else None
