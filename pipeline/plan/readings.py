"""The ways in which a contradiction of a plan can be read, each as a plan of its own, and what each costs (SPEC 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pipeline.findings import Finding, Place
from pipeline.plan import variants
from pipeline.plan.check_tiers import ends_above_nothing
from pipeline.plan.model import Plan, RateTable
from schemas.terms import Boundary, Method

Build = Callable[[Plan], Plan]
Pay = Callable[[Plan], Mapping[str, Fraction | None]]
"""What a plan pays each employee on the inputs of a period; None where an error keeps it from being said."""

SETTLED_CODES = ("plan-weight-empty", "plan-weights-off")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a contradiction: `plan-reading.<label>` words it, the plan can be calculated."""

    label: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Question:
    """A contradiction and its readings; the first is how the calculation reads it, or would after the least repair."""

    finding: Finding
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a reading pays each employee, and in total of those for whom it can be said."""

    label: str
    people: Mapping[str, Fraction | None]
    total: Fraction


def questions(plan: Plan, findings: Iterable[Finding]) -> tuple[Question, ...]:
    """The contradictions among a plan's findings that pay differently when read differently.

    In each reading all other contradictions are read the first way. A plan with any other error has no readings.
    """
    found = list(findings)
    if any(finding.blocks and not _settled(plan, finding) for finding in found):
        return ()
    base = settle(plan)
    asked = ((finding, ALTERNATIVES[finding.code](plan, finding)) for finding in found if finding.code in ALTERNATIVES)
    return tuple(
        Question(finding, tuple(Reading(label, settle(build(plan)) if build else base) for label, build in ways))
        for finding, ways in asked
        if ways
    )


def costs(asked: Iterable[Question], pay: Pay) -> tuple[tuple[Question, tuple[Cost, ...]], ...]:
    """What each reading of each question pays; a plan that several questions share is calculated once."""
    paid: dict[int, Mapping[str, Fraction | None]] = {}
    costed = []
    for question in asked:
        for reading in question.readings:
            if id(reading.plan) not in paid:
                paid[id(reading.plan)] = pay(reading.plan)
        each = tuple(_cost(reading.label, paid[id(reading.plan)]) for reading in question.readings)
        costed.append((question, each))
    return tuple(costed)


def settle(plan: Plan) -> Plan:
    """The plan with the least repair that lets it be calculated: weights to 100 %, ratings, tops that go on.

    Below a table's first bound nothing is paid: the plan promises nothing there.
    """
    settled = variants.without_ratings(variants.scaled_to_whole(variants.blanks_as_remainder(plan)))
    for name, table in plan.tables.items():
        if len(table.tiers) > 1 and table.tiers[-1].value is None:
            settled = variants.with_open_top(settled, name)
        if ends_above_nothing(table):
            settled = variants.with_nothing_below(settled, name)
    return settled


def _cost(label: str, people: Mapping[str, Fraction | None]) -> Cost:
    return Cost(label, people, sum(filter(None, people.values()), start=Fraction(0)))


def _settled(plan: Plan, finding: Finding) -> bool:
    no_ratings = finding.code == "plan-unknown-table" and finding.place == plan.written.get("rating_table")
    return no_ratings or finding.code in SETTLED_CODES


Ways = tuple[tuple[str, Build | None], ...]
"""Label and change of each reading; None leaves the plan as it is."""


def _blank_weight(_plan: Plan, _finding: Finding) -> Ways:
    return ("remainder", None), ("not-scored", variants.scaled_to_whole)


def _weights_off(plan: Plan, _finding: Finding) -> Ways:
    """Weights off 100 % without an empty one beside them, which would be a question of its own."""
    return () if plan.blanks else (("weights-scaled", None), ("heaviest-takes-rest", variants.heaviest_takes_rest))


def _result_share(plan: Plan, finding: Finding) -> Ways:
    """The scorecard's result share moved to the nearest end of its range."""
    weight = next(weight for weight in plan.weights if _row_and_column(weight.place) == _row_and_column(finding.place))
    card, read = (weight.grade, weight.cycle), plan.parameters
    share = variants.share_of(plan, card, result=True)
    bound = read.result_floor if share < read.result_floor else read.result_ceiling
    return ("as-written", None), ("result-share-in-range", lambda plan: variants.with_results_at(plan, card, bound))


