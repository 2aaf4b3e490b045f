"""A plan workbook's typed tables into one frozen plan, with everything that is wrong at once (SPEC 4)."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings import Finding, Place, error
from pipeline.plan.components import component_of
from pipeline.plan.condition_fields import person_fields
from pipeline.plan.conditions import FieldKind
from pipeline.plan.gates import gate_of
from pipeline.plan.measures import measures_of
from pipeline.plan.model import Component, Gate, Kpi, Parameters, Plan, Weight
from pipeline.plan.odd_rates import odd_rates
from pipeline.plan.parameters import notes_of, parse_parameters, written_at
from pipeline.plan.rows import Row, rows_of
from pipeline.plan.sheets import factor_of, grade_rule, kpi_of, rater_weight, weight_of
from pipeline.plan.tiers import rate_tables
from pipeline.plan.wrong_names import unknown_names
from pipeline.plan.wrong_tiers import wrong_tiers
from pipeline.plan.wrong_uses import wrong_uses
from pipeline.plan.wrong_weights import wrong_weights
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

DECLARED = {"kpi": KPIS, "measure": MEASURES, "table": TIERS, "grade": GRADES, "component": COMPONENTS}
"""The sheet that declares each kind of name, in the field of that name."""


def parse_plan(workbook: str, tables: Tables) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan that a workbook holds, and its errors; None where a sheet or a required parameter is missing.

    A plan with errors is returned too, for the plan check; nothing may be computed with it.
    """
    missing = [sheet for sheet in REQUIRED_SHEETS if not tables.has(sheet.name)]
    names = "、".join(sheet.header for sheet in missing)
    findings = [error("plan-sheet-missing", Place(workbook), names)] if missing else []
    rows = rows_of(tables, PLAN)
    parameters, complete, wrong = parse_parameters(rows, Place(workbook, PLAN.header))
    findings += [] if PLAN in missing else wrong
    plan, unread = _rules(workbook, tables, parameters, rows)
    findings += unread
    if missing:
        return None, tuple(findings)
    findings += unknown_names(plan, _named(tables))
    findings += [*wrong_weights(plan), *wrong_tiers(plan), *wrong_uses(plan), *odd_rates(plan)]
    return (plan if complete else None), tuple(findings)


def _named(tables: Tables) -> dict[str, set[str]]:
    """Every name that a sheet declares, also in rows with a cell that could not be read."""
    frames = {field: tables.frames[sheet.name] for field, sheet in DECLARED.items() if tables.has(sheet.name)}
    return {field: set(frame[field].dropna().astype(str).str.strip()) for field, frame in frames.items()}


def _rules(
    workbook: str, tables: Tables, parameters: Parameters, settings: tuple[Row, ...]
) -> tuple[Plan, list[Finding]]:
    """The plan as far as its cells can be read, and the cells that cannot."""
    grades = tuple(grade_rule(row) for row in rows_of(tables, GRADES))
    names = tuple(dict.fromkeys(rule.grade for rule in grades))
    kpis = {kpi.kpi: kpi for kpi in map(kpi_of, rows_of(tables, KPIS))}
    rates, of_tiers = rate_tables(rows_of(tables, TIERS), parameters.rating_table)
    measures, of_measures = measures_of(rows_of(tables, MEASURES), names)
    fields = person_fields(names, kpis, measures, rates.get(parameters.rating_table))
    components, of_components = _components(rows_of(tables, COMPONENTS), names, fields)
    gates, of_gates = _gates(rows_of(tables, GATES), kpis)
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
        rater_weights=tuple(map(rater_weight, rows_of(tables, RATER_WEIGHTS))),
        factors=tuple(map(factor_of, rows_of(tables, FACTORS))),
        gates=gates,
        blanks=blanks,
        written=written_at(settings),
        notes=notes_of(settings),
        sources=tables.sources,
    )
    return plan, [*of_tiers, *of_measures, *of_components, *of_gates]


def _components(
    rows: tuple[Row, ...], grades: tuple[str, ...], fields: dict[str, FieldKind]
) -> tuple[tuple[Component, ...], list[Finding]]:
    read = [component_of(row, order, grades, fields) for order, row in enumerate(rows)]
    return tuple(component for component, _ in read), [finding for _, wrong in read for finding in wrong]


def _gates(rows: tuple[Row, ...], kpis: Mapping[str, Kpi]) -> tuple[tuple[Gate, ...], list[Finding]]:
    read = [gate_of(row, kpis) for row in rows]
    return tuple(gate for gate, _ in read if gate), [finding for _, wrong in read for finding in wrong]


def _weights(rows: tuple[Row, ...]) -> tuple[tuple[Weight, ...], tuple[Weight, ...]]:
    """The weights, and the rows whose weight is empty and should not be.

    In long form that is every such row. In wide form an empty cell means that the grade is not scored on the KPI, and
    only a row without any weight is wrong.
    """
    named = [row for row in rows if row.filled("grade")]
    weighed = {(row.text("cycle"), row.text("kpi")) for row in named if row.filled("weight")}
    empty = [row for row in named if not row.filled("weight")]
    blanks = [row for row in empty if row.is_long("grade") or (row.text("cycle"), row.text("kpi")) not in weighed]
    return tuple(weight_of(row) for row in named if row.filled("weight")), tuple(weight_of(row) for row in blanks)
