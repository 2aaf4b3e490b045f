"""HTML to PDF/A-3a with WeasyPrint: tagged, fonts embedded, the same bytes on every run."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from weasyprint import CSS, HTML, Attachment

from pipeline.render.assets import SCHEME, fetcher, fonts, stylesheet
from pipeline.render.writing import write_once

VARIANT = "pdf/a-3a"
BASE = "base.css"
ELEMENTS = "elements.css"


class Page(HTML):  # type: ignore[misc]  # WeasyPrint carries no types
    """A page styled from the short list of elements that our documents use instead of all of HTML."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        del forms  # documents are printed, not filled in
        return [stylesheet(ELEMENTS)]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that travels inside a PDF; `day` stands in for the clock, so that bytes repeat."""

    name: str
    content: bytes
    description: str
    day: date


def pdf(html: str, *styles: str, enclosures: tuple[Enclosure, ...] = ()) -> bytes:
    """The PDF of a self-contained page."""
    document = Page(string=html, base_url=SCHEME, url_fetcher=fetcher())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        written: bytes = document.write_pdf(
            font_config=fonts(),
            stylesheets=[stylesheet(name) for name in (BASE, *styles)],
            attachments=[_attachment(one) for one in enclosures],
            pdf_variant=VARIANT,
            finisher=write_once,
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
