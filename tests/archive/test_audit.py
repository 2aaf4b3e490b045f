"""An audit gives the same bytes again, or names the layer that differs; figures are always compared."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

import pipeline.archive.verify
import pipeline.audit
import pipeline.draft
from pipeline.archive.environment import environment
from pipeline.archive.files import sha256_of
from pipeline.archive.revisions import Revision, revisions
from pipeline.calculate import calculate
from pipeline.calculation import Calculation
from pipeline.cli import main
from tests.faults.closing import command
from tests.faults.small import COMPANY, JUNE, MAY, orders_of, write_small

CENT = Fraction(1, 100)
Text = pytest.CaptureFixture[str]


@pytest.fixture
def archive(company: Path, tmp_path: Path) -> Path:
    """A copy of the company's archive without its inputs."""
    shutil.copytree(company / "output", tmp_path / "output")
    return tmp_path


def last(folder: Path, period: str = JUNE) -> Revision:
    return revisions(folder / "output" / period)[-1]


def test_clean_from_the_archive_alone_with_its_certificate(archive: Path, capfd: Text) -> None:
    assert command("audit", JUNE, archive, "--seal", last(archive).figures_seal) == 0
    assert capfd.readouterr().err == ""
    paper = archive / "output" / JUNE / "audit/r1.pdf"
    with pikepdf.open(paper) as document:
        assert len(document.pages) == 1
    printed = text_of(paper)
    for said in (
        COMPANY,
        last(archive).seal[:20],
        "封存完整",
        "25,517.13",
        "漏算交通补贴",
        "客户表扬",
        "手工实际值",
        last(archive).figures_seal[:20],
        "1 个拆成两个",
    ):
        assert said in printed, said


def test_every_revision_at_once_and_another_seal_than_the_one_kept(archive: Path, capfd: Text) -> None:
    assert command("audit", JUNE, archive, "--all") == 0
    assert sorted(path.name for path in (archive / "output").glob("*/audit/*")) == ["r1.pdf", "r1.pdf"]
    assert command("audit", JUNE, archive, "--seal", "0" * 64) == 3
    assert last(archive).seal in capfd.readouterr().err


def test_all_from_the_archive_alone_reads_each_file_once(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capfd: Text
) -> None:
    """Neither an input folder nor a period: an auditor has the output folder, and ten years of it."""
    read: Counter[Path] = Counter()

    def counted(path: Path) -> str:
        read[path] += 1
        return sha256_of(path)

    monkeypatch.setattr(pipeline.archive.verify, "sha256_of", counted)
    kept = last(archive, MAY).seal
    places = ("--input", str(archive / "nowhere"), "--output", str(archive / "output"), "--workers", "1")
    assert main(["audit", "--all", "--seal", kept, *places]) == 0
    assert "共审计 2 个版本，0 个不一致" in capfd.readouterr().out
    assert set(read.values()) == {1}
    assert {path.parts[-4:-2] for path in read} >= {(MAY, "r1"), (JUNE, "r1")}
    assert main(["audit", "--all", "--input", str(archive), "--output", str(archive / "nowhere")]) == 1


@pytest.mark.parametrize("layer", ["code", "lock", "python", "packages", "native", "fonts"])
def test_each_layer_of_the_environment_is_named(archive: Path, monkeypatch: pytest.MonkeyPatch, layer: str) -> None:
    today: dict[str, Any] = environment()
    name = next(iter(today[layer])) if isinstance(today[layer], dict) else layer
    today[layer] = {**today[layer], name: "0.1"} if isinstance(today[layer], dict) else "0.1"
    assert pipeline.audit.changed_environment(last(archive)) == ()
    monkeypatch.setattr(pipeline.audit, "environment", lambda: today)
    (changed,) = pipeline.audit.changed_environment(last(archive))
    assert (changed.layer, changed.name, changed.today) == (layer, name, "0.1")


def test_a_changed_rule_is_a_difference_of_figures(archive: Path, monkeypatch: pytest.MonkeyPatch, capfd: Text) -> None:
    monkeypatch.setattr(pipeline.draft, "calculate", _one_cent_more)
    assert command("audit", JUNE, archive) == 3
    told = capfd.readouterr().err
    assert "金额或得分不一致" in told
    assert "seal/figures/payout_lines.jsonl" in told
    assert "statements/0001.pdf" in told
    assert "statements/0002.pdf" not in told


def _one_cent_more(*ground: Any) -> Calculation:
    made = calculate(*ground)
    first = made.lines["employee_id"] == "0001"
    made.lines["amount"] = made.lines["amount"].where(~first, made.lines["amount"].map(lambda paid: paid + CENT))
    return made


def test_sealed_inputs_that_no_longer_close_are_told(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capfd: Text
) -> None:
    monkeypatch.setattr(pipeline.draft, "any_blocks", lambda _: True)
    assert command("audit", MAY, archive) == 3
    assert "未能重算" in capfd.readouterr().err


def test_nothing_sealed(archive: Path) -> None:
    assert command("audit", "2024-07", archive) == 1
    assert command("audit", JUNE, archive, "--revision", "r9") == 1


def test_a_further_revision_says_what_it_replaces_and_audits_clean(company: Path, tmp_path: Path) -> None:
    shutil.copytree(company / "output" / MAY, tmp_path / "output" / MAY)
    write_small(tmp_path / "input", may={"订单": orders_of(5, {"S5-3": 108765})})
    assert command("close", MAY, tmp_path, "--reason", "订单金额更正") == 0
    second = last(tmp_path, MAY)
    assert (second.number, second.manifest["replaces"]) == (2, revisions(tmp_path / "output" / MAY)[0].seal)
    untouched = [tmp_path / "output" / MAY / name / "statements/0001.pdf" for name in ("r1", "r2")]
    assert untouched[0].read_bytes() == untouched[1].read_bytes()
    said = text_of(second.folder / "statements/0002.pdf")
    assert "订单金额更正" in said
    found = re.search(r"应发由 ([\d,.]+) 改为 ([\d,.]+)[,，]差额 \+([\d,.]+)", said)
    assert found
    before, now, difference = (Fraction(text.replace(",", "")) for text in found.groups())
    assert now - before == difference > 150
    assert command("audit", MAY, tmp_path, "--seal", second.seal) == 0


def text_of(path: Path) -> str:
    """The printed text; readers of PDFs take some characters for radicals that look the same."""
    pages = PdfReader(path).pages
    return unicodedata.normalize("NFKC", "\n".join(page.extract_text(extraction_mode="layout") for page in pages))
