"""Rates that would pay out more than the money they are taken of: most often a percent sign that was left out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.findings import Finding, Place, warning
from pipeline.money import ONE, number_text, percent_text
from pipeline.plan.model import Component, Plan
from schemas import TABLES
from schemas.field import Type
from schemas.terms import Kind, Method

RATES = (Method.MARGINAL, Method.WHOLE)
HALF = Fraction(1, 2)
SALES_FIELDS = {("orders", "amount"), ("orders", "receivable"), ("receipts", "amount")}
"""Money of which a firm cannot give away half; of a margin it can."""
MONEY_FIELDS = {(table.name, field.name) for table in TABLES for field in table.fields if field.type is Type.MONEY}


def odd_rates(plan: Plan) -> Iterator[Finding]:
    """A warning at each rate of a commission that is 100 % or more of money, or half or more of sales."""
    for component in plan.components:
        if component.kind is Kind.COMMISSION and (field := _field(plan, component)) in MONEY_FIELDS:
            for place, rate in _rates(plan, component):
                if rate >= ONE:
                    yield warning("plan-rate-above-whole", place, number_text(rate), component=component.component)
                elif rate >= HALF and field in SALES_FIELDS:
                    yield warning("plan-rate-half", place, percent_text(rate), component=component.component)


def _field(plan: Plan, component: Component) -> tuple[str, str]:
    """The table and field of the measure that a commission is paid on."""
    kpi = plan.kpis.get(component.kpi)
    measure = plan.measures.get(component.measure or (kpi.numerator if kpi else ""))
    return ("", "") if measure is None else (measure.table, measure.field)


def _rates(plan: Plan, component: Component) -> Iterator[tuple[Place, Fraction]]:
    if component.rate is not None:
        yield plan.at(component.place, "rate"), component.rate
    table = plan.tables.get(component.table)
    if table is not None and table.method in RATES:
        for tier in table.tiers:
            if isinstance(tier.value, Fraction):
                yield plan.at(tier.place, "value"), tier.value
