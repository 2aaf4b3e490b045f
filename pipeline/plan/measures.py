"""The sheet 计量 and the measures that need no definition (SPEC 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.findings import Finding, Place, error
from pipeline.plan.condition_fields import field_named, row_fields, source_table
from pipeline.plan.condition_tree import Every, Term, Value
from pipeline.plan.conditions import Condition, ConditionError, FieldKind, Reference, parse_condition
from pipeline.plan.model import Measure
from pipeline.plan.names import unknown
from pipeline.plan.rows import Row
from schemas import TABLES
from schemas.components import MEASURE_SCOPES
from schemas.export_terms import CustomerType
from schemas.field import Field, Table, Type
from schemas.terms import Aggregate, Scope, Window

CREDITED_TABLES = ("receipts",)
NUMERIC = (Type.MONEY, Type.NUMBER, Type.PERCENT)
COUNTED = (Aggregate.COUNT, Aggregate.DISTINCT)
CHOICES_SHOWN = 10
WEIGHTED = (("orders", "amount"), ("orders", "margin"))


def _sum(name: str, table: str, field: str) -> Measure:
    date_field = _date_field(table)
    return Measure(name, table, field, Aggregate.SUM, date_field=date_field, weighted=(table, field) in WEIGHTED)


def _date_field(table: str) -> str:
    return next((known.date_field or "" for known in TABLES if known.name == table), "")


def _only(text: str, **values: Value) -> Condition:
    terms = tuple(Term(Reference(name), "=", (value,)) for name, value in values.items())
    return Condition(text, terms[0] if len(terms) == 1 else Every(terms))


def _count(name: str, table: str, field: str, kept: Condition | None = None) -> Measure:
    aggregate = Aggregate.COUNT if field != "customer_id" else Aggregate.DISTINCT
    return Measure(name, table, field, aggregate, filter=kept, date_field=_date_field(table))


NEW_CUSTOMERS = _only("客户类型 = 新", customer_type=CustomerType.NEW.value)
VALID_VISITS = _only("有效 = 是 且 类型 = 拜访", valid=True, activity_type="拜访")
BUILT_IN_MEASURES = (
    _sum("签约金额", "orders", "amount"),
    _sum("签约毛利", "orders", "margin"),
    _sum("应收金额", "orders", "receivable"),
    _count("签约笔数", "orders", "order_id"),
    _count("签约客户数", "orders", "customer_id"),
    _count("新客户数", "orders", "customer_id", NEW_CUSTOMERS),
    _sum("回款金额", "receipts", "amount"),
    _count("有效拜访", "activities", "", VALID_VISITS),
)


def measures_of(rows: Iterable[Row], grades: tuple[str, ...]) -> tuple[dict[str, Measure], list[Finding]]:
    """Every measure by name, built in and defined; a definition replaces a built-in one of its name."""
    measures = {measure.measure: measure for measure in BUILT_IN_MEASURES}
    findings: list[Finding] = []
    for row in rows:
        measure, wrong = _measure(row, grades)
        measures[measure.measure] = measure
        findings += wrong
    return measures, findings


def _measure(row: Row, grades: tuple[str, ...]) -> tuple[Measure, list[Finding]]:
    table = source_table(row.text("table"))
    if table is None:
        known = [known.header for known in TABLES if _is_measured(known)]
        return _build(row, None, "", None), [unknown("source", row.place("table"), row.text("table"), known)]
    field = field_named(table, row.text("field"))
    condition, wrong = condition_of(row, "filter", row_fields(table, grades))
    return _build(row, table, field.name if field else "", condition), [*wrong, *_wrong_measure(row, table, field)]


def _build(row: Row, table: Table | None, field: str, condition: Condition | None) -> Measure:
    date = field_named(table, row.text("date_field")) if table and row.filled("date_field") else None
    weighted = row.flag("weighted") if row.filled("weighted") else ((table.name if table else ""), field) in WEIGHTED
    return Measure(
        measure=row.text("measure"),
        table=table.name if table else "",
        field=field,
        aggregate=Aggregate(row.text("aggregate")),
        place=row.place(),
        filter=condition,
        date_field=date.name if date else (table.date_field or "" if table else ""),
        window=row.member("window", Window) or Window.CURRENT,
        scope=row.member("scope", Scope) or Scope.SELF,
        per_head=row.flag("per_head"),
        weighted=weighted,
    )


def _wrong_measure(row: Row, table: Table, field: Field | None) -> Iterator[Finding]:
    if not _is_measured(table):
        yield error("plan-measure-no-person", row.place("table"), row.text("table"))
    yield from _wrong_field(row, table, field)
    date = field_named(table, row.text("date_field"))
    if row.filled("date_field") and (date is None or date.type is not Type.DATE):
        dates = [known.header for known in table.fields if known.type is Type.DATE]
        yield unknown("date-field", row.place("date_field"), row.text("date_field"), dates)
    scope = row.member("scope", Scope)
    if scope is not None and scope not in MEASURE_SCOPES:
        yield error("plan-measure-scope", row.place("scope"), row.text("scope"))


def _wrong_field(row: Row, table: Table, field: Field | None) -> Iterator[Finding]:
    aggregate = Aggregate(row.text("aggregate"))
    if row.filled("field") and field is None:
        yield unknown("field", row.place("field"), row.text("field"), [known.header for known in table.fields])
    elif field is None and aggregate is not Aggregate.COUNT:
        yield error("plan-measure-field-missing", row.place("field"), row.text("aggregate"))
    elif field is not None and aggregate not in COUNTED and field.type not in NUMERIC:
        yield error("plan-measure-field-type", row.place("field"), row.text("field"), aggregate=row.text("aggregate"))


def _is_measured(table: Table) -> bool:
    owned = any(field.name == "employee_id" for field in table.fields)
    return owned or table.name in CREDITED_TABLES


def condition_of(row: Row, name: str, fields: dict[str, FieldKind]) -> tuple[Condition | None, list[Finding]]:
    """The condition in a cell, or where it is none; an empty cell is no condition."""
    if not row.filled(name):
        return None, []
    parsed = parse_condition(row.text(name), fields)
    if isinstance(parsed, Condition):
        return parsed, []
    return None, [_no_condition(row.place(name), row.text(name), parsed)]


def _no_condition(place: Place, text: str, wrong: ConditionError) -> Finding:
    code = f"plan-condition-{wrong.expected.value}"
    named = {"position": wrong.position, "found": wrong.found or "—", "closest": wrong.closest or "—"}
    return error(code, place, text, **named, choices="、".join(wrong.choices[:CHOICES_SHOWN]))
