"""A look into a running period as a workbook for HR and managers (SPEC 7, `progress`)."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.outlook.progress import KpiPace, PersonProgress, Progress, TeamProgress
from pipeline.render.numbers import Numbers
from pipeline.render.progress import missing_text, next_step_text, sum_text
from pipeline.render.registers.sheet import Cell, Grid, Heading, Look, workbook_bytes
from pipeline.wording import Wording

WIDTHS = {
    Look.TEXT: 14,
    Look.MONEY: 15,
    Look.NUMBER: 14,
    Look.PERCENT: 11,
    Look.COUNT: 9,
    Look.SCORE: 10,
    Look.DATE: 12,
}
WHO = (("employee_id", Look.TEXT), ("name", Look.TEXT), ("team", Look.TEXT))


def progress_book(progress: Progress, words: Wording) -> bytes:
    """People, KPIs, weeks, idle opportunities, customers, and what is missing; every sheet says that it is unsealed."""
    numbers = Numbers(words.locale, progress.scheme.currency)
    people = progress.groups[0].members
    title = words("progress.unsealed", day=numbers.day(progress.as_of))
    found = [[missing_text(one, words)] for one in progress.missing]
    grids = (
        _people(people, title, numbers, words),
        _kpis(people, title, words),
        _weeks(progress, title, words),
        _idle(people, title, words),
        _contacts(people, title, words),
        Grid(words("progress.sheet.missing"), title, (Heading(words("progress.cause"), 80),), found),
    )
    return workbook_bytes(grids)


def _grid(name: str, title: str, words: Wording, columns: Iterable[tuple[str, Look]], found: list[list[Cell]]) -> Grid:
    heads = tuple(Heading(words(f"progress.{key}"), WIDTHS[look], look) for key, look in columns)
    return Grid(words(f"progress.sheet.{name}"), title, heads, found)


def _who(one: PersonProgress) -> list[Cell]:
    return [one.employee_id, one.name, one.team]


def _people(people: Iterable[PersonProgress], title: str, numbers: Numbers, words: Wording) -> Grid:
    columns = (
        *WHO,
        ("grade", Look.TEXT),
        ("passed", Look.COUNT),
        ("whole", Look.COUNT),
        ("kpi", Look.TEXT),
        ("pace", Look.PERCENT),
        ("attainment", Look.PERCENT),
        ("forecast_attainment", Look.PERCENT),
        ("total", Look.SCORE),
        ("forecast_total", Look.SCORE),
        ("coefficient", Look.NUMBER),
        ("rating", Look.TEXT),
        ("bonus_now", Look.MONEY),
        ("forecast_bonus", Look.MONEY),
        ("missed", Look.COUNT),
        ("next", Look.TEXT),
    )
    return _grid("people", title, words, columns, [_person(one, numbers, words) for one in people])


def _person(one: PersonProgress, numbers: Numbers, words: Wording) -> list[Cell]:
    ahead = one.forecast
    steps = [next_step_text(step, one, numbers, words) for step in ahead.next_steps] if ahead else []
    return [
        *_who(one),
        one.grade,
        one.share.passed,
        one.share.whole,
        one.leading or words("progress.unsummed"),
        one.pace,
        one.now.attainment,
        ahead.attainment if ahead else None,
        one.now.total_score,
        ahead.total_score if ahead else None,
        ahead.coefficient if ahead else None,
        ahead.rating if ahead else "",
        None if one.now.total_score is None else one.now.payable,
        ahead.payable if ahead and ahead.total_score is not None else None,
        one.missed or None,
        "; ".join(steps),
    ]


def _kpis(people: Iterable[PersonProgress], title: str, words: Wording) -> Grid:
    columns = (
        *WHO,
        ("kpi", Look.TEXT),
        ("target", Look.NUMBER),
        ("due", Look.NUMBER),
        ("actual", Look.NUMBER),
        ("pace", Look.PERCENT),
        ("score", Look.SCORE),
        ("forecast", Look.NUMBER),
        ("forecast_score", Look.SCORE),
        ("grows", Look.TEXT),
    )
    found: list[list[Cell]] = [
        [*_who(one), k.kpi, k.baseline, k.due, k.actual, k.pace, k.score, *_ahead(k, words)]
        for one in people
        for k in one.kpis
    ]
    return _grid("kpis", title, words, columns, found)


def _ahead(kpi: KpiPace, words: Wording) -> list[Cell]:
    return [kpi.forecast, kpi.forecast_score, words("progress.by_days" if kpi.grows else "progress.as_it_stands")]


def _weeks(progress: Progress, title: str, words: Wording) -> Grid:
    columns = (
        ("team", Look.TEXT),
        ("kpi", Look.TEXT),
        ("week", Look.DATE),
        ("actual", Look.NUMBER),
        ("so_far", Look.NUMBER),
        ("due", Look.NUMBER),
    )
    found = [row for group in progress.groups for row in _weeks_of(group, words)]
    return _grid("weeks", title, words, columns, found)


def _weeks_of(group: TeamProgress, words: Wording) -> list[list[Cell]]:
    followed = words("comma").join(group.summed) or sum_text(group, words)
    name: list[Cell] = [group.team or words("progress.company"), followed]
    return [[*name, one.start, one.value, one.so_far, one.due] for one in group.weeks] or [[*name, *[None] * 4]]


def _idle(people: Iterable[PersonProgress], title: str, words: Wording) -> Grid:
    columns = (
        *WHO,
        ("opportunity", Look.TEXT),
        ("customer", Look.TEXT),
        ("stage", Look.TEXT),
        ("amount", Look.NUMBER),
        ("days", Look.COUNT),
    )
    found: list[list[Cell]] = [
        [*_who(one), idle.opportunity_id, idle.customer_id, idle.stage, idle.amount, idle.days]
        for one in people
        for idle in one.idle
    ]
    return _grid("idle", title, words, columns, found)


def _contacts(people: Iterable[PersonProgress], title: str, words: Wording) -> Grid:
    columns = (
        *WHO,
        ("customer", Look.TEXT),
        ("tier", Look.TEXT),
        ("amount", Look.NUMBER),
        ("last", Look.DATE),
        ("days", Look.COUNT),
        ("allowed", Look.COUNT),
    )
    found: list[list[Cell]] = [
        [*_who(one), seen.customer_id, seen.tier, seen.bought, seen.last, seen.days, seen.allowed]
        for one in people
        for seen in one.contacts
    ]
    return _grid("contacts", title, words, columns, found)
