"""Hundreds of damaged copies of sound files: each ends as cells and findings with words, never as an exception."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.intake.control_totals import control_totals, wrong_signoffs
from pipeline.intake.formats import read_file
from pipeline.intake.mapping import Mapping
from pipeline.intake.proposals import proposed
from pipeline.intake.reading_tables import read_tables
from pipeline.wording import wording
from schemas import TABLES
from tests.intake.hostile_parts import parts, zipped

EXAMPLE = Path(__file__).parents[2] / "input" / "2023Q3"
TOKENS = (
    *(b'"', b"<", b">", b"&", b"\x00", b"</c>", b"<v>", b't="s"', b't="e"', b's="99"', b'r="A1"', b"<row/>", b"<f>"),
    *(b"1e999", b"NaN", b"<!--", b"<![CDATA[", b"<?x?>", b"&#0;", b"&#xD800;", b"<!DOCTYPE x>", b"9" * 20, b"_xD800_"),
    *(
        b'<mergeCell ref="A1:XFD9"/>',
        b"\xef\xbf\xbe",
        b"\xed\xa0\x80",
        b"\xff",
        b"\n",
        "合计".encode(),
        b"\xe2\x80\xae",
    ),
)


def seeds() -> dict[str, bytes]:
    """A workbook of this project's, one of openpyxl's, the plainest one, and a CSV."""
    book = openpyxl.Workbook()
    for name, rows in (("人员", [["工号", "姓名"], ["E1", "张三"]]), ("订单", [["订单号", "签约金额"], ["A1", 5.5]])):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return {
        "example.xlsx": (EXAMPLE / "数据确认.xlsx").read_bytes(),
        "written.xlsx": written.getvalue(),
        "plain.xlsx": zipped(parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>工号</t></si>")),
        "orders.csv": "订单号,工号,签约日期,签约金额\nA1,E1,2023-09-01,5\n".encode("gb18030"),
    }


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Some bytes replaced, removed, doubled or put in."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place, taken = chance.randrange(len(changed) + 1), chance.randrange(len(changed) + 1)
        size = chance.choice((1, 2, 8, 100))
        changed[place : place + size * chance.randrange(2)] = chance.choice(
            (b"", bytes([chance.randrange(256)]), chance.choice(TOKENS), bytes(changed[taken : taken + size]))
        )
    return bytes(changed)


def part_damaged(content: bytes, chance: random.Random) -> bytes:
    """A workbook with one part damaged, emptied, missing or in the place of another; the container is sound again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        made = {name: archive.read(name) for name in archive.namelist()}
    name, other = chance.choice(sorted(made)), chance.choice(sorted(made))
    how = chance.randrange(10)
    if how == 0:
        del made[name]
    else:
        made[name] = (made[other], b"", damaged(made[name], chance))[min(how - 1, 2)]
    return zipped(made)


def check(path: Path) -> bool:
    """Whether the file was read; what was found has words in both languages."""
    workbook = read_file(path, path.name)
    read = read_tables([workbook], TABLES, Mapping(), {})
    proposed(read.sheets)
    totals = control_totals(read.tables, TABLES)
    for one in (*read.findings, *wrong_signoffs(read.tables, totals, TABLES)):
        for words in (wording("zh"), wording("en")):
            assert all(
                words(f"finding.{one.code}.{part}", value=one.value, **dict(one.params)) for part in ("what", "do")
            )
    return bool(workbook.sheets)


def outcomes(folder: Path, seed: int, count: int) -> list[bool]:
    chance, sound = random.Random(seed), seeds()  # noqa: S311 - damage that can be repeated, no secret
    found = []
    for number in range(count):
        name = chance.choice(sorted(sound))
        change = part_damaged if name.endswith("x") and chance.random() < 0.8 else damaged
        path = folder / f"{number}-{name}"
        path.write_bytes(change(sound[name], chance))
        found.append(check(path))
        path.unlink()
    return found


def test_hundreds_of_damaged_files_end_as_findings(tmp_path: Path) -> None:
    found = outcomes(tmp_path, seed=20260901, count=300)
    assert 30 < sum(found) < 270, "some are still sound, most are not"


@pytest.mark.long
def test_thousands_of_damaged_files_end_as_findings(tmp_path: Path) -> None:
    outcomes(tmp_path, seed=random.SystemRandom().randrange(2**32), count=5_000)
