"""A person's statement as a PDF with the calculation attached (SPEC 10)."""

from __future__ import annotations

from pipeline.render.charts import Column, Point, columns, gauge
from pipeline.render.html import html
from pipeline.render.line_words import said
from pipeline.render.numbers import Numbers
from pipeline.render.pdf import Enclosure, pdf
from pipeline.statements import Statement, code_of, record, verification_code
from pipeline.wording import Wording

SHORT_APPENDIX = 8
ROOMY = 12


def statement_pdf(statement: Statement, words: Wording) -> bytes:
    """The statement, PDF/A-3a, byte-identical on every run."""
    name = f"{statement.person.employee_id}-{statement.period.id}-{statement.revision.id}.json"
    attached = record(statement)
    enclosure = Enclosure(name, attached, words("statement.attachment"), statement.period.end)
    return pdf(_page(statement, words, code_of(attached)), "statement.css", enclosures=(enclosure,))


def statement_html(statement: Statement, words: Wording) -> str:
    """The page that the PDF is printed from."""
    return _page(statement, words, verification_code(statement))


def _page(statement: Statement, words: Wording, code: str) -> str:
    numbers = Numbers(words.locale, statement.scheme.currency)
    return html(
        "statement.html.j2",
        s=statement,
        n=numbers,
        words=words,
        code=code,
        gauges={row.kpi: gauge(row.attainment) for row in statement.kpis},
        trend=_trend(statement, numbers),
        said=said(statement, words, numbers),
        caps=words("comma").join(numbers.number(one) for one in statement.score_caps),
        orders=[row for row in statement.rows if row.table == "orders"],
        receipts=[row for row in statement.rows if row.table == "receipts"],
        short=SHORT_APPENDIX,
        dense=len(statement.kpis) + len(statement.lines) + len(statement.assignments) > ROOMY,
    )


def _trend(statement: Statement, numbers: Numbers) -> list[Column]:
    last = len(statement.trend) - 1
    return columns(
        [
            Point(point.period, point.payable, numbers.whole(point.payable), strong=place == last)
            for place, point in enumerate(statement.trend)
        ]
    )
