"""A person's figures as steps: from the total score down to what each KPI was measured by (SPEC 5.1 to 5.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pipeline.calculation import Calculation, Ground
from pipeline.columns import explain
from pipeline.explanation.cells import Books
from pipeline.explanation.heads import heads_step
from pipeline.explanation.shown import number, shown
from pipeline.explanation.step import Step
from pipeline.history import History
from pipeline.money import money_text, number_text, percent_text
from pipeline.plan.model import Measure, Plan
from pipeline.rate_tables import Reading
from pipeline.rules.behind import rows_behind
from pipeline.rules.measured import CREDITED
from pipeline.rules.rows import Row, rows
from pipeline.rules.scores import AFTER_POINTS, BEFORE_POINTS
from pipeline.rules.scorings import SCORINGS
from pipeline.rules.totals import TOTALS
from pipeline.tables import Tables
from schemas.terms import Scoring

FALLBACK = {"receivable": "amount"}
"""Columns that stand for one that the export lacks (SPEC 3)."""
PERSON_CELLS = ("hire_date", "confirmed_date", "leave_date", "grade")

Credited = Mapping[tuple[str, int, int], Row]
Explained = Mapping[str, tuple[str, Mapping[str, object]]]
"""Per column the catalogue key of its rule, and the values that the rule read."""


@dataclass(frozen=True, slots=True)
class Person:
    """One participant with all that the explanation looks up."""

    row: Row
    plan: Plan
    ground: Ground
    books: Books
    scores: Mapping[str, Row]
    segments: Sequence[Row]

    @property
    def id(self) -> str:
        """工号."""
        return str(self.row["employee_id"])


def person_of(
    calculation: Calculation, tables: Tables, books: Books, history: History, employee_id: str
) -> Person | None:
    """The participant with this id; None where nobody who takes part has it."""
    found = rows(calculation.people[calculation.people["employee_id"] == employee_id])
    if not found:
        return None
    scores, segments = calculation.kpi_scores, calculation.segments
    return Person(
        found[0],
        calculation.plans[found[0]["plan"]],
        _ground(calculation, tables, history, found[0]["plan"]),
        books,
        {row["kpi"]: row for row in rows(scores[scores["employee_id"] == employee_id])},
        rows(segments[segments["employee_id"] == employee_id]),
    )


def total_step(person: Person, column: str) -> Step:
    """A column of the totals, such as the coefficient, down to the scores of the KPIs."""
    parameters = _parameters(person)
    known: Explained = {name: (f"rule.{name}", read) for name, _, _, read in explain(person.row, *TOTALS, **parameters)}
    return _column(person, {**parameters, **person.row}, known, column)


def kpi_step(person: Person, kpi: str, column: str = "score") -> Step:
    """A KPI with its score or attainment, down to target and actual."""
    row = person.scores.get(kpi)
    if row is None:
        return Step("kpi", kpi)
    parameters, scoring = _parameters(person), SCORINGS[Scoring(row["scoring"])]
    values = {**parameters, **row, scoring.__name__: row.get("points")}
    known = {
        name: (f"rule.{name}", read)
        for name, _, _, read in explain(values, *BEFORE_POINTS, *AFTER_POINTS, **parameters)
    }
    known["points"] = (f"rule.points.{scoring.__name__}", explain(values, scoring, **parameters)[0][3])
    rule = person.plan.kpis[kpi]
    top = _column(person, values, known, column)
    return Step("kpi", kpi, top.value, rule.definition, parts=(person.books.cell(rule.place), top))


def measure_step(person: Person, measure: Measure) -> Step:
    """A measure with its definition and each order, receipt or other row behind it."""
    value = person.ground.measures[measure.measure].get(person.id)
    mine = rows_behind(person.ground, measure).rows_of(person.id)
    defined = (person.books.cell(measure.place),) if measure.place.sheet else ()
    credited = _credited(person, {str(row["employee_id"]) for row in mine})
    counted = tuple(_counted(person, measure, row, credited) for row in mine)
    heads = heads_step(person.ground, measure, person.id)
    return Step("measure", measure.measure, number(value), parts=(*defined, *heads, *counted))


def base_step(person: Person) -> Step:
    """The base: of each stretch of an assignment the grade's, or the person's own, for the days that count."""
    parts = [_stretch(person, row) for row in person.segments]
    return Step("base", value=money_text(person.row["base"]), parts=(*parts, _proration(person)))


def _ground(calculation: Calculation, tables: Tables, history: History, index: int) -> Ground:
    plan, people = calculation.plans[index], calculation.people
    scores = calculation.kpi_scores[calculation.kpi_scores["plan"] == index]
    measures = {name: calculation.measures[name] for name in plan.measures if name in calculation.measures}
    mine = people[people["plan"] == index]
    return Ground(calculation.period, plan, tables, mine, people, scores, calculation.credits, measures, history)


def _parameters(person: Person) -> dict[str, Any]:
    read = person.plan.parameters
    return {**{name: getattr(read, name) for name in read.__dataclass_fields__}, "rate_tables": person.plan.tables}


def _column(person: Person, values: Mapping[str, Any], known: Explained, name: str) -> Step:
    """One column with the rule's sentence and what the rule read; a column without a rule is looked up."""
    if name not in known:
        return _leaf(person, values, name)
    rule, read = known[name]
    parts = [_column(person, values, known, part) for part in read if _tells(part, values.get(part))]
    value = values[name]
    tiers = [person.books.cell(tier.place) for tier in value.tiers] if isinstance(value, Reading) else []
    return Step(name, value=shown(name, value, values), rule=rule, parts=(*parts, *tiers))


