"""The fixed table of assets that a document may ask for, and the fonts that every document shares."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "report_templates"
FONTCONFIG = "FONTCONFIG_FILE"
SCHEME = "asset:///"
ASSETS = {
    f"{SCHEME}fonts/NotoSansSC-Regular.ttf": "font/ttf",
    f"{SCHEME}fonts/NotoSansSC-Bold.ttf": "font/ttf",
}


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Serves the table above and stops the rendering at anything else, whatever a workbook smuggled in."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The asset of a URL; headers are of no use here."""
        del headers
        if url not in ASSETS:
            raise FatalURLFetchingError(f"a document asked for {url}")
        content = (TEMPLATES / url.removeprefix(SCHEME)).read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": ASSETS[url]})


@cache
def fetcher() -> AssetFetcher:
    """The one fetcher of this process."""
    return AssetFetcher()


@cache
def fonts() -> FontConfiguration:
    """The font configuration that all documents of this process share: the pinned fonts and none of the system's."""
    before = os.environ.get(FONTCONFIG)
    os.environ[FONTCONFIG] = str(TEMPLATES / "fonts.conf")
    try:
        return FontConfiguration()
    finally:
        if before is None:
            del os.environ[FONTCONFIG]
        else:
            os.environ[FONTCONFIG] = before


@cache
def stylesheet(name: str) -> CSS:
    """A stylesheet of report_templates, parsed once."""
    source = (TEMPLATES / name).read_text("utf-8")
    return CSS(string=source, base_url=SCHEME, url_fetcher=fetcher(), font_config=fonts())
