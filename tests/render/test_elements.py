"""Our shortcuts give the pages that WeasyPrint gives without them: strict markup, few elements, known styles and fonts.

An upgrade of WeasyPrint that goes another way where we cut in fails here.
"""

import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import ParseError

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.pdf.fonts import Font

from pipeline.history import History
from pipeline.render import embedding
from pipeline.render import pdf as printing
from pipeline.render.assets import SCHEME, TEMPLATES, fetcher
from pipeline.render.notice import notice_pdf
from pipeline.render.statement import statement_pdf
from pipeline.render.summary import summary_pdf
from pipeline.statements import summaries
from pipeline.statements.notice import notice
from pipeline.wording import wording
from tests.statements import factory as make
from tests.statements.special import SPECIAL

ZH = wording("zh")
KNOWN = set(
    re.findall(r"[a-z][a-z0-9]*", re.sub(r"/\*.*?\*/|\{[^}]*\}", " ", (TEMPLATES / "elements.css").read_text("utf-8")))
)
PLAIN = {"span", "bdi", "rect", "text"}


def company() -> bytes:
    return summary_pdf(summaries(make.crew(9), make.tables(), History(), make.workdays())[0], ZH)


def announced() -> bytes:
    return notice_pdf(notice(make.crew(9), make.workdays()), ZH)


def carried() -> bytes:
    return statement_pdf(SPECIAL["negative_month"](), ZH)


MADE = (company, announced, carried)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], bytes]], bytes]:
    """A document as WeasyPrint makes it by itself."""

    def without(made: Callable[[], bytes]) -> bytes:
        with monkeypatch.context() as patch:
            patch.setattr(printing, "Page", lambda text: HTML(string=text, base_url=SCHEME, url_fetcher=fetcher()))
            patch.setattr(printing, "Printed", Document)
            return made()

    return without


@pytest.mark.parametrize("made", MADE)
def test_the_bytes_are_those_without_shortcuts(
    made: Callable[[], bytes], plain: Callable[[Callable[[], bytes]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "UNUSED_TABLES", (b"BASE", b"GPOS", b"GSUB"))
    theirs = plain(made)
    for another in (*MADE, made):
        another()
    assert made() == theirs


def embedded(content: bytes) -> list[TTFont]:
    with pikepdf.open(io.BytesIO(content)) as opened:
        found = [one["/FontFile2"].read_bytes() for one in opened.objects if "/FontFile2" in dict_of(one)]
    return [TTFont(io.BytesIO(one)) for one in found]


def dict_of(found: pikepdf.Object) -> pikepdf.Object | dict[str, object]:
    return found if isinstance(found, pikepdf.Dictionary) else {}


def test_a_font_lacks_what_only_vertical_lines_need(plain: Callable[[Callable[[], bytes]], bytes]) -> None:
    ours, theirs = embedded(carried()), embedded(plain(carried))
    assert len(ours) == len(theirs) == 2
    for own, whole in zip(ours, theirs, strict=True):
        assert {*whole.reader.keys()} - {*own.reader.keys()} == {"STAT", "vhea", "vmtx"}
        same = [table for table in own.reader.keys() if table != "head"]  # noqa: SIM118 - a reader is no dictionary
        assert len(same) > 8
        assert [own.reader[table] for table in same] == [whole.reader[table] for table in same]


def test_a_font_is_read_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    first = carried()
    monkeypatch.setattr(Font, "__init__", lambda *_: pytest.fail("a font was read again"))
    assert carried() == first


def test_a_character_that_no_font_has_is_a_box_in_the_second_document_too() -> None:
    missing = "<html lang='en'><h1>\U0001f600 %s</h1></html>"
    first, second = (embedded(printing.pdf(missing % word)) for word in ("one", "one"))
    assert [font["glyf"][".notdef"].numberOfContours for font in first] == [
        font["glyf"][".notdef"].numberOfContours for font in second
    ]
    assert first[0]["glyf"][".notdef"].numberOfContours > 0
    plain_word = embedded(printing.pdf("<html lang='en'><h1>one</h1></html>"))
    assert plain_word[0]["glyf"][".notdef"].numberOfContours == 0


def test_what_markup_cannot_hold_is_seen_as_such() -> None:
    with pikepdf.open(io.BytesIO(printing.pdf("<html lang='en'><h1>a\x07b\ufffe</h1></html>"))) as opened:
        assert str(opened.Root.Outlines.First.Title) == "a\ufffdb\ufffd"


def test_a_page_that_is_not_well_formed_is_refused() -> None:
    with pytest.raises(ParseError):
        printing.pdf("<html lang='en'><h1>one<br></h1></html>")


def objects(content: bytes) -> list[bytes]:
    """What a file's objects say, streams unpacked; the file's own hash is not among them."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        found = [one for one in opened.objects if one.get("/Type") not in ("/XRef", "/ObjStm", "/Catalog")]
        return [one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse() for one in found]


def test_objects_written_once_say_what_they_would_say_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = carried()
    monkeypatch.setattr(printing, "write_once", None)
    theirs = carried()
    assert len(objects(ours)) > 100
    assert objects(ours) == objects(theirs)
    assert len(ours) < len(theirs) * 1.05


PRINTED = [path for path in sorted(TEMPLATES.glob("*.html.j2")) if "<style>" not in path.read_text("utf-8")]


@pytest.mark.parametrize("template", PRINTED, ids=[path.name for path in PRINTED])
def test_every_element_of_a_printed_template_is_known(template: Path) -> None:
    used = set(re.findall(r"<([a-z][a-z0-9]*)", template.read_text("utf-8")))
    assert "h1" in used
    assert used - KNOWN - PLAIN == set()
