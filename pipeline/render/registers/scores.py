"""绩效指标表, 指标库 and 绩效评估汇总表: how each score came about (SPEC 8)."""

from __future__ import annotations

from itertools import groupby

from pipeline.calculation import Calculation
from pipeline.plan.model import Plan
from pipeline.render.registers.sheet import Cell, Formula, Grid, Heading, Look, Shown, cell_range, row_of, sheet_of
from pipeline.statements.facts import Row, number, rows, text
from pipeline.wording import Wording
from schemas.outputs import RegisterSheet

WEIGHT, SCORE = 5, 10
TOTAL = 6


def headings(words: Wording, *columns: tuple[str, int, Look]) -> tuple[Heading, ...]:
    """Headings worded by `register.<key>`."""
    return tuple(Heading(words(f"register.{key}"), width, look) for key, width, look in columns)


def kpi_grid(calculation: Calculation, words: Wording) -> Grid:
    """绩效指标表: one row per person and KPI; the weighted score is a live product."""
    names = dict(zip(calculation.people["employee_id"], calculation.people["name"], strict=True))
    columns = headings(
        words,
        ("employee_id", 12, Look.TEXT),
        ("name", 14, Look.TEXT),
        ("category", 8, Look.TEXT),
        ("kpi", 20, Look.TEXT),
        ("unit", 6, Look.TEXT),
        ("weight", 9, Look.PERCENT),
        ("baseline", 15, Look.NUMBER),
        ("challenge", 15, Look.NUMBER),
        ("actual", 15, Look.NUMBER),
        ("attainment", 11, Look.PERCENT),
        ("score", 9, Look.SCORE),
        ("weighted_score", 11, Look.SCORE),
    )
    found = [
        _kpi_row(row, row_of(place), str(names.get(text(row, "employee_id"), "")), words)
        for place, row in enumerate(rows(calculation.kpi_scores))
    ]
    return Grid(RegisterSheet.KPIS, words("register.kpis_title", period=calculation.period.id), columns, found)


def summary_grid(calculation: Calculation, words: Wording) -> Grid:
    """绩效评估汇总表: people by team and total; both ranks are live."""
    columns = headings(
        words,
        ("employee_id", 12, Look.TEXT),
        ("name", 14, Look.TEXT),
        ("team", 14, Look.TEXT),
        ("grade", 12, Look.TEXT),
        ("result_score", 10, Look.SCORE),
        ("process_score", 10, Look.SCORE),
        ("total_score", 10, Look.SCORE),
        ("coefficient", 9, Look.SCORE),
        ("rating", 8, Look.TEXT),
        ("rank_company", 9, Look.COUNT),
        ("rank_team", 9, Look.COUNT),
    )
    people = sorted(rows(calculation.people), key=lambda row: (text(row, "team"), -(number(row, "total_score") or -1)))
    company = _totals(0, len(people))
    found: list[list[Cell]] = []
    for _, group in groupby(people, key=lambda row: text(row, "team")):
        members = list(group)
        start = len(found)
        team = _totals(start, start + len(members))
        found += [_summary_row(row, row_of(start + place), company, team) for place, row in enumerate(members)]
    return Grid(RegisterSheet.SUMMARY, words("register.summary_title", period=calculation.period.id), columns, found)


def _totals(first: int, end: int) -> str:
    """The range of total scores of some rows; empty where they do not stand on one sheet."""
    together = sheet_of("", first) == sheet_of("", max(end - 1, first))
    return cell_range(TOTAL, row_of(first), row_of(end - 1)) if together else ""


def library_grid(calculation: Calculation, words: Wording) -> Grid:
    """指标库: the KPIs of the plans in force, as the plan defines them."""
    columns = headings(
        words,
        ("plan", 24, Look.TEXT),
        ("kpi", 20, Look.TEXT),
        ("category", 8, Look.TEXT),
        ("definition", 40, Look.TEXT),
        ("numerator", 16, Look.TEXT),
        ("denominator", 16, Look.TEXT),
        ("direction", 10, Look.TEXT),
        ("scoring", 10, Look.TEXT),
        ("score_cap", 10, Look.SCORE),
        ("unit", 8, Look.TEXT),
        ("source", 20, Look.TEXT),
        ("missing", 10, Look.TEXT),
        ("advice", 40, Look.TEXT),
    )
    found = [row for plan in calculation.plans for row in _library_rows(plan, words)]
    return Grid(RegisterSheet.LIBRARY, words("register.library"), columns, found)


def _kpi_row(row: Row, place: int, name: str, words: Wording) -> list[Cell]:
    weighted = number(row, "weighted_score")
    product = f"{cell_range(WEIGHT, place, place).split(':')[0]}*{cell_range(SCORE, place, place).split(':')[0]}"
    return [
        text(row, "employee_id"),
        name,
        words(f"category.{text(row, 'category')}"),
        text(row, "kpi"),
        text(row, "unit"),
        number(row, "weight"),
        *(_quantity(row, key) for key in ("baseline", "challenge", "actual")),
        number(row, "attainment"),
        number(row, "score"),
        None if weighted is None else Formula(product, weighted),
    ]


def _quantity(row: Row, key: str) -> Cell:
    """A target or an actual; those of a KPI in % look like percentages, whole ones have no decimals."""
    value = number(row, key)
    if value is None or text(row, "unit") == "%":
        return Shown(value, Look.PERCENT)
    return Shown(value, Look.WHOLE if value.denominator == 1 else Look.NUMBER)


def _summary_row(row: Row, place: int, company: str, team: str) -> list[Cell]:
    own = cell_range(TOTAL, place, place).split(":")[0]
    return [
        *(text(row, key) for key in ("employee_id", "name", "team", "grade")),
        *(number(row, key) for key in ("result_score", "process_score", "total_score", "coefficient")),
        text(row, "rating"),
        _rank(own, company, number(row, "rank_company")),
        _rank(own, team, number(row, "rank_team")),
    ]


def _rank(own: str, among: str, rank: object) -> Cell:
    """A live rank; a plain one where those to rank among fill more than a sheet."""
    if rank is None or not among:
        return None if rank is None else int(str(rank))
    fixed = ":".join(f"${part[0]}${part[1:]}" for part in among.split(":"))
    return Formula(f"RANK({own},{fixed})", int(str(rank)))


def _library_rows(plan: Plan, words: Wording) -> list[list[Cell]]:
    return [
        [
            plan.parameters.plan_name,
            kpi.kpi,
            words(f"category.{kpi.category.value}"),
            kpi.definition,
            kpi.numerator,
            kpi.denominator,
            words(f"direction.{kpi.direction.value}"),
            words(f"scoring.{kpi.scoring.value}"),
            kpi.score_cap,
            kpi.unit,
            kpi.source,
            words(f"missing.{kpi.missing.value}"),
            kpi.advice,
        ]
        for kpi in plan.kpis.values()
    ]
