"""How far the next band is: in score, in the headline KPI, and in each component with a rate table (SPEC 10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from pipeline.calculation import Calculation
from pipeline.plan.model import Component, Plan, RateTable, Tier
from pipeline.rules.rows import Row, plain
from pipeline.statements.entries import KpiRow, NextStep
from pipeline.statements.facts import number, text
from schemas.terms import Basis, Boundary, Direction, Kind, Method, Share

RATES = (Method.MARGINAL, Method.WHOLE)
LADDERS = (Method.STEP, Method.LADDER, *RATES)


def next_steps(calculation: Calculation, plan: Plan, person: Row, kpis: tuple[KpiRow, ...]) -> tuple[NextStep, ...]:
    """The steps ahead of a person, nearest kind first: coefficient, target, components."""
    scored = {row.kpi: row for row in kpis}
    steps = [_score_step(plan, number(person, "total_score")), _target_step(plan, scored)]
    components = (
        _component_step(calculation, plan, one, person, scored) for one in _laddered(plan, person, calculation)
    )
    return tuple(step for step in [*steps, *components] if step is not None)


def _score_step(plan: Plan, total: Fraction | None) -> NextStep | None:
    table = plan.tables.get(plan.parameters.coefficient_table)
    if total is None or table is None or table.method is not Method.STEP:
        return None
    here = NextStep("score", "", "", total, total, Fraction(0), None)
    return _ahead(here, _bounds(table), table.boundary)


def _target_step(plan: Plan, scored: dict[str, KpiRow]) -> NextStep | None:
    row = scored.get(plan.parameters.headline_kpi)
    if row is None or row.actual is None or row.baseline is None or row.actual >= row.baseline:
        return None
    if plan.kpis[row.kpi].direction is Direction.LOWER:
        return None
    return NextStep("target", row.kpi, row.unit, row.actual, row.baseline, row.baseline - row.actual, None)


def _laddered(plan: Plan, person: Row, calculation: Calculation) -> Iterator[Component]:
    for component in plan.components:
        reads_amount = component.kind is Kind.COMMISSION or (
            component.kind is Kind.TARGET_BONUS and component.basis is not Basis.TOTAL
        )
        concerned = component.concerns(text(person, "grade"), calculation.period.cycle)
        if reads_amount and concerned and component.table in plan.tables:
            yield component


def _component_step(
    calculation: Calculation, plan: Plan, component: Component, person: Row, scored: dict[str, KpiRow]
) -> NextStep | None:
    table = plan.tables[component.table]
    row = scored.get(component.kpi)
    current = _reached(calculation, component, person, row)
    if table.method not in LADDERS or current is None or _falling(plan, component):
        return None
    kind = "rate" if table.method in RATES else "tier"
    here = NextStep(kind, component.component, row.unit if row else "", current, current, Fraction(0), None)
    return _ahead(here, _amounts(table, component, row), table.boundary)


def _reached(calculation: Calculation, component: Component, person: Row, row: KpiRow | None) -> Fraction | None:
    if component.kpi:
        return row.actual if row and row.baseline is not None else None
    values = calculation.measures.get(component.measure)
    if values is None:
        return None
    found: Fraction | None = plain(values.get(text(person, "employee_id")))
    return found


def _falling(plan: Plan, component: Component) -> bool:
    return bool(component.kpi) and plan.kpis[component.kpi].direction is Direction.LOWER


def _amounts(table: RateTable, component: Component, row: KpiRow | None) -> Iterator[tuple[Fraction, Tier]]:
    """The bounds as amounts: shares of the baseline where a KPI is named, counted from it for the excess (SPEC 4)."""
    baseline = row.baseline if row else None
    for bound, tier in _bounds(table):
        if baseline is None:
            yield bound, tier
        else:
            yield baseline * (bound + (component.applies_to is Share.EXCESS)), tier


def _bounds(table: RateTable) -> Iterator[tuple[Fraction, Tier]]:
    for tier in table.tiers:
        if tier.lower is not None and tier.value is not None:
            yield tier.lower, tier


def _ahead(here: NextStep, bounds: Iterable[tuple[Fraction, Tier]], boundary: Boundary) -> NextStep | None:
    """The step from where somebody stands to the nearest bound ahead; None in the highest band."""
    ahead = [(bound, tier) for bound, tier in bounds if _lies_ahead(bound, here.current, boundary)]
    if not ahead:
        return None
    bound, tier = min(ahead, key=lambda pair: pair[0])
    value = tier.value if isinstance(tier.value, Fraction) else None
    return replace(here, bound=bound, gap=bound - here.current, value=value)


def _lies_ahead(bound: Fraction, current: Fraction, boundary: Boundary) -> bool:
    return bound > current or (bound == current and boundary is Boundary.LOWER)