def _bound(plan: Plan, finding: Finding) -> Ways:
    """Whose a value on a bound is; for a commission on the excess also what the rate is paid on."""
    table = _table(plan, finding)
    name, twice = table.table, finding.code == "plan-check-bound-twice"
    if table.method is Method.MARGINAL and not twice:
        return ()  # a bound's own value pays the same on either side
    if twice and table.method in (Method.MARGINAL, Method.WHOLE) and variants.is_commission_on_excess(plan, name):
        ways: Ways = (
            ("marginal", lambda plan: variants.with_method(plan, name, Method.MARGINAL)),
            ("whole-excess", lambda plan: variants.with_method(plan, name, Method.WHOLE)),
            ("whole-amount", lambda plan: variants.on_whole_amount(plan, name)),
        )
        return _own_first(ways, "marginal" if table.method is Method.MARGINAL else "whole-excess")
    ways = (
        ("bound-above", lambda plan: variants.with_boundary(plan, name, Boundary.UPPER)),
        ("bound-below", lambda plan: variants.with_boundary(plan, name, Boundary.LOWER)),
    )
    return _own_first(ways, "bound-above" if table.boundary is Boundary.UPPER else "bound-below")


def _own_first(ways: Ways, own: str) -> Ways:
    """The plan's own reading first and unchanged, then the others."""
    return ((own, None), *(way for way in ways if way[0] != own))


def _gap(plan: Plan, finding: Finding) -> Ways:
    table = _table(plan, finding)
    name, row = table.table, _tier(table, finding.place)
    step = Fraction(1, 10 ** (plan.parameters.total_places or 0))
    return ("gap-below", None), ("gap-above", lambda plan: variants.with_next_from_upper(plan, name, row, step))


def _overlap(plan: Plan, finding: Finding) -> Ways:
    table = _table(plan, finding)
    name, row = table.table, _tier(table, finding.place)
    meet = Fraction(0)
    return ("overlap-above", None), ("overlap-below", lambda plan: variants.with_next_from_upper(plan, name, row, meet))


def _top(plan: Plan, finding: Finding) -> Ways:
    name = _table(plan, finding).table
    return ("top-goes-on", None), ("nothing-above", lambda plan: variants.with_nothing_above(plan, name))


def _bottom(plan: Plan, finding: Finding) -> Ways:
    name = _table(plan, finding).table
    return ("nothing-below", None), ("bottom-goes-on", lambda plan: variants.with_open_bottom(plan, name))


def _falling_value(plan: Plan, finding: Finding) -> Ways:
    table = _table(plan, finding)
    name, row = table.table, _tier(table, finding.place)
    return ("as-written", None), ("never-falls", lambda plan: variants.with_values_kept(plan, name, row))


def _same_value(plan: Plan, finding: Finding) -> Ways:
    """Two coefficients alike: the values may have slipped down by one band."""
    table = _table(plan, finding)
    if table.table != plan.parameters.coefficient_table:
        return ()
    name, row = table.table, _tier(table, finding.place)
    return ("as-written", None), ("one-band-up", lambda plan: variants.with_values_one_up(plan, name, row))


def _attainment_twice(_plan: Plan, _finding: Finding) -> Ways:
    return ("attainment-multiplies", None), ("attainment-in-score-only", variants.without_headline)


def _paid_twice(plan: Plan, finding: Finding) -> Ways:
    row = _row_and_column(finding.place)[0]
    order = next(part.order for part in plan.components if _row_and_column(part.place)[0] == row)
    return ("both-paid", None), ("first-only", lambda plan: variants.without_component(plan, order))


def _deduct_percent(_plan: Plan, finding: Finding) -> Ways:
    name = dict(finding.params)["kpi"]
    return ("as-written", None), ("per-point", lambda plan: variants.with_deduction_per_point(plan, name))


ALTERNATIVES: Mapping[str, Callable[[Plan, Finding], Ways]] = {
    "plan-weight-empty": _blank_weight,
    "plan-weights-off": _weights_off,
    "plan-check-result-share": _result_share,
    "plan-check-bound-twice": _bound,
    "plan-check-bound-nowhere": _bound,
    "plan-check-note-boundary": _bound,
    "plan-check-gap": _gap,
    "plan-check-overlap": _overlap,
    "plan-check-top-undefined": _top,
    "plan-check-bottom": _bottom,
    "plan-check-same-value": _same_value,
    "plan-check-falling-value": _falling_value,
    "plan-check-attainment-twice": _attainment_twice,
    "plan-check-excess-twice": _paid_twice,
    "plan-check-deduct-percent": _deduct_percent,
    "plan-check-drawn-twice": _paid_twice,
}


def _table(plan: Plan, finding: Finding) -> RateTable:
    return plan.tables[dict(finding.params)["table"]]


def _tier(table: RateTable, place: Place) -> int:
    rows = [_row_and_column(tier.place)[0] for tier in table.tiers]
    return rows.index(_row_and_column(place)[0])


def _row_and_column(place: Place) -> tuple[str, str]:
    """Row and column letters of the first cell that a place names."""
    cell = place.cell.partition(":")[0]
    column = cell.rstrip("0123456789")
    return cell.removeprefix(column), column
