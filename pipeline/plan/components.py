"""The sheet 奖金项: each row read, and held against the columns that its kind needs and allows (SPEC 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from pipeline.findings import Finding, error
from pipeline.plan.condition_fields import row_fields
from pipeline.plan.conditions import Condition, FieldKind
from pipeline.plan.literals import BARE_RATIO_LIMIT
from pipeline.plan.measures import condition_of
from pipeline.plan.model import Component
from pipeline.plan.names import unknown
from pipeline.plan.rows import Row
from schemas.components import ALWAYS, COMPONENT_SCOPES, COMPONENT_WINDOWS, KIND_COLUMNS, RANK_NEEDS
from schemas.field import Choice
from schemas.plan import COMPONENTS
from schemas.sales import ORDERS
from schemas.terms import Basis, Cycle, Kind, Release, Scope, Share, Window

WORDS: Mapping[str, Cycle] = {word: cycle for cycle in Cycle for word in (cycle.header, cycle.value)}


def component_of(
    row: Row, order: int, grades: tuple[str, ...], fields: dict[str, FieldKind]
) -> tuple[Component, list[Finding]]:
    """A row of 奖金项 and what is wrong with its cells; `fields` are what a person's condition may name."""
    kind = Kind(row.text("kind"))
    named = row_fields(ORDERS, grades) if kind is Kind.PER_ORDER else fields
    condition, wrong = condition_of(row, "condition", named) if "condition" in KIND_COLUMNS[kind].all else (None, [])
    findings = [*wrong, *_columns(row, kind), *_words(row, kind)]
    return _build(row, kind, order, condition), findings


def _build(row: Row, kind: Kind, order: int, condition: Condition | None) -> Component:
    terms = row.number("terms")
    return Component(
        component=row.text("component"),
        kind=kind,
        order=order,
        place=row.place(),
        grades=row.words("grades"),
        cycles=tuple(WORDS[word] for word in row.words("cycles") if word in WORDS),
        measure=row.text("measure"),
        measure2=row.text("measure2"),
        kpi=row.text("kpi"),
        table=row.text("table"),
        condition=condition,
        amount=row.number("amount"),
        rate=row.number("rate"),
        basis=row.member("basis", Basis),
        scope=row.member("scope", Scope) or Scope.COMPANY,
        related=row.text("related"),
        applies_to=row.member("applies_to", Share) or Share.ALL,
        window=row.member("window", Window) or Window.CURRENT,
        terms=None if terms is None else int(terms),
        recoverable=row.flag("recoverable"),
        release=row.member("release", Release) or Release.SIGNING,
        holdback=row.number("holdback"),
        min=row.number("min"),
        max=row.number("max"),
        floor=row.number("floor"),
        cap=row.number("cap"),
        note=row.text("note"),
    )


def _columns(row: Row, kind: Kind) -> Iterator[Finding]:
    """What the kind needs and lacks, and what is filled but neither needed nor allowed."""
    columns = KIND_COLUMNS[kind]
    for name in columns.needs:
        yield from _filled_once(row, kind, (name,), 1)
    yield from _filled_once(row, kind, columns.one_of, 1)
    yield from _filled_once(row, kind, columns.any_of, len(columns.any_of))
    for field in COMPONENTS.fields:
        if row.filled(field.name) and field.name not in (*ALWAYS, *columns.all):
            yield error("plan-component-not-allowed", row.place(field.name), row.text(field.name), **_named(kind))


def _filled_once(row: Row, kind: Kind, group: tuple[str, ...], most: int) -> Iterator[Finding]:
    filled = [name for name in group if row.filled(name)]
    if group and not filled:
        yield error("plan-component-needs", row.place(group[0]), row.text("component"), **_named(kind, *group))
    elif len(filled) > most:
        yield error("plan-component-only-one", row.place(filled[1]), row.text(filled[1]), **_named(kind, *group))


def _named(kind: Kind, *columns: str) -> dict[str, str]:
    return {"kind": kind.header, "columns": " / ".join(COMPONENTS.field(name).header for name in columns)}


def _words(row: Row, kind: Kind) -> Iterator[Finding]:
    """Words that a closed list has but this column or kind does not, and numbers that cannot be."""
    yield from _one_of(row, "basis", KIND_COLUMNS[kind].bases or tuple(Basis))
    yield from _one_of(row, "scope", COMPONENT_SCOPES)
    yield from _one_of(row, "window", COMPONENT_WINDOWS)
    for word in row.words("cycles"):
        if word not in WORDS:
            yield unknown("cycle", row.place("cycles"), word, [cycle.header for cycle in Cycle])
    terms, holdback = row.number("terms"), row.number("holdback")
    if terms is not None and terms.denominator != 1:
        yield error("plan-component-terms", row.place("terms"), row.text("terms"))
    if holdback is not None and holdback > Fraction(1):
        yield error("plan-component-holdback", row.place("holdback"), row.text("holdback"))
    basis = row.member("basis", Basis)
    if kind is Kind.RANK and basis is not None and basis in RANK_NEEDS:
        yield from _filled_once(row, kind, (RANK_NEEDS[basis],), 1)
    least = row.number("min")
    if basis is Basis.ATTAINMENT and least is not None and least > BARE_RATIO_LIMIT and not row.flag("min_percent"):
        yield error("plan-component-min-bare", row.place("min"), row.text("min"))


def _one_of(row: Row, name: str, allowed: tuple[Choice, ...]) -> Iterator[Finding]:
    if row.filled(name) and row.text(name) not in allowed:
        choices = "、".join(member.header for member in allowed)
        yield error("plan-component-word", row.place(name), row.text(name), choices=choices)
