"""What changed between two plans: every cell that differs, with both cells (SPEC 7, `plan diff`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest
from typing import Any

from pipeline.findings import Place
from pipeline.money import number_text, percent_text
from pipeline.plan.check_tiers import PAYING_ON_AMOUNTS, shown
from pipeline.plan.conditions import Condition
from pipeline.plan.model import BUILT_IN, Component, Gate, Plan, RateTable, Tier
from pipeline.plan.parameters import PLACES
from schemas.field import Choice, Field, Table, Type
from schemas.parameters import PARAMETERS, UNROUNDED
from schemas.plan import COMPONENTS, FACTORS, GATES, GRADES, KPIS, MEASURES, PLAN, RATER_WEIGHTS, SCORECARDS, TIERS
from schemas.terms import GateOf

YES, NO = "是", "否"
BOUNDS = ("lower", "lower2")
"""A tier is known by its bounds: another bound is another tier."""


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs: `field` is its header; a place is None where only the other plan has the row."""

    sheet: str
    key: str
    field: str
    old: str
    new: str
    old_place: Place | None
    new_place: Place | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of a plan as text: each cell by its header, with its place."""

    sheet: str
    key: str
    cells: Mapping[str, tuple[str, Place]]


def plan_diff(old: Plan, new: Plan) -> tuple[Change, ...]:
    """Every cell that differs between two plans, in the order of the sheets; an added row shows all that it fills."""
    before, after = _entries(old), _entries(new)
    keys = dict.fromkeys((*before, *after))
    return tuple(change for key in keys for change in _changes(key, before.get(key), after.get(key)))


def paired(old: Sequence[Plan], new: Sequence[Plan]) -> tuple[tuple[Plan | None, Plan | None], ...]:
    """Several plans in force beside those of another time: each with the one of its 方案名称, then with who is left."""
    named = {plan.parameters.plan_name: plan for plan in reversed(new)}
    same = [(plan, named[plan.parameters.plan_name]) for plan in old if plan.parameters.plan_name in named]
    known = {id(plan) for pair in same for plan in pair}
    gone, come = ([plan for plan in plans if id(plan) not in known] for plans in (old, new))
    return (*same, *zip_longest(gone, come))


def _changes(key: tuple[str, str], old: _Entry | None, new: _Entry | None) -> Iterator[Change]:
    mine, theirs = old.cells if old else {}, new.cells if new else {}
    for header in dict.fromkeys((*mine, *theirs)):
        was, now = mine.get(header), theirs.get(header)
        texts = (was[0] if was else "", now[0] if now else "")
        if texts[0] != texts[1]:
            yield Change(*key, header, *texts, was[1] if was else None, now[1] if now else None)


def _entries(plan: Plan) -> dict[tuple[str, str], _Entry]:
    """Every row by sheet and key; rows of one key are numbered."""
    entries: dict[tuple[str, str], _Entry] = {}
    for sheet in (_parameters, _people, _tiers, _components, _rest):
        for entry in sheet(plan):
            key, number = entry.key, 1
            while (entry.sheet, key) in entries:
                number += 1
                key = f"{entry.key} ({number})"
            entries[entry.sheet, key] = entry
    return entries


def _parameters(plan: Plan) -> Iterator[_Entry]:
    for field in PARAMETERS:
        place = plan.written.get(field.name, Place(plan.workbook, PLAN.header))
        text = _text(getattr(plan.parameters, field.name), field)
        note = (plan.notes.get(field.name, ""), plan.at(place, "note"))
        yield _Entry(PLAN.header, field.header, {"值": (text, place), "说明": note})


def _people(plan: Plan) -> Iterator[_Entry]:
    yield from (_row(plan, GRADES, row, row.grade, row.cycle) for row in plan.grades)
    yield from (_row(plan, KPIS, row, row.kpi) for row in plan.kpis.values())
    for weight in plan.weights:
        cells = {SCORECARDS.field("weight").header: (percent_text(weight.weight), weight.place)}
        yield _Entry(SCORECARDS.header, _key(weight.grade, weight.cycle, weight.kpi), cells)


def _tiers(plan: Plan) -> Iterator[_Entry]:
    for table in plan.tables.values():
        yield _row(plan, TIERS, table, table.table)
        for tier in table.tiers:
            second = () if tier.lower2 is None else (number_text(tier.lower2),)
            entry = _row(plan, TIERS, tier, table.table, shown(tier.lower, tier), *second)
            yield replace(entry, cells={**entry.cells, **_rate(plan, table, tier)})


def _rate(plan: Plan, table: RateTable, tier: Tier) -> Mapping[str, tuple[str, Place]]:
    """The value of a tier whose amount is multiplied by it, as a percentage; a value of 1 or more is paid per unit."""
    if table.method not in PAYING_ON_AMOUNTS or not isinstance(tier.value, Fraction) or tier.value >= 1:
        return {}
    return {TIERS.field("value").header: (percent_text(tier.value), plan.at(tier.place, "value"))}


def _components(plan: Plan) -> Iterator[_Entry]:
    names = [component.component for component in plan.components]
    for component in plan.components:
        repeated = names.count(component.component) > 1
        yield _row(plan, COMPONENTS, component, component.component, *(_reach(component) if repeated else ()))


def _reach(component: Component) -> tuple[str, ...]:
    return (*component.grades, *component.cycles)


def _rest(plan: Plan) -> Iterator[_Entry]:
    defined = (measure for measure in plan.measures.values() if measure.place != BUILT_IN)
    yield from (_row(plan, MEASURES, row, row.measure) for row in defined)
    yield from (_row(plan, RATER_WEIGHTS, row, row.kpi, row.rater_role) for row in plan.rater_weights)
    yield from (_row(plan, FACTORS, row, row.dimension, row.key, row.applies_to) for row in plan.factors)
    for gate in plan.gates:
        entry = _row(plan, GATES, gate, gate.kpi, gate.of, *filter(None, [gate.component]))
        header = GATES.field("condition").header
        cell = (_bound(plan, gate), plan.at(gate.place, "condition"))
        yield _Entry(entry.sheet, entry.key, {**entry.cells, header: cell})


def _bound(plan: Plan, gate: Gate) -> str:
    kpi = plan.kpis.get(gate.kpi)
    ratio = gate.of is GateOf.ATTAINMENT or (gate.of is GateOf.ACTUAL and kpi is not None and kpi.is_percent)
    return gate.operator + (percent_text(gate.bound) if ratio else number_text(gate.bound))


def _row(plan: Plan, table: Table, row: Any, *key: str) -> _Entry:
    """The cells of a row that hold something, by header."""
    named = ((field, getattr(row, field.name, None)) for field in table.fields)
    texts = ((field, _text(value, field)) for field, value in named)
    filled = ((field, text) for field, text in texts if text and field.name not in BOUNDS)
    cells = {field.header: (text, plan.at(row.place, field.name)) for field, text in filled}
    return _Entry(table.header, _key(*key), cells)


def _key(*parts: str) -> str:
    return " · ".join(part.header if isinstance(part, Choice) else part for part in parts)


def _text(value: Any, field: Field) -> str:
    """A value as the plan would write it."""
    if value is None:
        return UNROUNDED if field.name in PLACES else ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Fraction):
        return percent_text(value) if field.type is Type.PERCENT else number_text(value)
    if isinstance(value, Choice):
        return value.header
    if isinstance(value, Condition):
        return value.text
    return "、".join(_words(value)) if isinstance(value, tuple) else str(value)


def _words(values: Iterable[str]) -> Iterator[str]:
    return (value.header if isinstance(value, Choice) else value for value in values)
