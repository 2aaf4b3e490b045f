"""公示表 as a PDF to pin up: one page for a hundred people, further pages for more."""

from __future__ import annotations

from pipeline.render.html import html
from pipeline.render.numbers import Numbers
from pipeline.render.pdf import pdf
from pipeline.statements.notice import Entry, Notice
from pipeline.wording import Wording

DEEP = 32
MOST_ACROSS = 3
WIDE_ACROSS = 2

Panel = list[list[tuple[int, Entry] | None]]


def notice_pdf(notice: Notice, words: Wording) -> bytes:
    """The notice, PDF/A-3a, byte-identical on every run."""
    return pdf(notice_html(notice, words), "notice.css")


def notice_html(notice: Notice, words: Wording) -> str:
    """The page that the PDF is printed from."""
    across = columns_across(notice)
    return html(
        "notice.html.j2",
        s=notice,
        n=Numbers(words.locale, notice.scheme.currency),
        words=words,
        across=across,
        panels=panels(notice.entries, across),
    )


def columns_across(notice: Notice) -> int:
    """How many people stand side by side; fewer where amounts take room."""
    most = WIDE_ACROSS if notice.amounts else MOST_ACROSS
    return min(most, max(1, -(-len(notice.entries) // DEEP)))


def panels(entries: tuple[Entry, ...], across: int) -> list[Panel]:
    """One panel a page: people in order, down one column and then the next."""
    numbered = list(enumerate(entries, start=1))
    pages = [numbered[start : start + DEEP * across] for start in range(0, len(numbered), DEEP * across)]
    return [_panel(page, across) for page in pages]


def _panel(page: list[tuple[int, Entry]], across: int) -> Panel:
    deep = -(-len(page) // across)
    padded = [*page, *[None] * (deep * across - len(page))]
    return [padded[row::deep] for row in range(deep)]
