"""绩效指标表, 指标库 and 绩效评估汇总表: how each score came about (SPEC 8)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from pipeline.calculation import Calculation
from pipeline.plan.model import Plan
from pipeline.render.registers.live import at, ranges, rounded, spans
from pipeline.render.registers.sheet import Cell, Formula, Grid, Heading, Look, Shown, cell_range, row_of, sheet_of
from pipeline.rules.rows import Row, rows
from pipeline.statements.facts import number, text
from pipeline.wording import Wording
from schemas.outputs import RegisterSheet
from schemas.terms import Category, Direction

CATEGORY, WEIGHT, BASELINE, ACTUAL, ATTAINMENT, SCORE, WEIGHTED = 2, 5, 6, 8, 9, 10, 11
TOTAL, COEFFICIENT = 6, 7


def headings(words: Wording, *columns: tuple[str, int, Look]) -> tuple[Heading, ...]:
    """Headings worded by `register.<key>`."""
    return tuple(Heading(words(f"register.{key}"), width, look) for key, width, look in columns)


def kpi_grid(calculation: Calculation, words: Wording) -> Grid:
    """绩效指标表: one row per person and KPI; attainment and weighted score are live."""
    people = {text(row, "employee_id"): row for row in rows(calculation.people)}
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
        _kpi_row(row, row_of(place), text(own, "name"), calculation.plans[int(own["plan"])], words)
        for place, row in enumerate(rows(calculation.kpi_scores))
        for own in [people[text(row, "employee_id")]]
    ]
    return Grid(RegisterSheet.KPIS, words("register.kpis_title", period=calculation.period.id), columns, found)


def summary_grid(calculation: Calculation, words: Wording) -> Grid:
    """绩效评估汇总表: people by team and total; scores are live means and sums over 绩效指标表, both ranks are live."""
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
    people = _by_team(calculation)
    company, scored = _totals(0, len(people)), _Scored(calculation, words)
    found: list[list[Cell]] = []
    for _, group in groupby(people, key=lambda row: text(row, "team")):
        members = list(group)
        start = len(found)
        team = _totals(start, start + len(members))
        found += [_summary_row(row, row_of(start + place), scored, company, team) for place, row in enumerate(members)]
    return Grid(RegisterSheet.SUMMARY, words("register.summary_title", period=calculation.period.id), columns, found)


def evaluated(calculation: Calculation) -> dict[str, int]:
    """Where each person stands among the rows of 绩效评估汇总表."""
    return {text(row, "employee_id"): place for place, row in enumerate(_by_team(calculation))}


def _by_team(calculation: Calculation) -> list[Row]:
    return sorted(rows(calculation.people), key=lambda row: (text(row, "team"), -(number(row, "total_score") or -1)))


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


def _kpi_row(row: Row, place: int, name: str, plan: Plan, words: Wording) -> list[Cell]:
    weighted = number(row, "weighted_score")
    return [
        text(row, "employee_id"),
        name,
        words(f"category.{text(row, 'category')}"),
        text(row, "kpi"),
        text(row, "unit"),
        number(row, "weight"),
        *(_quantity(row, key) for key in ("baseline", "challenge", "actual")),
        _attainment(row, place, plan),
        number(row, "score"),
        None if weighted is None else Formula(f"{at(WEIGHT, place)}*{at(SCORE, place)}", weighted),
    ]


def _attainment(row: Row, place: int, plan: Plan) -> Cell:
    """Actual by baseline, or the other way round where less is better."""
    parts = [(number(row, "actual"), at(ACTUAL, place)), (number(row, "baseline"), at(BASELINE, place))]
    (above, over), (below, under) = parts[::-1] if _less_is_better(row, plan) else parts
    places = plan.parameters.attainment_places
    reckoned = above / below if above is not None and below else None
    return rounded(f"{over}/{under}", reckoned, number(row, "attainment"), None if places is None else places + 2)


def _less_is_better(row: Row, plan: Plan) -> bool:
    return plan.kpis[text(row, "kpi")].direction is Direction.LOWER


def _quantity(row: Row, key: str) -> Cell:
    """A target or an actual; those of a KPI in % look like percentages, whole ones have no decimals."""
    value = number(row, key)
    if value is None or text(row, "unit") == "%":
        return Shown(value, Look.PERCENT)
    return Shown(value, Look.WHOLE if value.denominator == 1 else Look.NUMBER)


def _summary_row(row: Row, place: int, scored: _Scored, company: str, team: str) -> list[Cell]:
    own = at(TOTAL, place)
    return [
        *(text(row, key) for key in ("employee_id", "name", "team", "grade")),
        *scored.of(row),
        number(row, "coefficient"),
        text(row, "rating"),
        _rank(own, company, number(row, "rank_company")),
        _rank(own, team, number(row, "rank_team")),
    ]


class _Scored:
    """The scores of people as means and sums over their rows of 绩效指标表."""

    def __init__(self, calculation: Calculation, words: Wording) -> None:
        self.rows = rows(calculation.kpi_scores)
        self.spans = spans(self.rows)
        self.plans = calculation.plans
        self.words = words

    def of(self, person: Row) -> list[Cell]:
        """Result, process and total score; those that the plan does not round are figures, so that ties stay ties."""
        values = [number(person, key) for key in ("result_score", "process_score", "total_score")]
        span, places = self.spans.get(text(person, "employee_id")), self._places(person)
        if span is None or places is None:
            return list(values)
        means = [
            self._mean(span, category, value, places) for category, value in zip(Category, values[:2], strict=True)
        ]
        return [*means, rounded(_sum(span), _total(self.rows[span.start : span.stop]), values[2], places)]

    def _places(self, person: Row) -> int | None:
        return self.plans[int(person["plan"])].parameters.total_places

    def _mean(self, span: range, category: Category, value: Fraction | None, places: int) -> Cell:
        own = [row for row in self.rows[span.start : span.stop] if text(row, "category") == category]
        weight = sum((number(row, "weight") or Fraction(0) for row in own), start=Fraction(0))
        formula = _mean_of(span, self.words(f"category.{category.value}"))
        return rounded(formula, _total(own) / weight if weight else None, value, places)


def _total(found: Sequence[Row]) -> Fraction:
    return sum((number(row, "weighted_score") or Fraction(0) for row in found), start=Fraction(0))


def _sum(span: range) -> str:
    return "+".join(f"SUM({cells})" for (cells,) in ranges(RegisterSheet.KPIS, span, WEIGHTED))


def _mean_of(span: range, category: str) -> str:
    """The weighted scores of a category by their weights."""
    sums = [
        (f'SUMIFS({scores},{of},"{category}")', f'SUMIFS({weights},{of},"{category}")')
        for scores, weights, of in ranges(RegisterSheet.KPIS, span, WEIGHTED, WEIGHT, CATEGORY)
    ]
    above, below = ("+".join(parts) for parts in zip(*sums, strict=True))
    return f"{above}/{below}" if len(sums) == 1 else f"({above})/({below})"


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
