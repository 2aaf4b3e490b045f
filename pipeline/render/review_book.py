"""激励方案复盘报告 as a workbook (SPEC 7, `review`)."""

from __future__ import annotations

from pipeline.outlook.review import Review, rating_counts, rating_labels
from pipeline.render.registers.sheet import Cell, Grid, Heading, Look, workbook_bytes
from pipeline.render.review import review_span
from pipeline.wording import Wording

WIDTHS = {Look.TEXT: 16, Look.MONEY: 17, Look.NUMBER: 12, Look.PERCENT: 12, Look.COUNT: 10, Look.SCORE: 10}
PARTS = ("fixed", "bonus", "special")


def review_book(made: Review, words: Wording) -> bytes:
    """Periods, ratings, pay mix, appeals, improvement lists, plan changes."""
    return workbook_bytes([build(made, words) for build in (_periods, _ratings, _mixes, _appeals, _lists, _changes)])


def _grid(
    made: Review, words: Wording, name: str, columns: tuple[tuple[str, Look], ...], found: list[list[Cell]]
) -> Grid:
    heads = tuple(Heading(words(f"review.{key}"), WIDTHS[look], look) for key, look in columns)
    return Grid(words(f"review.{name}")[:31], words("review.document", span=review_span(made)), heads, found)


def _periods(made: Review, words: Wording) -> Grid:
    columns = (
        ("period", Look.TEXT),
        ("revision", Look.COUNT),
        ("people", Look.COUNT),
        ("attainment", Look.PERCENT),
        ("on_target", Look.COUNT),
        ("score", Look.SCORE),
        ("bonus", Look.MONEY),
        ("fixed", Look.MONEY),
        ("sales", Look.MONEY),
        ("cost_rate", Look.PERCENT),
        ("gain", Look.MONEY),
        ("gain_per_yuan", Look.NUMBER),
    )
    found: list[list[Cell]] = [
        [
            *(one.period, one.revision, one.people, one.attainment, one.on_target, one.total_score),
            *(one.bonus, one.fixed, one.sales, one.cost_rate, one.gain, one.gain_per_yuan),
        ]
        for one in made.periods
    ]
    return _grid(made, words, "periods", columns, found)


def _ratings(made: Review, words: Wording) -> Grid:
    labels = rating_labels(made)
    heads = (Heading(words("review.period"), 16), *(Heading(label, 10, Look.COUNT) for label in labels))
    found: list[list[Cell]] = [
        [one.period, *(rating_counts(one).get(label, 0) for label in labels)] for one in made.periods
    ]
    return Grid(words("review.ratings"), words("review.document", span=review_span(made)), heads, found)


def _mixes(made: Review, words: Wording) -> Grid:
    columns = (("grade", Look.TEXT), *((f"part.{part}", Look.PERCENT) for part in PARTS), ("outside", Look.TEXT))
    found: list[list[Cell]] = [
        [
            *(one.grade, one.fixed, one.bonus, one.special),
            "、".join(words(f"review.part.{part}") for part, out in zip(PARTS, one.outside, strict=True) if out),
        ]
        for one in made.mixes
    ]
    return _grid(made, words, "mix", columns, found)


def _appeals(made: Review, words: Wording) -> Grid:
    columns = (("period", Look.TEXT), *((key, Look.COUNT) for key in ("upheld", "corrected", "pending")))
    found: list[list[Cell]] = [[one.period, one.upheld, one.corrected, one.pending] for one in made.appeals]
    return _grid(made, words, "appeals", columns, found)


def _lists(made: Review, words: Wording) -> Grid:
    columns = (("period", Look.TEXT), *((key, Look.COUNT) for key in ("listed", "recovered", "still", "gone")))
    found: list[list[Cell]] = [
        [one.period, one.listed, one.recovered, one.still, one.gone] for one in made.improvements
    ]
    return _grid(made, words, "improvements", columns, found)


def _changes(made: Review, words: Wording) -> Grid:
    columns = tuple((key, Look.TEXT) for key in ("period", "sheet", "row", "field", "was", "now"))
    found: list[list[Cell]] = [
        [step.period, one.sheet, one.key, one.field, one.old, one.new] for step in made.changes for one in step.changes
    ]
    return _grid(made, words, "changes", columns, found)
