"""A further revision issues what changed; what did not change stays the paper that people hold, byte for byte."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from pipeline import sealing
from pipeline.archive.files import remove_tree
from pipeline.archive.shelf import SHELF, EmptyShelf
from pipeline.archive.stage import Stage
from pipeline.documents import NOTICE, statement_name, summary_name
from pipeline.final_letters import final_letters
from pipeline.ledger import Ledger
from pipeline.process.life import Advance
from pipeline.render.batch import pdf_of, pdfs
from pipeline.statements import Statement, Summary
from schemas.process import State
from tests.example.workbooks import Sheet, write_workbook
from tests.faults.closing import command, contents
from tests.faults.small import MAY, PEOPLE, orders_of, tables, write_small

TEAMS = {"0001": "华东一部", "0002": "华东二部", "0003": "华东三部"}
HER, HIS, THEIRS = (f"statements/{who}.pdf" for who in TEAMS)


def workbook(changed: dict[str, int]) -> dict[str, Sheet]:
    """May with everybody in a team of his own, and other amounts for some orders."""
    rows = [(who, name, TEAMS[who], grade, None, hired) for who, name, _, grade, _, hired in PEOPLE.rows]
    return {**tables(5), "人员": replace(PEOPLE, rows=rows), "订单": orders_of(5, changed)}


def change(folder: Path, changed: dict[str, int]) -> None:
    write_workbook(folder / "input" / MAY / "销售数据.xlsx", workbook(changed).values())


def close(folder: Path, *more: str) -> Path:
    """The newest revision after a close that went well."""
    assert command("close", MAY, folder, *more) == 0
    return max((folder / "output" / MAY).glob("r*"), key=lambda path: int(path.name[1:]))


def printed(path: Path) -> tuple[str, str]:
    """The revision that a statement prints, and the one it replaces."""
    with pikepdf.open(path) as pdf:
        name = next(name for name in pdf.attachments if name.endswith(".json"))
        record = json.loads(pdf.attachments[name].get_file().read_bytes())
    return record["revision"]["id"], record["revision"]["replaces"]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """May closed as r1; nobody may change it."""
    folder = tmp_path_factory.mktemp("issues")
    write_small(folder / "input", workbook({}))
    close(folder)
    yield folder
    remove_tree(folder)


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it."""
    shutil.copytree(first, tmp_path / "company")
    yield tmp_path / "company"
    remove_tree(tmp_path / "company")


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were rendered, by name."""
    names: list[str] = []

    def watch(papers: Sequence[Any], *more: Any) -> Any:
        names.extend(map(_name, papers))
        return pdfs(papers, *more)

    def watch_one(paper: Any, *more: Any) -> Any:
        names.append(_name(paper))
        return pdf_of(paper, *more)

    monkeypatch.setattr("pipeline.documents.pdfs", watch)
    monkeypatch.setattr("pipeline.documents.pdf_of", watch_one)
    return names


def _name(paper: Any) -> str:
    if isinstance(paper, Statement):
        return statement_name(paper)
    return summary_name(paper) if isinstance(paper, Summary) else NOTICE


def test_one_persons_change_renders_one_statement_and_what_it_touches(folder: Path, pressed: list[str]) -> None:
    before = contents(folder / "output" / MAY / "r1")
    change(folder, {"S5-4": 66500})
    second = close(folder)
    assert sorted(pressed) == [THEIRS, "teams/公司.pdf", f"teams/{TEAMS['0003']}.pdf"]
    after = contents(second)
    assert [after[name] == before[name] for name in (HER, HIS, THEIRS)] == [True, True, False]
    assert [printed(second / name) for name in (HER, HIS, THEIRS)] == [("r1", ""), ("r1", ""), ("r2", "r1")]
    assert not (folder / "output" / MAY / SHELF).exists()
    assert "新出具 1 份奖金单（0003 小张三）；其余 2 份没有变化" in (second / "index.html").read_text("utf-8")


@pytest.mark.long
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler reads the words of a PDF")
def test_a_statement_issued_anew_for_a_place_alone_says_so(folder: Path) -> None:
    """Somebody overtakes others, whose pay stays: each paper tells the places of the one that it replaces."""
    change(folder, {"S5-4": 900000})
    second = close(folder)
    overtaken = [name for name in (HER, HIS) if printed(second / name)[0] == "r2"]
    assert overtaken
    for name in overtaken:
        words = subprocess.run(["pdftotext", "-layout", second / name, "-"], capture_output=True, text=True, check=True)
        assert "应发金额不变" in words.stdout
        assert "名次有变：公司第" in words.stdout
    assert command("audit", MAY, folder) == 0


@pytest.mark.long
def test_a_third_revision_replaces_the_paper_that_each_person_holds(folder: Path) -> None:
    change(folder, {"S5-4": 66500})
    close(folder)
    change(folder, {"S5-4": 66700, "S5-3": 98800})
    third = close(folder)
    assert [printed(third / name) for name in (HER, HIS, THEIRS)] == [("r1", ""), ("r3", "r1"), ("r3", "r2")]
    assert command("audit", MAY, folder) == 0


@pytest.mark.long
def test_the_same_bytes_as_a_run_that_renders_everything(
    folder: Path, tmp_path: Path, pressed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(folder, tmp_path / "full")
    for one in (folder, tmp_path / "full"):
        change(one, {"S5-4": 66500})
    quick = contents(close(folder))
    some = len(pressed)
    monkeypatch.setattr(sealing, "fill", partial(_everything, sealing.fill))
    assert contents(close(tmp_path / "full")) == quick
    assert len(pressed) - some == len([name for name in quick if name.endswith(".pdf")])
    remove_tree(tmp_path / "full")


def test_a_revision_for_a_reason_alone_renders_the_company_summary_alone(folder: Path, pressed: list[str]) -> None:
    second = close(folder, "--reason", "复核")
    assert pressed == ["teams/公司.pdf"], "it prints the figures seal, which covers the reason"
    assert "复核" in (second / "index.html").read_text("utf-8")
    assert {printed(second / name) for name in (HER, HIS, THEIRS)} == {("r1", "")}
    assert command("audit", MAY, folder) == 0


def test_a_changed_file_of_the_revision_before_is_not_taken(folder: Path, pressed: list[str]) -> None:
    before = contents(folder / "output" / MAY / "r1")
    damaged = folder / "output" / MAY / "r1" / HER
    damaged.chmod(0o600)
    damaged.write_bytes(damaged.read_bytes() + b" ")
    second = close(folder, "--reason", "复核")
    assert sorted(pressed) == [HER, "teams/公司.pdf"]
    assert contents(second)[HER] == before[HER]


def test_a_letter_carries_the_paper_that_the_person_holds(folder: Path) -> None:
    change(folder, {"S5-4": 66500})
    second = close(folder)
    seal = hashlib.sha256((second / "seal/manifest.json").read_bytes()).hexdigest()
    book, before = Ledger(folder / "output" / MAY / "ledger.jsonl"), State.COLLECTING
    for state in (State.CALCULATED, State.NOTICED, State.FINAL):
        book.append(**Advance(date(2024, 6, 20), "now", "苏敏", before, state, "r2", seal).entry())
        before = state
    letters, found = final_letters(folder / "output" / MAY)
    assert found == []
    assert [one.revision for one in letters] == ["r1", "r1", "r2"]


def test_a_killed_close_goes_on_where_it_stopped(
    folder: Path, tmp_path: Path, pressed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(folder, tmp_path / "whole")
    for one in (folder, tmp_path / "whole"):
        write_workbook(one / "input" / MAY / "更多.xlsx", [Sheet("请假", ("工号", "开始日期", "结束日期"), leave())])
    whole = contents(close(tmp_path / "whole"))
    everything = len(pressed)
    pressed.clear()
    with monkeypatch.context() as patch:
        patch.setattr(Stage, "write", _dies_at("teams/公司.pdf", Stage.write))
        assert command("close", MAY, folder) == 130
    shelf = folder / "output" / MAY / SHELF
    assert shelf.stat().st_mode & 0o777 == 0o700
    kept = sorted(shelf.iterdir())
    kept[0].write_bytes(kept[0].read_bytes()[:-1])
    pressed.clear()
    assert contents(close(folder)) == whole
    assert len(pressed) == everything - len(kept) + 1, "what was kept is not rendered again, save the damaged one"
    assert not shelf.exists()
    remove_tree(tmp_path / "whole")


def leave() -> list[tuple[str, date, date]]:
    return [(who, date(2024, 5, 6), date(2024, 5, 10)) for who in TEAMS]


def _dies_at(name: str, write: Any) -> Any:
    def dying(stage: Stage, asked: str, content: bytes) -> None:
        if asked == name:
            raise KeyboardInterrupt
        write(stage, asked, content)

    return dying


def _everything(fill: Any, *given: Any, progress: Any, shelf: Any) -> None:
    """Fill a stage and take nothing that was made before."""
    del shelf
    fill(*given, progress=progress, shelf=EmptyShelf())
