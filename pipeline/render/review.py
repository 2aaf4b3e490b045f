"""激励方案复盘报告 as a PDF (SPEC 7, `review`)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pipeline.outlook.review import Review, rating_counts, rating_labels
from pipeline.render.charts import Column, Point, columns
from pipeline.render.html import html
from pipeline.render.numbers import Numbers
from pipeline.render.pdf import pdf
from pipeline.wording import Wording

WIDE = 310
CHANGES = 30


def review_pdf(made: Review, words: Wording) -> bytes:
    """The report, PDF/A-3a."""
    return pdf(review_html(made, words), "summary.css", "outlook.css")


def review_html(made: Review, words: Wording) -> str:
    """The page that the PDF is printed from."""
    numbers = Numbers(words.locale, made.scheme.currency)
    return html(
        "review.html.j2",
        r=made,
        n=numbers,
        words=words,
        span=review_span(made),
        labels=rating_labels(made),
        counts={one.period: rating_counts(one) for one in made.periods},
        bonus=_chart(made, [one.bonus for one in made.periods], numbers),
        sales=_chart(made, [one.sales for one in made.periods], numbers),
        shown=CHANGES,
    )


def review_span(made: Review) -> str:
    """The first period, or the first and the last."""
    return " – ".join(dict.fromkeys((made.periods[0].period, made.periods[-1].period)))


def _chart(made: Review, values: Sequence[Fraction], numbers: Numbers) -> list[Column]:
    points = zip(made.periods, values, strict=True)
    return columns([Point(one.period, value, numbers.whole(value)) for one, value in points], width=WIDE)
