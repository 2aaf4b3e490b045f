"""The statement as PDF: archival, the same bytes everywhere, one person's figures only, deaf to hostile text."""

import hashlib
import io
import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pikepdf
import pytest
from markupsafe import escape
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from pipeline.render.batch import Press, pdfs
from pipeline.render.pdf import pdf
from pipeline.render.statement import statement_html, statement_pdf
from pipeline.statements import Statement, record, statements, verification_code
from pipeline.wording import wording
from tests.statements import factory as make
from tests.statements.special import SPECIAL

ZH = wording("zh")
ROOT = Path(__file__).parent.parent.parent
IN_ANOTHER_PROCESS = """
import hashlib
from pipeline.render.statement import statement_pdf
from pipeline.wording import wording
from tests.statements.special import SPECIAL
print(hashlib.sha256(statement_pdf(SPECIAL["held"](), wording("zh"))).hexdigest())
"""


def text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.fixture(scope="module")
def ordinary() -> bytes:
    return statement_pdf(make.statement(), ZH)


def test_the_bytes_are_the_same_in_another_process() -> None:
    here = hashlib.sha256(statement_pdf(SPECIAL["held"](), ZH)).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", IN_ANOTHER_PROCESS], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert there.stdout.strip() == here


def test_the_bytes_do_not_depend_on_what_was_rendered_before(ordinary: bytes) -> None:
    statement_pdf(SPECIAL["forty_awards"](), ZH)
    assert statement_pdf(make.statement(), ZH) == ordinary


def test_workers_give_the_same_bytes_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.render.batch.WORTH_A_WORKER", 0)
    monkeypatch.setattr("pipeline.render.batch.AT_ONCE", 2)
    many = statements(make.crew(3), make.tables(), make.history(), make.workdays())
    assert list(pdfs(many, ZH, Press(2))) == [statement_pdf(one, ZH) for one in many]


def test_the_ordinary_statement_is_one_page(ordinary: bytes) -> None:
    assert len(PdfReader(io.BytesIO(ordinary)).pages) == 1


def test_it_says_what_it_is(ordinary: bytes) -> None:
    with pikepdf.open(io.BytesIO(ordinary)) as opened:
        assert str(opened.docinfo["/Title"]) == "张晓明 2023Q3 奖金单"
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20230930")
        assert str(opened.Root.Lang) == "zh-CN"
        assert bool(opened.Root.MarkInfo.Marked)
        assert b'pdfaid:part="3"' in opened.Root.Metadata.read_bytes()
        with opened.open_outline() as outline:
            assert [one.title for one in outline.root] == ["奖金单"]
            assert "为什么是这个数" in [one.title for one in outline.root[0].children]


def test_the_calculation_travels_inside_and_the_code_is_its_fingerprint(ordinary: bytes) -> None:
    reader = PdfReader(io.BytesIO(ordinary))
    (name,) = reader.attachments
    content = reader.attachments[name][0]
    assert name == "1001-2023Q3-r1.json"
    assert content == record(make.statement())
    code = hashlib.sha256(content).hexdigest()[:12]
    assert code == verification_code(make.statement())
    assert code in squeezed(text(ordinary))


def test_every_figure_has_an_alternative_text(ordinary: bytes) -> None:
    with pikepdf.open(io.BytesIO(ordinary)) as opened:
        dictionaries = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        figures = [one for one in dictionaries if one.get("/S") == "/Figure"]
        assert len(figures) == 5
        assert all(str(one.get("/Alt", "")) for one in figures)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("build", SPECIAL.values(), ids=SPECIAL)
def test_every_special_case_prints_its_figures(
    build: Callable[[], Statement], lang: str, caplog: pytest.LogCaptureFixture
) -> None:
    shown, words = build(), wording(lang)
    with caplog.at_level(logging.WARNING, "weasyprint"):
        printed = squeezed(text(statement_pdf(shown, words)))
    assert [entry.getMessage() for entry in caplog.records] == []
    for line in shown.lines:
        assert f"{float(line.amount):,.2f}" in printed
    for row in shown.rows:
        assert row.row_id in printed
    assert squeezed(shown.person.name) in printed
    assert "\ufffd" not in printed


def test_nobody_reads_of_anybody_else() -> None:
    crew = make.crew(6)
    people = crew.people.to_dict("records")
    shown = statements(crew, make.tables(), make.history(), make.workdays())
    assert len(shown) == 6
    for one in shown:
        printed = squeezed(text(statement_pdf(one, ZH)))
        for row in people:
            own = row["employee_id"] == one.person.employee_id
            traces = (row["name"], row["employee_id"], f"{float(row['payable']):,.2f}")
            assert [trace in printed for trace in traces] == [own] * 3


HOSTILE = (
    "<img src='file:///etc/passwd'>{{ 7 * 7 }}",
    "</title></script><script>alert(1)</script>",
    "{{7*7}}{% for x in y %}{# #}",
    "javascript:alert(1)",
    'O\'Brien & Söhne "GmbH"',
    "欧阳㛃䶮𬱖",
    "长" * 200,
)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_name_is_only_a_name(name: str) -> None:
    shown = make.renamed(make.statement(), name)
    page = statement_html(shown, ZH)
    assert f"<bdi>{escape(name)}</bdi>" in page
    assert page.count("<title>") == statement_html(make.statement(), ZH).count("<title>")
    assert squeezed(name) in squeezed(text(statement_pdf(shown, ZH)))


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='http://example.com/a.png'/>",
        "<img src='file:///etc/passwd'/>",
        "<link rel='stylesheet' href='asset:///statement.html.j2'/>",
        "<style>@import 'https://example.com/x.css'</style>",
        "<link rel='attachment' href='file:///etc/passwd'/>",
    ],
)
def test_whatever_asks_for_a_file_stops_the_rendering(markup: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf(f"<html lang='en'><title>x</title>{markup}</html>")


def test_a_revision_says_what_it_replaces() -> None:
    assert "r2取代r1更正3笔回款" in squeezed(text(statement_pdf(SPECIAL["uncovered_year"](), ZH)))


def test_other_currencies_have_no_capitals() -> None:
    assert "人民币" in statement_html(make.statement(), ZH)
    assert "人民币" not in statement_html(SPECIAL["unrounded"](), ZH)


def test_a_full_decimal_is_not_marked_as_cut() -> None:
    exact = replace(make.statement())
    assert "≈" not in statement_html(exact, ZH)
    assert "≈66.67%" in statement_html(SPECIAL["unrounded"](), ZH)
    assert exact.results.total_score == Fraction("94.55")


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_no_fault(ordinary: bytes, tmp_path: Path) -> None:
    path = tmp_path / "statement.pdf"
    path.write_bytes(ordinary)
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils is not installed")
def test_only_the_pinned_fonts_are_used_embedded_and_subset(ordinary: bytes, tmp_path: Path) -> None:
    path = tmp_path / "statement.pdf"
    path.write_bytes(ordinary)
    listed = subprocess.run(["pdffonts", path], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    assert {line.split()[0].partition("+")[2] for line in listed} == {"Noto-Sans-SC", "Noto-Sans-SC-Bold"}
    assert all(line.split()[4:7] == ["yes", "yes", "yes"] for line in listed)