def _tells(name: str, value: object) -> bool:
    """Whether a value says something: figures, readings and names of tables do, marks and absent ones do not."""
    return name.endswith("_table") or isinstance(value, Fraction | Reading)


def _leaf(person: Person, values: Mapping[str, Any], name: str) -> Step:
    text = shown(name, values.get(name), values)
    kpi = person.plan.kpis.get(str(values.get("kpi")))
    if name == "weighted_total":
        return Step(name, value=text, parts=tuple(kpi_step(person, one, "weighted_score") for one in person.scores))
    if name in ("result_mean", "process_mean", "share_from_top"):
        return Step(name, value=text)
    if name == "actual" and kpi:
        return Step(name, value=text, parts=_actual(person, kpi.kpi))
    if name == "proration":
        return _proration(person)
    return Step(name, value=text, parts=_cells_of(person, values, name))


def _cells_of(person: Person, values: Mapping[str, Any], name: str) -> tuple[Step, ...]:
    """Where a figure that no rule makes was written."""
    books, plan, kpi = person.books, person.plan, values.get("kpi")
    if name in ("full_baseline", "full_challenge") and values.get("sheet_id") is not None:
        return (books.cell(person.ground.tables.place(values, name.removeprefix("full_"))),)
    if name == "scorecard_weight":
        return tuple(
            books.cell(one.place) for one in plan.weights if (one.kpi, one.grade) == (kpi, person.row["grade"])
        )
    if name in plan.written:
        return (books.cell(plan.written[name]),)
    return (books.cell(plan.at(plan.kpis[str(kpi)].place, name)),) if kpi in plan.kpis else ()


def _actual(person: Person, kpi: str) -> tuple[Step, ...]:
    """What an actual was measured by, or the cells it was entered or rated in."""
    rule = person.plan.kpis[kpi]
    measures = [person.plan.measures[name] for name in (rule.numerator, rule.denominator) if name]
    if measures:
        return tuple(measure_step(person, measure) for measure in measures)
    table, column = ("ratings", "score") if rule.scoring is Scoring.RATED else ("actuals", "actual")
    return tuple(_cells(person, table, column, kpi=kpi))


def _cells(person: Person, table: str, *columns: str, kpi: str = "") -> list[Step]:
    """Cells of a person's rows in a table."""
    tables = person.ground.tables
    if not tables.has(table):
        return []
    frame = tables.frames[table]
    found = frame[(frame["employee_id"] == person.id) & (frame["kpi"] == kpi if kpi else True)]
    return [
        person.books.cell(tables.place(row, column)) for row in rows(found) for column in columns if row.get(column)
    ]


def _proration(person: Person) -> Step:
    parts = [*_cells(person, "people", *PERSON_CELLS), *_cells(person, "leaves", "start_date", "end_date")]
    return Step("proration", value=person.row["proration_text"], parts=tuple(parts))


def _stretch(person: Person, row: Row) -> Step:
    """One stretch of an assignment: its base and what its days leave of it."""
    rule = person.plan.grade_rule(row["grade"], person.ground.period.cycle)
    own = _cells(person, "people", "base")
    base = person.row["own_base"] if own else rule.base if rule else None
    cell = own or ([person.books.cell(person.plan.at(rule.place, "base"))] if rule else [])
    text = money_text(base) if base is not None else ""
    dates = f"{row['start']} – {row['end']}"
    parts = (*_assigned(person, row), *cell)
    return Step("assignment", f"{row['grade']} {dates}", money_text(row["base_part"]), text, parts=parts)


def _assigned(person: Person, stretch: Row) -> list[Step]:
    """The row of 任职 in force on the stretch's first day; none where the roster's holds throughout."""
    tables = person.ground.tables
    given = rows(tables.frames["assignments"]) if tables.has("assignments") else ()
    mine = [row for row in given if row["employee_id"] == person.id and row["effective_date"] <= stretch["start"]]
    latest = max(mine, key=lambda row: str(row["effective_date"]), default=None)
    return [person.books.cell(tables.place(latest))] if latest else []


def _credited(person: Person, people: set[str]) -> Credited:
    """People's credited lines by person and the row they were read from."""
    lines = person.ground.credits[person.ground.credits["employee_id"].isin(people)]
    return {(row["employee_id"], row["sheet_id"], row["sheet_row"]): row for row in rows(lines)}


def _counted(person: Person, measure: Measure, row: Row, credited: Credited) -> Step:
    """One row behind a measure: what it gave, by which share and factor, and its cell."""
    tables, value = person.ground.tables, row.get("value")
    if row.get("sheet_id") is None:
        return Step("row", str(row.get("order_id") or ""), number(value))
    written = tables.sources[row["sheet_id"]].columns
    column = next((name for name in (measure.field, FALLBACK.get(measure.field, "")) if name in written), "")
    line = credited.get((row["employee_id"], row["sheet_id"], row["sheet_row"])) if measure.table in CREDITED else None
    is_amount = isinstance(value, Fraction)
    return Step(
        "row",
        str(row.get("order_id") or ""),
        number(value) if is_amount else "",
        _product(line) if line and is_amount else "",
        parts=(person.books.cell(tables.place(row, column)),),
    )


def _product(line: Row) -> str:
    factor = line["factor"]
    times = "" if factor in (None, 1) else f" × {number_text(factor)}"
    return f"{money_text(line['measure_amount'])} × {percent_text(line['share'])}{times}"
