"""PDFs that print the same have the same digest, however they were written; one other sign is another digest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

import pipeline.render.batch
from pipeline.archive.pdf_digest import pdf_digest
from pipeline.archive.revisions import revisions
from pipeline.render.summary import summary_pdf
from tests.faults.closing import command
from tests.faults.small import MAY

Change = Callable[[pikepdf.Pdf], None]


@pytest.fixture
def paper(company: Path) -> Path:
    return revisions(company / "output" / MAY)[-1].folder / "statements/0001.pdf"


def rewritten(source: Path, target: Path, change: Change) -> Path:
    """The document written by another program, all streams packed, after a change."""
    with pikepdf.open(source) as document:
        change(document)
        document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
    return target


def other_tags(document: pikepdf.Pdf) -> None:
    """Other six letters before the name of each font, as another system's libraries draw them."""
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary):
            for key in ("/BaseFont", "/FontName"):
                if key in one:
                    one[key] = pikepdf.Name(f"/QWERTY+{str(one[key]).partition('+')[2]}")


def one_byte_of_a_page(document: pikepdf.Pdf) -> None:
    """The first digit that a page draws is another one."""
    page = document.pages[0]
    drawn = page.Contents.read_bytes()
    place = next(place for place, sign in enumerate(drawn) if chr(sign) in "123456789")
    page.Contents = document.make_stream(drawn[:place] + b"8" + drawn[place + 1 :])


def test_other_packing_and_other_tags_are_the_same_print(paper: Path, tmp_path: Path) -> None:
    same = rewritten(paper, tmp_path / "same.pdf", other_tags)
    assert same.read_bytes() != paper.read_bytes()
    assert pdf_digest(same) == pdf_digest(paper)


def test_another_sign_is_another_print(paper: Path, tmp_path: Path) -> None:
    assert pdf_digest(rewritten(paper, tmp_path / "other.pdf", one_byte_of_a_page)) != pdf_digest(paper)


def test_an_audit_tells_pdf_bytes_alone_from_another_print(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(company / "output" / MAY, tmp_path / "output" / MAY)

    def packed_otherwise(*given: object) -> bytes:
        plain = tmp_path / "plain.pdf"
        plain.write_bytes(summary_pdf(*given))  # type: ignore[arg-type]
        return rewritten(plain, tmp_path / "packed.pdf", other_tags).read_bytes()

    monkeypatch.setattr(pipeline.render.batch, "summary_pdf", packed_otherwise)
    assert command("audit", MAY, tmp_path) == 3
    told = capfd.readouterr().err
    assert "差异在：仅 PDF 字节" in told
    assert "金额与得分逐项一致" in told
