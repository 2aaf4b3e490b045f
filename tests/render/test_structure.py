"""Every kind of document passes the structural checks, and the checks see what is wrong."""

from collections.abc import Callable

import pytest
from weasyprint import HTML

from pipeline.history import History
from pipeline.render.assets import fetcher, fonts
from pipeline.render.certificate import certificate_pdf
from pipeline.render.notice import notice_pdf
from pipeline.render.pdf import pdf
from pipeline.render.statement import statement_pdf
from pipeline.render.summary import summary_pdf
from pipeline.statements import summaries
from pipeline.statements.notice import notice
from pipeline.wording import LANGUAGES, Wording, wording
from tests.process.certificates import certificate
from tests.render.structure import faults
from tests.statements import factory as make
from tests.statements.special import SPECIAL

RARE = "欧阳㛃·䶮𬱖"


DOCUMENTS: dict[str, Callable[[Wording], bytes]] = {
    "statement": lambda words: statement_pdf(make.renamed(SPECIAL["every_kind"](), RARE), words),
    "many pages": lambda words: statement_pdf(SPECIAL["hundred_orders"](), words),
    "summary": lambda words: summary_pdf(summaries(make.crew(9), make.tables(), History(), make.workdays())[0], words),
    "notice": lambda words: notice_pdf(notice(make.crew(9), make.workdays()), words),
    "certificate": lambda words: certificate_pdf(certificate(environment=(("python", "3.11"),)), words),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("made", DOCUMENTS.values(), ids=DOCUMENTS)
def test_nothing_is_wrong(made: Callable[[Wording], bytes], lang: str) -> None:
    assert faults(made(wording(lang))) == []


def test_a_plain_file_fails_in_every_respect() -> None:
    found = faults(HTML(string="<p>x", url_fetcher=fetcher()).write_pdf(font_config=fonts()))
    assert {"not declared as PDF/A-3a", "no language", "no title on display", "no output intent", "not tagged"} <= {
        *found
    }


def test_a_character_that_the_font_lacks_is_seen() -> None:
    assert "page 1: a character that the font lacks" in faults(pdf("<html lang='en'><h1>一\U0001f600</h1></html>"))
    assert not any("lacks" in one for one in faults(pdf(f"<html lang='en'><h1>{RARE}</h1></html>")))
