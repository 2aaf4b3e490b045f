"""The payable amount of a person as a tree: its lines, their rules and numbers, down to the cells (SPEC 7)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.calculation import Calculation
from pipeline.explanation.person import Person, base_step, kpi_step, measure_step, total_step
from pipeline.explanation.step import Step
from pipeline.money import money_text
from pipeline.plan.model import Component
from pipeline.rules.criteria import kpis_read
from pipeline.rules.gates import COLUMNS, gates_of
from pipeline.rules.preparation import measures_of
from pipeline.rules.rows import Row, rows
from schemas.terms import Basis, Kind, LineKind

SCORED_KINDS = (Kind.PERFORMANCE, Kind.TARGET_BONUS)


def payable_step(calculation: Calculation, person: Person) -> Step:
    """The payable amount and everything that it comes from."""
    lines = person_lines(calculation, person.id)
    named = f"{person.id} {person.row['name']}"
    parts = tuple(line_step(person, row) for row in lines)
    return Step("payable", named, money_text(person.row["payable"]), rule="rule.payable", parts=parts)


def person_lines(calculation: Calculation, employee_id: str) -> tuple[Row, ...]:
    """A person's payout lines in the order of their numbers."""
    return rows(calculation.lines[calculation.lines["employee_id"] == employee_id])


def line_step(person: Person, row: Row) -> Step:
    """One payout line: formula, rule, numbers, cells."""
    component = _component(person, row)
    parts = [_rule(person, row), *(_reason(row))]
    if component is not None and row["kind"] == component.kind:
        parts += [*_tables(person, component), *_numbers(person, component), *_gates(person, component)]
    cells = Step("sources", parts=person.books.cells(row["sources"] or ""))
    parts += [cells] if cells.parts else []
    name = f"{row['line']} {row['component']}"
    return Step("line", name, money_text(row["amount"]), row["formula"], parts=tuple(parts))


def _component(person: Person, row: Row) -> Component | None:
    named = (one for one in person.plan.components if one.component == row["component"])
    return next((one for one in named if _row_of(one) == row["rule"]), None)


def _row_of(component: Component) -> str:
    return f"{component.place.sheet}!{component.place.cell.partition(':')[0].strip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"


def _rule(person: Person, row: Row) -> Step:
    """The row of the plan that the line follows, with its text."""
    sheet, _, number = (row["rule"] or "").partition("!")
    if not number:
        return Step("rule", LineKind(row["kind"]).header if row["kind"] in list(LineKind) else "")
    source = next(one for one in person.plan.sources if one.sheet == sheet)
    return Step("rule", parts=person.books.cells(f"{source.workbook}!{sheet}!{number}:{number}"))


def _reason(row: Row) -> Iterator[Step]:
    for key in ("note", "reference"):
        if row.get(key):
            yield Step(key, str(row[key]))


def _tables(person: Person, component: Component) -> Iterator[Step]:
    table = person.plan.tables.get(component.table)
    if table is not None:
        yield Step("table", table.table, parts=tuple(person.books.cell(tier.place) for tier in table.tiers))


def _numbers(person: Person, component: Component) -> Iterator[Step]:
    """The figures of the person that the component reads."""
    if component.kind in SCORED_KINDS:
        yield base_step(person)
    headline = person.plan.parameters.headline_kpi
    if component.kind is Kind.PERFORMANCE:
        yield total_step(person, "coefficient")
        if headline:
            yield kpi_step(person, headline, "attainment")
    elif component.basis is Basis.TOTAL:
        yield total_step(person, "total_score")
    for kpi in kpis_read(component):
        yield kpi_step(person, kpi, "attainment")
    for name in dict.fromkeys(filter(None, measures_of(component))):
        yield measure_step(person, person.plan.measures[name])


def _gates(person: Person, component: Component) -> Iterator[Step]:
    """The gates on the component, each with the figure that it looks at."""
    for gate in gates_of(person.plan, component):
        if gate.kpi in person.scores:
            figure = kpi_step(person, gate.kpi, COLUMNS[gate.of])
            yield Step("gate", gate.kpi, figure.value, parts=(person.books.cell(gate.place), figure))
