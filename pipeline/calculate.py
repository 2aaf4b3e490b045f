"""The calculation as a sentence: the grains in order, with the joins between them (SPEC 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from pipeline.calculation import Calculation, Ground
from pipeline.columns import add_columns
from pipeline.findings import Finding
from pipeline.history import History
from pipeline.period import Period
from pipeline.plan.model import Measure, Plan
from pipeline.rules.actuals import kpi_actuals
from pipeline.rules.credits import credits as credited_rows
from pipeline.rules.gaps import score_gaps, total_gaps
from pipeline.rules.lookup import looked_up
from pipeline.rules.measures import measure_values
from pipeline.rules.participation import participants
from pipeline.rules.pay import PAID, with_held, with_pay
from pipeline.rules.payout import Payout, payout
from pipeline.rules.percent_units import percent_units
from pipeline.rules.preparation import measures_named
from pipeline.rules.ranks import RANKS
from pipeline.rules.ratings import rated_actuals, roles_without_weight
from pipeline.rules.scorecards import scorecards
from pipeline.rules.scores import AFTER_POINTS, BEFORE_POINTS
from pipeline.rules.scorings import points
from pipeline.rules.totals import TOTALS, scorecard_sums
from pipeline.tables import Tables
from pipeline.workdays import WorkCalendar
from schemas.outputs import KPI_SCORES, PAYOUT_LINES, RESULTS

Projection = Callable[[Measure, pd.Series], pd.Series]
"""What a measure is taken to be, from what it is: for forecasts."""


def as_measured(measure: Measure, values: pd.Series) -> pd.Series:
    """No forecast: a measure is what its rows say."""
    del measure
    return values


@dataclass(frozen=True, slots=True)
class _Field:
    """What all plans of a period share: everyone who takes part, and what they are credited."""

    period: Period
    tables: Tables
    people: pd.DataFrame
    credits: pd.DataFrame
    history: History
    projection: Projection


@dataclass(frozen=True, slots=True)
class _Paid:
    """What one plan makes of its participants."""

    ground: Ground
    people: pd.DataFrame
    payout: Payout
    findings: list[Finding]


def calculate(
    period: Period,
    tables: Tables,
    plans: Sequence[Plan],
    workdays: WorkCalendar,
    history: History,
    *,
    projection: Projection = as_measured,
) -> Calculation:
    """The figures of a period: who takes part, what they are credited, how they score, what they are paid."""
    tables, unit_findings = percent_units(tables, plans)
    taking_part = participants(period, tables, plans, workdays)
    credited, credit_findings = credited_rows(period, tables, taking_part.people, plans, history)
    field = _Field(period, tables, taking_part.people, credited, history, projection)
    paid = [_paid(_ground(field, index, plan)) for index, plan in enumerate(plans)]
    return Calculation(
        period,
        tuple(plans),
        _people(field, paid),
        _stacked([part.ground.kpi_scores for part in paid], ["employee_id"], KPI_SCORES),
        credited,
        _stacked([part.payout.lines for part in paid], ["employee_id", "line"], PAYOUT_LINES),
        taking_part.segments,
        taking_part.not_covered,
        _measures(paid),
        (*unit_findings, *taking_part.findings, *credit_findings, *(one for part in paid for one in part.findings)),
        {key: amount for part in paid for key, amount in part.payout.lapsed.items()},
    )


def _ground(field: _Field, index: int, plan: Plan) -> Ground:
    """The plan's participants with their measures, scores and totals."""
    people = field.people[field.people["plan"] == index]
    measures = _plan_measures(field, plan, people)
    actuals = kpi_actuals(plan, field.tables, measures, rated_actuals(plan, field.tables))
    cards = scorecards(plan, field.period.cycle, people, field.tables, actuals)
    parameters = asdict(plan.parameters)
    attained = add_columns(cards, *BEFORE_POINTS, rate_tables=plan.tables, **parameters)
    scores = add_columns(attained.assign(points=points(attained)), *AFTER_POINTS, **parameters)
    totals = add_columns(scorecard_sums(plan, people, scores), *TOTALS, rate_tables=plan.tables, **parameters)
    grains = (totals, field.people, scores, field.credits, measures)
    return Ground(field.period, plan, field.tables, *grains, field.history)


def _paid(ground: Ground) -> _Paid:
    """The plan's payout lines and what they sum to for each person."""
    plan, tables, people, scores = ground.plan, ground.tables, ground.people, ground.kpi_scores
    paid = payout(ground)
    gaps = [*score_gaps(plan, tables, people, scores), *total_gaps(plan, tables, people, scores)]
    return _Paid(
        ground,
        with_pay(plan, people, paid.lines),
        paid,
        [*roles_without_weight(plan, tables), *gaps, *paid.findings],
    )


def _people(field: _Field, paid: Sequence[_Paid]) -> pd.DataFrame:
    """All participants by employee_id, with status and places among all of them."""
    everyone = _stacked([part.people for part in paid], ["employee_id"], ())
    paid_people = add_columns(with_held(everyone, field.tables, field.period), *PAID, *RANKS)
    return _leading(paid_people, RESULTS)


def _plan_measures(field: _Field, plan: Plan, people: pd.DataFrame) -> dict[str, pd.Series]:
    """Every measure that the plan names, for its participants; scopes reach over all who take part."""
    named = measures_named(plan)
    grains = (field.period, field.tables, field.people, field.credits, field.history)
    ids = people["employee_id"].set_axis(people["employee_id"])
    return {
        name: looked_up(ids, field.projection(measure, measure_values(measure, *grains)))
        for name, measure in plan.measures.items()
        if name in named
    }


def _measures(paid: Sequence[_Paid]) -> dict[str, pd.Series]:
    """Each measure of any plan for the people whose plan has it."""
    names = dict.fromkeys(name for part in paid for name in part.ground.measures)
    return {
        name: _united([part.ground.measures[name] for part in paid if name in part.ground.measures]) for name in names
    }


def _united(columns: Sequence[pd.Series]) -> pd.Series:
    """The columns of several plans as one, in order; those of one plan are in order already."""
    return columns[0] if len(columns) == 1 else pd.concat(columns).sort_index()


def _stacked(frames: Sequence[pd.DataFrame], order: list[str], first: Iterable[str]) -> pd.DataFrame:
    """The frames of all plans as one, in order; rows of one person keep theirs. One plan's is in order already."""
    if len(frames) == 1:
        return _leading(frames[0].reset_index(drop=True), first)
    return _leading(pd.concat(frames).sort_values(order, kind="stable", ignore_index=True), first)


def _leading(frame: pd.DataFrame, first: Iterable[str]) -> pd.DataFrame:
    """The frame with these columns first."""
    return frame[list(dict.fromkeys([*first, *frame.columns]))]
