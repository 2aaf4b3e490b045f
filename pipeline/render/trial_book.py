"""试运行效果评估报告 as a workbook: by team, by person and what differs, with live differences (SPEC 7, `simulate`)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.outlook.trial import Group, PersonTrial, Trial
from pipeline.render.registers.sheet import Cell, Formula, Grid, Heading, Look, row_of, workbook_bytes
from pipeline.render.trial import periods_text
from pipeline.wording import Wording

WIDTHS = {Look.TEXT: 16, Look.MONEY: 16, Look.NUMBER: 10, Look.PERCENT: 10, Look.COUNT: 9}


def trial_book(trial: Trial, words: Wording) -> bytes:
    """The workbook: 汇总, 逐人差异 and the differences of the plans."""
    title = f"{words('simulate.document', periods=periods_text(trial))} {words('simulate.unsealed')}"
    grids = (
        _groups(words("simulate.teams"), "team", trial.teams, title, words),
        _people(trial, title, words),
        _groups(words("simulate.grades"), "grade", trial.grades, title, words),
        _groups(words("simulate.kinds"), "kind", trial.kinds, title, words),
        _budgets(trial, title, words),
        _changes(trial, title, words),
    )
    return workbook_bytes(grids)


def _headings(words: Wording, *columns: tuple[str, Look]) -> tuple[Heading, ...]:
    return tuple(Heading(words(f"simulate.{key}"), WIDTHS[look], look) for key, look in columns)


def _groups(name: str, by: str, groups: Sequence[Group], title: str, words: Wording) -> Grid:
    heads = _headings(
        words,
        (by, Look.TEXT),
        ("moved" if by == "kind" else "people", Look.COUNT),
        ("winners", Look.COUNT),
        ("losers", Look.COUNT),
        ("old", Look.MONEY),
        ("new", Look.MONEY),
        ("difference", Look.MONEY),
        ("rate", Look.PERCENT),
    )
    found: list[list[Cell]] = [
        [
            words(f"simulate.kind.{one.label}") if by == "kind" else one.label,
            one.people,
            one.winners,
            one.losers,
            one.pay.old,
            one.pay.new,
            _difference("E", "F", place, one.pay.difference),
            one.pay.rate,
        ]
        for place, one in enumerate(groups)
    ]
    return Grid(name, title, heads, found, (4, 5, 6), words("simulate.total"))


def _people(trial: Trial, title: str, words: Wording) -> Grid:
    heads = _headings(
        words,
        ("employee_id", Look.TEXT),
        ("name", Look.TEXT),
        ("team", Look.TEXT),
        ("grade", Look.TEXT),
        ("attainment", Look.PERCENT),
        ("coefficient_old", Look.NUMBER),
        ("coefficient_new", Look.NUMBER),
        ("rating_old", Look.TEXT),
        ("rating_new", Look.TEXT),
        ("old", Look.MONEY),
        ("new", Look.MONEY),
        ("difference", Look.MONEY),
        ("rate", Look.PERCENT),
        ("why", Look.TEXT),
    )
    found = [_person(one, place, words) for place, one in enumerate(trial.people)]
    return Grid(words("simulate.by_person"), title, heads, found, (9, 10, 11), words("simulate.total"))


def _person(one: PersonTrial, place: int, words: Wording) -> list[Cell]:
    why = "; ".join(f"{words(f'simulate.kind.{kind}')} {float(moved.difference):+,.2f}" for kind, moved in one.kinds)
    return [
        one.employee_id,
        one.name,
        one.team,
        one.grade,
        one.attainment,
        *one.coefficients,
        *one.ratings,
        one.pay.old,
        one.pay.new,
        _difference("J", "K", place, one.pay.difference),
        one.pay.rate,
        why,
    ]


def _difference(old: str, new: str, place: int, value: Fraction) -> Formula:
    row = row_of(place) + 1
    return Formula(f"{new}{row}-{old}{row}", value)


def _budgets(trial: Trial, title: str, words: Wording) -> Grid:
    heads = _headings(
        words,
        ("period", Look.TEXT),
        ("sales", Look.MONEY),
        ("old", Look.MONEY),
        ("new", Look.MONEY),
        ("cost_rate_old", Look.PERCENT),
        ("cost_rate_new", Look.PERCENT),
        ("budget", Look.MONEY),
        ("room", Look.MONEY),
    )
    found: list[list[Cell]] = [
        [
            one.period,
            one.sales,
            one.pay.old,
            one.pay.new,
            *one.rates,
            one.limit,
            None if one.limit is None else one.limit - one.pay.new,
        ]
        for one in trial.budgets
    ]
    return Grid(words("simulate.cost"), title, heads, found)


def _changes(trial: Trial, title: str, words: Wording) -> Grid:
    heads = _headings(words, *((key, Look.TEXT) for key in ("sheet", "row", "field", "was", "now")))
    found: list[list[Cell]] = [[one.sheet, one.key, one.field, one.old, one.new] for one in trial.changes]
    return Grid(words("simulate.changes"), title, heads, found)
