"""What reads each rate table: the coefficient, the rating, a KPI's score or a component (SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.findings import Place
from pipeline.plan.model import Plan, RateTable
from schemas.terms import Kind, Method, Scoring, Share

NUMBERS = (Method.STEP, Method.INTERPOLATED, Method.MARGINAL, Method.WHOLE, Method.LADDER)


@dataclass(frozen=True, slots=True)
class Use:
    """One reader of a rate table: the cell that names it, the methods it can read, and what x is.

    `attainment`: a ratio to the baseline, counted from the baseline with `excess`; `points`: a total; else an amount.
    """

    table: RateTable
    place: Place
    methods: tuple[Method, ...]
    attainment: bool = False
    excess: bool = False
    points: bool = False


def table_uses(plan: Plan) -> Iterator[Use]:
    """Every use of a declared table."""
    read = plan.parameters
    if table := plan.tables.get(read.coefficient_table):
        yield Use(table, plan.written["coefficient_table"], NUMBERS, points=True)
    if table := plan.tables.get(read.rating_table):
        yield Use(table, plan.written["rating_table"], (Method.STEP, Method.QUANTILE), points=True)
    for kpi in plan.kpis.values():
        if kpi.scoring is Scoring.TABLE and (table := plan.tables.get(kpi.table)):
            yield Use(table, plan.at(kpi.place, "table"), NUMBERS, attainment=True)
    yield from _components(plan)


def _components(plan: Plan) -> Iterator[Use]:
    for component in plan.components:
        table = plan.tables.get(component.table)
        if table is None:
            continue
        total = component.kind is Kind.TARGET_BONUS and not component.kpi
        against = component.kind in (Kind.TARGET_BONUS, Kind.COMMISSION) and bool(component.kpi)
        methods = _methods(component.kind, bool(component.measure2))
        excess = against and component.applies_to is Share.EXCESS
        place = plan.at(component.place, "table")
        yield Use(table, place, methods, attainment=against, excess=excess, points=total)


def _methods(kind: Kind, two_measures: bool) -> tuple[Method, ...]:
    if kind is Kind.RANK:
        return (Method.PLACES,)
    return (Method.GRID,) if two_measures else NUMBERS
