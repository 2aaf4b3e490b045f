"""Our shortcuts give the pages that WeasyPrint gives without them: the short list of elements, objects written once."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from weasyprint import HTML

from pipeline.history import History
from pipeline.render import pdf as printing
from pipeline.render.assets import TEMPLATES
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


@pytest.mark.parametrize("made", [company, announced, carried])
def test_the_bytes_are_those_of_the_full_stylesheet(made: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    ours = made()
    monkeypatch.setattr(printing, "Page", HTML)
    assert made() == ours


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
