"""The documents of the shipped example, as a close writes them: private, whole, in one language, recalculable."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pypdf import PdfReader

from pipeline.archive.files import remove_tree
from tests.casebook.run import command
from tests.render.structure import faults
from tests.render.test_registers import SOFFICE, recalculated

pytestmark = pytest.mark.long
INPUT = Path(__file__).resolve().parents[2] / "input"
PERIOD = "2023Q3"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("shipped")
    assert command("close", PERIOD, INPUT, folder) == 0
    yield folder / PERIOD / "r1"
    remove_tree(folder / PERIOD)


@pytest.fixture(scope="module")
def people(closed: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(closed / "data" / "results.parquet").to_pylist()
    return found


def said(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def attached(content: bytes) -> str:
    ((one,),) = PdfReader(io.BytesIO(content)).attachments.values()
    return one.decode()


def traces(row: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    """What would give a person away, in a text without blanks: the name, and id and pay that stand by themselves."""
    pay = f"{row['payable']:,.2f}"
    exact = f"{row['payable'].normalize():f}"
    return {
        "name": re.compile(re.escape(re.sub(r"\s", "", row["name"]))),
        "id": re.compile(rf"(?<![\w,.-]){row['employee_id']}(?![\w,.-])"),
        "pay": re.compile(rf"(?<![\d,.]){pay}(?![\d,.])|\"payable\":\"{exact}\""),
    }


def test_a_statement_says_nothing_of_anybody_else(closed: Path, people: list[dict[str, Any]]) -> None:
    paid = [row for row in people if row["payable"]]
    assert len({row["payable"] for row in paid}) == len(paid) > 30
    leaks = []
    for own in people:
        content = (closed / "statements" / f"{own['employee_id']}.pdf").read_bytes()
        record = json.loads(attached(content))
        named = {record["person"]["name"], record["person"]["manager"], record["person"]["mentor"]}
        both = said(content) + attached(content)
        text = re.sub(r"[ \t]", "", both)
        for row in people:
            found = {what for what, trace in traces(row).items() if trace.search(text)}
            if row is own:
                assert found >= {"name", "id"} | ({"pay"} if row["payable"] else set()), "the own traces are found"
            elif row["name"] in named:
                leaks += [(own["employee_id"], row["employee_id"], what) for what in found - {"name"}]
            else:
                leaks += [
                    (own["employee_id"], row["employee_id"], what) for what in found if what != "pay" or row["payable"]
                ]
    assert leaks == []


def test_the_same_search_finds_everybody_in_the_company_summary_s_register(
    closed: Path, people: list[dict[str, Any]]
) -> None:
    page = re.sub(r"[ \t]", "", (closed / "index.html").read_text("utf-8"))
    page = re.sub(r"<[^>]*>", "\n", page)
    for row in people:
        name = row["name"].replace("'", "&#39;").replace(" ", "")
        assert name in page
        assert traces(row)["id"].search(page)
        assert traces(row)["pay"].search(page)


def test_every_pdf_is_sound(closed: Path) -> None:
    found = {path.name: faults(path.read_bytes()) for path in sorted(closed.rglob("*.pdf"))}
    assert len(found) > 40
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_the_register_recalculates_to_the_same_figures(closed: Path, tmp_path: Path) -> None:
    content = (closed / "registers" / "奖金发放表.xlsx").read_bytes()
    assert recalculated(content, tmp_path) == {}
