"""A step that skipped the notice, or ended it with open appeals, shows on the certificate."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.archive.decisions import decisions
from pipeline.ledger import Ledger
from pipeline.process.life import Advance
from pipeline.render.certificate import certificate_pdf
from pipeline.wording import LANGUAGES, wording
from schemas.process import State
from tests.process.certificates import certificate
from tests.process.days import day

FINAL = Advance(
    day("2023-10-12"),
    "now",
    "苏敏",
    State.CALCULATED,
    State.FINAL,
    "r1",
    "ab" * 32,
    "总经理批准",
    ("notice-skipped", "appeals-open"),
)


def text_of(found: tuple[Advance, ...], lang: str) -> str:
    shown = certificate(decisions=found)
    pages = PdfReader(BytesIO(certificate_pdf(shown, wording(lang)))).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_exceptions_and_their_reason_are_printed(lang: str) -> None:
    words, shown = wording(lang), text_of((FINAL,), lang)
    for part in (words("process.because_notice_skipped"), words("process.because_appeals_open"), "总经理批准", "苏敏"):
        assert part in shown, part
    assert words("process.decisions") not in text_of((), lang)


def test_only_decisions_on_this_seal_belong_to_it(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.jsonl").append(**FINAL.entry())
    assert decisions(tmp_path, FINAL.seal) == (FINAL,)
    assert decisions(tmp_path, "cd" * 32) == ()
