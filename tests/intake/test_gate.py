"""Each hostile file is refused with the code that tells why, at the cell where it lies, quickly and alone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from pipeline.findings import Severity
from pipeline.intake.cells import Workbook
from pipeline.intake.readers import read_workbooks
from pipeline.wording import LANGUAGES, wording
from tests.intake.hostile import REFUSED, Hostile, ods_bomb


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    folder = tmp_path_factory.mktemp("hostile")
    for hostile in REFUSED:
        (folder / hostile.name).write_bytes(hostile.make())
    return {workbook.name: workbook for workbook in read_workbooks(sorted(folder.iterdir()), folder)}


@pytest.mark.parametrize("hostile", REFUSED, ids=lambda hostile: hostile.name)
def test_a_hostile_file_is_refused_with_its_reason(hostile: Hostile, outcomes: dict[str, Workbook]) -> None:
    workbook = outcomes[hostile.name]
    found = [
        (finding.code, finding.place.workbook, finding.place.cell) for finding in workbook.findings if finding.blocks
    ]
    assert found == [(hostile.code, hostile.name, hostile.cell)]
    assert not workbook.sheets


def test_the_suite_is_large_and_every_name_stands_once() -> None:
    assert len(REFUSED) >= 60
    assert len({hostile.name for hostile in REFUSED}) == len(REFUSED)


def test_what_is_no_plain_file_is_told_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "target.xlsx").write_bytes(b"")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "target.xlsx")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "~$orders.xlsx").write_bytes(b"\x02HR")
    (tmp_path / ".~lock.orders.ods#").write_bytes(b",hr,")
    (tmp_path / "notes.txt").write_bytes(b"hello")
    (tmp_path / "archive").mkdir()
    found = {workbook.name: workbook.findings[0] for workbook in read_workbooks(sorted(tmp_path.iterdir()), tmp_path)}
    assert {name: (finding.code, finding.severity) for name, finding in found.items()} == {
        "target.xlsx": ("file-empty", Severity.ERROR),
        "link.xlsx": ("file-is-link", Severity.ERROR),
        "pipe.csv": ("file-is-pipe", Severity.ERROR),
        "folder.xlsx": ("file-is-folder", Severity.ERROR),
        "~$orders.xlsx": ("file-open-in-office", Severity.WARNING),
        ".~lock.orders.ods#": ("file-open-in-office", Severity.WARNING),
        "notes.txt": ("file-ignored", Severity.INFO),
        "archive": ("file-ignored", Severity.INFO),
    }


@pytest.mark.parametrize(
    ("name", "shown", "read_as"),
    [
        ("订单.xlsx".encode("gbk"), "\\udcb6\\udca9\\udcb5\\udca5.xlsx", "订单.xlsx"),
        ("a\u202excod.csv".encode(), "a\\u202excod.csv", None),
        (b"a\n.csv", "a\n.csv", None),
    ],
)
def test_a_name_that_nobody_can_read_is_refused(name: bytes, shown: str, read_as: str | None, tmp_path: Path) -> None:
    """Archives packed in Chinese Windows unpack with names in GBK; others hide what they are."""
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"a,b\n")
    ((finding,),) = [workbook.findings for workbook in read_workbooks([path], tmp_path)]
    assert (finding.code, finding.severity, finding.place.workbook) == ("file-name-unprintable", Severity.ERROR, shown)
    assert read_as in {None, finding.value}


def test_a_file_beyond_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    with (tmp_path / "huge.xlsx").open("wb") as file:
        file.truncate(300 << 20)
    (workbook,) = read_workbooks([tmp_path / "huge.xlsx"], tmp_path)
    assert [finding.code for finding in workbook.findings] == ["file-too-large"]


def test_a_grid_repeated_without_bound_ends_the_child_and_not_the_close(tmp_path: Path) -> None:
    (tmp_path / "bomb.ods").write_bytes(ods_bomb())
    (workbook,) = read_workbooks([tmp_path / "bomb.ods"], tmp_path)
    codes = [finding.code for finding in workbook.findings if finding.blocks]
    assert len(codes) == 1
    assert codes[0] in {"reader-died", "reader-out-of-memory", "file-damaged"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_words(language: str, outcomes: dict[str, Workbook]) -> None:
    words = wording(language)
    for finding in (finding for workbook in outcomes.values() for finding in workbook.findings):
        for part in ("what", "do"):
            sentence = words(f"finding.{finding.code}.{part}", value=finding.value, **dict(finding.params))
            assert sentence
            assert "{" not in sentence


def test_what_the_readers_say_has_words_in_both_languages() -> None:
    """Also where no test makes the file: every code that stands in the source."""
    sources = [*Path("pipeline/intake/formats").glob("*.py"), *Path("pipeline/intake").glob("[crg]*.py")]
    said = re.compile(r'(?:Refused|error|warning|info)\(\s*"([a-z0-9-]+)"')
    codes = {code for source in sources for code in said.findall(source.read_text(encoding="utf-8"))}
    assert len(codes) > 40
    for language in LANGUAGES:
        assert [code for code in sorted(codes) if not wording(language).has(f"finding.{code}.what")] == []
