"""A plan workbook's typed tables into one frozen plan, with everything that is wrong at once (SPEC 4)."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings import Finding, Place, error
from pipeline.plan.components import component_of
from pipeline.plan.condition_fields import person_fields
from pipeline.plan.gates import gate_of
from pipeline.plan.measures import measures_of
from pipeline.plan.model import Component, Gate, Kpi, Measure, Plan, RateTable, Weight
from pipeline.plan.parameters import parse_parameters
from pipeline.plan.rows import Row, rows_of
from pipeline.plan.sheets import factor_of, grade_rule, kpi_of, rater_weight, weight_of
from pipeline.plan.tiers import rate_tables
from pipeline.tables import Tables
from schemas.plan import (
    COMPONENTS,
    FACTORS,
    GATES,
    GRADES,
    KPIS,
    MEASURES,
    PLAN,
    RATER_WEIGHTS,
    REQUIRED_SHEETS,
    SCORECARDS,
    TIERS,
)


def parse_plan(workbook: str, tables: Tables) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan that a workbook holds, and its errors; None where a sheet or a required parameter is missing.

    A plan with errors is returned too, for the plan check; nothing may be computed with it.
    """
    missing = [sheet for sheet in REQUIRED_SHEETS if not tables.has(sheet.name)]
    findings = [error("plan-sheet-missing", Place(workbook, sheet.header), sheet.header) for sheet in missing]
    parameters, complete, wrong = parse_parameters(rows_of(tables, PLAN), Place(workbook, PLAN.header))
    findings += [] if PLAN in missing else wrong
    grades = tuple(grade_rule(row) for row in rows_of(tables, GRADES))
    names = tuple(dict.fromkeys(rule.grade for rule in grades))
    kpis = {kpi.kpi: kpi for kpi in map(kpi_of, rows_of(tables, KPIS))}
    rates, wrong_tiers = rate_tables(rows_of(tables, TIERS), parameters.rating_table)
    measures, wrong_measures = measures_of(rows_of(tables, MEASURES), names)
    components, wrong_components = _components(tables, names, kpis, measures, rates.get(parameters.rating_table))
    gates, wrong_gates = _gates(rows_of(tables, GATES), kpis)
    weights, blanks = _weights(rows_of(tables, SCORECARDS))
    plan = Plan(
        workbook=workbook,
        parameters=parameters,
        grades=grades,
        kpis=kpis,
        weights=weights,
        tables=rates,
        components=components,
        measures=measures,
        rater_weights=tuple(rater_weight(row) for row in rows_of(tables, RATER_WEIGHTS)),
        factors=tuple(factor_of(row) for row in rows_of(tables, FACTORS)),
        gates=gates,
        blanks=blanks,
        sources=tables.sources,
    )
    findings += [*wrong_tiers, *wrong_measures, *wrong_components, *wrong_gates]
    return (plan if complete and not missing else None), tuple(findings)


def _components(
    tables: Tables,
    grades: tuple[str, ...],
    kpis: Mapping[str, Kpi],
    measures: Mapping[str, Measure],
    ratings: RateTable | None,
) -> tuple[tuple[Component, ...], list[Finding]]:
    fields = person_fields(grades, kpis, measures, ratings)
    rows = rows_of(tables, COMPONENTS)
    read = [component_of(row, order, grades, fields) for order, row in enumerate(rows)]
    return tuple(component for component, _ in read), [finding for _, wrong in read for finding in wrong]


def _gates(rows: tuple[Row, ...], kpis: Mapping[str, Kpi]) -> tuple[tuple[Gate, ...], list[Finding]]:
    read = [gate_of(row, kpis) for row in rows]
    return tuple(gate for gate, _ in read if gate), [finding for _, wrong in read for finding in wrong]


def _weights(rows: tuple[Row, ...]) -> tuple[tuple[Weight, ...], tuple[Weight, ...]]:
    """The weights, and the rows where the weight is empty; in the wide form an empty cell is simply no weight."""
    named = [row for row in rows if row.filled("grade")]
    weights = tuple(weight_of(row) for row in named if row.filled("weight"))
    return weights, tuple(weight_of(row) for row in named if not row.filled("weight"))
