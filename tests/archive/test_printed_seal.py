"""What stands on paper stops a rewrite: a forged archive audits clean until it is held against the printed value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.archive.environment import NO_LIBRARY, environment_changes, native_versions
from pipeline.archive.revisions import READ_OR_COMPUTED, Revision, revisions
from pipeline.order import SEALED_INPUTS
from tests.faults.closing import command
from tests.faults.small import JUNE, MAY, orders_of, write_small

Text = pytest.CaptureFixture[str]
HASH = re.compile(r"[0-9a-f]{64}")


def last(folder: Path, period: str) -> Revision:
    return revisions(folder / "output" / period)[-1]


def printed(revision: Revision, summary: str) -> list[str]:
    """Every hash on the pages of a summary."""
    pages = PdfReader(revision.folder / f"teams/{summary}.pdf").pages
    return [code for page in pages for code in HASH.findall(page.extract_text())]


def test_the_company_summary_alone_prints_the_figures_seal(company: Path) -> None:
    june = last(company, JUNE)
    assert set(printed(june, "公司")) == {june.figures_seal} != {june.seal}
    assert printed(june, "华东一部") == []


def test_the_terminal_tells_both_seals(company: Path, capfd: Text) -> None:
    places = ("--input", str(company / "input"), "--output", str(company / "output"))
    from pipeline.cli import main  # noqa: PLC0415 - only here without --quiet

    assert main(["close", JUNE, *places]) == 0
    said = capfd.readouterr().out
    assert last(company, JUNE).seal in said
    assert last(company, JUNE).figures_seal in said


def test_a_rewritten_archive_no_longer_fits_what_was_printed(company: Path, tmp_path: Path, capfd: Text) -> None:
    """Somebody who can write anything raises an order of May and seals both months anew, chain and all."""
    write_small(tmp_path / "input", may={"订单": orders_of(5, {"S5-3": 108765})})
    assert [command("close", month, tmp_path) for month in (MAY, JUNE)] == [0, 0]
    paper = printed(last(company, JUNE), "公司")[0]
    assert command("audit", JUNE, tmp_path, "--seal", paper) == 3, "June's paper vouches for May too"
    told = capfd.readouterr().err
    assert "差异在：封存码\n" in told, "all else is as if it had always been so"
    assert last(tmp_path, JUNE).figures_seal in told
    assert printed(last(company, MAY), "公司")[0] != last(tmp_path, MAY).figures_seal


def test_figures_are_sealed_alike_whatever_documents_are_made_of_them(company: Path, tmp_path: Path) -> None:
    write_small(tmp_path / "input")
    assert command("close", MAY, tmp_path, "--lang", "en") == 0
    english, chinese = last(tmp_path, MAY), last(company, MAY)
    assert english.seal != chinese.seal
    assert english.figures_seal == chinese.figures_seal


def test_the_manifest_says_as_of_when(company: Path) -> None:
    assert last(company, MAY).manifest["as_of"] == "2024-05-31"


def test_the_library_that_cuts_fonts_is_recorded_and_its_absence_is_named() -> None:
    """Without it WeasyPrint cuts fonts by other means, to other bytes."""
    today = {"native": native_versions()}
    assert today["native"]["harfbuzz-subset"] not in {"", NO_LIBRARY}
    for before in ({}, {"harfbuzz-subset": NO_LIBRARY}):
        kept = {name: version for name, version in today["native"].items() if name != "harfbuzz-subset"}
        (changed,) = environment_changes({"native": {**kept, **before}}, today)
        assert (changed.layer, changed.name) == ("native", "harfbuzz-subset")


def test_the_figures_seal_leaves_out_nothing_that_a_close_read(company: Path) -> None:
    inside = [name for name in last(company, JUNE).manifest["files"] if name.startswith("seal/")]
    left_out = {name for name in inside if not name.startswith(READ_OR_COMPUTED)}
    assert left_out == {"seal/environment.json", "seal/issued.json"}, "what shaped the documents, not the figures"
    assert set(SEALED_INPUTS) <= set(READ_OR_COMPUTED)
