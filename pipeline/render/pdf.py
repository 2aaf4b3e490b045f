"""HTML to PDF/A-3a with WeasyPrint: tagged, fonts embedded, the same bytes on every run."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from cssselect2 import ElementWrapper
from defusedxml.ElementTree import fromstring
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.layout import LayoutContext

from pipeline.render.assets import SCHEME, fetcher, fonts, stylesheet
from pipeline.render.embedding import document_fonts
from pipeline.render.styles import share
from pipeline.render.writing import write_once

VARIANT = "pdf/a-3a"
BASE = "base.css"
ELEMENTS = "elements.css"
NO_MARKUP = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")
"""What XML cannot hold; the gates of the intake let none of it pass in tables."""


class Page(HTML):  # type: ignore[misc]  # WeasyPrint carries no types
    """A page of ours, well-formed as XML is, and styled from the short list of elements that our documents use."""

    def __init__(self, string: str) -> None:
        self.base_url, self.url_fetcher, self.media_type = SCHEME, fetcher(), "print"
        tree = fromstring(string.translate(NO_MARKUP))
        self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        del forms  # documents are printed, not filled in
        return [stylesheet(ELEMENTS)]


class Printed(Document):  # type: ignore[misc]  # WeasyPrint carries no types
    """A page laid out with the styles, and embedding the fonts, that this process knows already."""

    def __init__(self, *laid_out: object) -> None:
        super().__init__(*laid_out)
        self.fonts = document_fonts()

    @classmethod
    def _build_layout_context(cls, *page: object) -> LayoutContext:
        context = super()._build_layout_context(*page)
        share(context.style_for.get_computed_styles())
        return context


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that travels inside a PDF; `day` stands in for the clock, so that bytes repeat."""

    name: str
    content: bytes
    description: str
    day: date


def pdf(html: str, *styles: str, enclosures: tuple[Enclosure, ...] = ()) -> bytes:
    """The PDF of a self-contained page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        sheets = [stylesheet(name) for name in (BASE, *styles)]
        options = {**DEFAULT_OPTIONS, "stylesheets": sheets, "pdf_variant": VARIANT}
        document = Printed._render(Page(html), fonts(), None, None, options)  # noqa: SLF001 - as HTML.render does
        written: bytes = document.write_pdf(
            attachments=[_attachment(one) for one in enclosures], pdf_variant=VARIANT, finisher=write_once
        )
    return written


def _attachment(enclosure: Enclosure) -> Attachment:
    moment = datetime.combine(enclosure.day, time(), UTC)
    return Attachment(
        string=enclosure.content,
        name=enclosure.name,
        description=enclosure.description,
        created=moment,
        modified=moment,
        relationship="Source",
        url_fetcher=fetcher(),
    )
